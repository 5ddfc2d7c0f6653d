"""`drumbeat plan`: what applying would change, told before it is done and not done by telling."""

from pathlib import Path

from tests.cli.conftest import Drumbeat
from tests.cli.test_apply import RITUALS

MINE = """\
teams:
  - {name: Checkout, function: engineering, lead: "@ben", channel: "#checkout"}
rituals:
  - name: Daily check-in
    template: daily-check-in
    team: Checkout
    schedule: {every: every other Tuesday, at: "10:30", zone: Europe/Berlin}
    report: lead
    questions:
      - {key: progress, ask: "What moved?", type: long-text, prefill: plan}
      - {key: plan, ask: "What will you move next?", type: long-text, hint: You will see this again next time.}
      - {key: mood, ask: "How was it?", type: scale, only_if: {key: progress}}
"""


async def test_a_plan_tells_what_applying_would_do_and_does_nothing(
    drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "first.yaml").write_text(RITUALS, "utf-8")
    planned = [await drumbeat("plan", "first.yaml") for _ in range(2)]
    assert [said.code for said in planned] == [2, 2]
    assert planned[0].out == planned[1].out
    assert planned[0].out.splitlines() == [
        "+ Create the team Checkout: everybody in #checkout.",
        "+ Create the ritual Daily check-in for Checkout.",
        "    next: Mon 23 Nov, Tue 24 Nov, Wed 25 Nov",
        "+ Create the digest Weekly in #product.",
        "3 changes. Make it so with drumbeat apply.",
    ]
    applied = await drumbeat("apply", "first.yaml")
    assert applied.out.splitlines() == [
        line.replace("Create", "Created") for line in planned[0].out.splitlines()[:-1]
    ]
    nothing = await drumbeat("plan", "first.yaml")
    assert (nothing.code, nothing.out.splitlines()[-1]) == (
        0,
        "The workspace is what the file says: nothing to do.",
    )


async def test_each_change_is_told_from_before_to_after(
    drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "first.yaml").write_text(RITUALS, "utf-8")
    (tmp_path / "second.yaml").write_text(MINE, "utf-8")
    await drumbeat("apply", "first.yaml")
    said = await drumbeat("plan", "second.yaml")
    assert said.out.splitlines() == [
        "~ Change the team Checkout: lead and function.",
        "    lead: @ana → @ben",
        "    function: none → engineering",
        "~ Change the ritual Daily check-in: report, schedule and questions.",
        "    report: each team's channel → each team's lead",
        "    days: every weekday → every other Tue, counted from 2 Jan 2024",
        "    at: 09:00 → 10:30",
        "    zone: each person's own → Europe/Berlin",
        "    question stuck: taken out, “What are you waiting for, if anything?”",
        "    question progress, ask: “What moved since last time?” → “What moved?”",
        "    question progress, hint: “The one or two things worth knowing. Small steps count.” → none",
        "    question mood: new, “How was it?”",
        "    next: Tue 1 Dec, Tue 15 Dec, Tue 29 Dec",
        "· The digest Weekly is not in the file and stays as it is.",
        "2 changes. Make it so with drumbeat apply.",
    ]
    await drumbeat("apply", "second.yaml")
    assert (await drumbeat("plan", "second.yaml")).code == 0


async def test_a_mistake_leaves_with_1(drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(RITUALS.replace("@ana", "@anna"), "utf-8")
    said = await drumbeat("plan", "bad.yaml")
    assert (said.code, said.out) == (1, "")
    assert "bad.yaml, line 2, column 28: there is nobody called @anna. Did you mean @ana?" in said.err
