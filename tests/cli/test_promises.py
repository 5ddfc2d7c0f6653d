"""Pulses and feedback rounds in a file: planned with what would keep them from showing anything, applied, written."""

from pathlib import Path

import pytest

from tests.cli.conftest import Drumbeat

RITUALS = """\
teams:
  - {name: Checkout, lead: "@ana", channel: "#checkout", members: ["@ana", "@ben", "@chi", "@dev"]}
  - {name: Board, lead: "@eve", channel: "#product", members: ["@eve"]}
rituals:
  - name: Team health
    template: team-health-pulse
    teams: [Board, Checkout]
    schedule: {days: [wed], at: "11:00", within: 4h}
    show: {from: 5, words_from: 12, by: team}
  - name: Mood
    template: mood-pulse
    team: Checkout
  - name: Prices
    kind: feedback-round
    about: "the new prices"
    team: Checkout
    schedule: {on: 2026-12-04, at: "10:00"}
    window: 1d
    remind: none
    tier: confidential
    show: {from: 5, words_from: 10, by: region}
    questions:
      - key: fair
        ask: "How fair are {about}?"
        type: scale
        of: 5
"""


async def test_a_file_with_everything_a_promise_can_say_is_applied_written_and_planned_without_a_change(
    drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text(RITUALS, "utf-8")
    planned = await drumbeat("plan", "mine.yaml")
    assert planned.out.splitlines()[2:] == [
        "+ Create the ritual Team health for Board and Checkout.",
        "    next: Wed 25 Nov, Wed 2 Dec, Wed 9 Dec",
        "    note: 5 people would be asked in Board and Checkout; what people write is shown from 12 on, so"
        " the questions that ask for words are left out. Ask more teams together to hear them.",
        "+ Create the ritual Mood for Checkout.",
        "    next: Thu 26 Nov, Thu 3 Dec, Thu 10 Dec",
        "    note: 4 people would be asked in Checkout; an anonymous round needs 5, and does not open with fewer. Ask"
        " more teams together, or make it named.",
        "+ Create the ritual Prices for Checkout.",
        "    next: Fri 4 Dec",
        "    note: 4 people would be asked in Checkout; a confidential round shows nothing of fewer than 5. Ask more"
        " teams together, or make it named.",
        "Asking anonymously: Team health and Mood. No such round opens without a place for keys. Set"
        " DRUMBEAT_KEYS; drumbeat doctor says how.",
        "5 changes. Make it so with drumbeat apply.",
    ]
    assert (await drumbeat("apply", "mine.yaml")).code == 0
    assert (await drumbeat("export-rituals", "out.yaml")).code == 0
    written = (tmp_path / "out.yaml").read_text("utf-8")
    for line in (
        'schedule: {days: [wed], at: "11:00", within: 4h}',
        "show: {from: 5, words_from: 12, by: team}",
        'about: "the new prices"',
        'schedule: {on: 2026-12-04, at: "10:00"}',
        "tier: confidential",
        "show: {from: 5, words_from: 10, by: region}",
        "template: mood-pulse",
    ):
        assert f"    {line}\n" in written, line
    for file in ("mine.yaml", "out.yaml"):
        assert (await drumbeat("plan", file)).code == 0, file


async def test_what_changes_about_a_promise_is_told_in_plain_words(
    drumbeat: Drumbeat,
    settings: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "mine.yaml").write_text(RITUALS, "utf-8")
    await drumbeat("apply", "mine.yaml")
    changed = (
        RITUALS.replace("within: 4h", "within: none")
        .replace("from: 5, words_from: 12, by: team", "from: 6, words_from: 12, by: none")
        .replace("the new prices", "last week's prices")
        .replace("tier: confidential", "tier: named")
        .replace("    show: {from: 5, words_from: 10, by: region}\n", "")
    )
    (tmp_path / "mine.yaml").write_text(changed, "utf-8")
    said = (await drumbeat("plan", "mine.yaml")).out
    for line in (
        "~ Change the ritual Team health: show and schedule.",
        "show: {from: 5, words_from: 12, by: team} → {from: 6, words_from: 12, by: none}",
        "within: 4h → none",
        "~ Change the ritual Prices: about and tier.",
        "about: “the new prices” → “last week's prices”",
        "tier: confidential → named",
        "note: 5 people would be asked in Board and Checkout; an anonymous round needs 6, and does not open",
    ):
        assert line in said, line
