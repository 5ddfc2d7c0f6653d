"""`drumbeat export-rituals`: a file written from the workspace, which changes nothing when it is applied."""

from pathlib import Path

from tests.cli.conftest import Drumbeat
from tests.cli.test_plan import MINE

EXPORTED = """\
# The teams, rituals and digests of Acme. After a change:
#   drumbeat plan out.yaml     shows what would become of it
#   drumbeat apply out.yaml    makes it so
# Every key is explained in docs/rituals-as-code.md.

teams:
  - name: Checkout
    function: engineering
    lead: "@ben"
    channel: "#checkout"

rituals:
  - name: Daily check-in
    template: daily-check-in
    team: Checkout
    schedule: {every: "every other Tue, counted from 2 Jan 2024", at: "10:30", zone: Europe/Berlin}
    window: 8h
    remind: 1h before close
    report: lead
    questions:
      - key: progress
        ask: "What moved?"
        type: long-text
        prefill: plan
      - key: plan
        ask: "What will you move next?"
        hint: "You will see this again next time."
        type: long-text
      - key: mood
        ask: "How was it?"
        type: scale
        of: 5
        only_if: {key: progress}
"""


async def test_what_is_there_is_written_and_means_what_is_there(
    drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text(MINE, "utf-8")
    await drumbeat("apply", "mine.yaml")
    said = await drumbeat("export-rituals", "out.yaml")
    assert said.code == 0, said.err
    written = (tmp_path / "out.yaml").read_text("utf-8")
    assert written.splitlines()[1:] == EXPORTED.splitlines()[1:]
    assert (await drumbeat("plan", "out.yaml")).code == 0
    printed = await drumbeat("export-rituals")
    assert printed.out == written.replace("out.yaml", "RITUALS.yaml")


async def test_a_file_that_is_there_is_not_replaced_by_accident(
    drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "out.yaml").write_text("mine", "utf-8")
    said = await drumbeat("export-rituals", "out.yaml")
    assert said.code == 1
    assert "out.yaml is there already. Add --force to replace it" in said.err
    assert (tmp_path / "out.yaml").read_text("utf-8") == "mine"
    assert (await drumbeat("export-rituals", "out.yaml", "--force")).code == 0
    assert "teams: []    # none yet" in (tmp_path / "out.yaml").read_text("utf-8")
    assert (await drumbeat("plan", "out.yaml")).code == 0
    assert "cannot be written" in (await drumbeat("export-rituals", "no/such/folder.yaml")).err
