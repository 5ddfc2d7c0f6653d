"""`drumbeat apply` against a Slack: names looked up, channels entered, the file stored once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.cli.conftest import Drumbeat

RITUALS = """\
teams:
  - {name: Checkout, lead: "@ana", channel: "#checkout"}
rituals:
  - {name: Daily check-in, template: daily-check-in, team: Checkout}
digests:
  - {name: Weekly, channel: "#product", day: mon, at: "09:00", zone: Europe/Berlin}
"""


Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> str:
        (tmp_path / "RITUALS.yaml").write_text(text, "utf-8")
        return str(tmp_path / "RITUALS.yaml")

    return written


@pytest.fixture
def rituals(write: Write) -> str:
    return write(RITUALS)


async def test_a_file_is_applied_and_applied_again(
    drumbeat: Drumbeat, settings: dict[str, str], slack: Sandbox, rituals: str
) -> None:
    first, second = await drumbeat("apply", rituals), await drumbeat("apply", rituals)
    assert first.out.splitlines() == [
        "+ Created the team Checkout: everybody in #checkout.",
        "+ Created the ritual Daily check-in for Checkout.",
        "    next: Mon 23 Nov, Tue 24 Nov, Wed 25 Nov",
        "+ Created the digest Weekly in #product.",
    ], first.err
    assert [line[0] for line in second.out.splitlines()] == ["=", "=", "="]
    joined = [call for call in slack.calls if call.method == "conversations.join"]
    assert len(joined) == 2
    assert slack.violations == []


async def test_what_is_wrong_in_the_file_is_told_without_asking_slack(
    drumbeat: Drumbeat, settings: dict[str, str], slack: Sandbox, rituals: str, write: Write
) -> None:
    write(RITUALS.replace("daily-check-in", "daily").replace("day: mon", "day: moon"))
    said = await drumbeat("apply", rituals)
    assert said.code == 1
    assert said.err.splitlines() == [
        "✗ RITUALS.yaml, line 4, column 38: there is no template “daily”. Did you mean daily-check-in?",
        "✗ RITUALS.yaml, line 6, column 46: “moon” is no day. Did you mean mon?",
    ]
    assert slack.calls == []


async def test_names_slack_does_not_know_are_told_and_nothing_is_stored(
    drumbeat: Drumbeat, settings: dict[str, str], rituals: str, write: Write
) -> None:
    write(RITUALS.replace("@ana", "@anna").replace("#product", "#produce"))
    said = await drumbeat("apply", rituals)
    assert said.code == 1
    assert "there is nobody called @anna. Did you mean @ana?" in said.err
    assert "the bot sees no channel #produce. Did you mean #product?" in said.err
    write(RITUALS)
    assert (await drumbeat("apply", rituals)).out.startswith("+ Created the team")


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-0000000000-unknown", "Slack said invalid_auth. Run drumbeat doctor"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "Slack cannot be reached"),
        ("DRUMBEAT_CLOCK_URL", "http://127.0.0.1:9/clock", "does not answer"),
        ("DATABASE_URL", "sqlite:////nowhere/at/all.db", "cannot be opened"),
    ],
)
async def test_what_stands_in_the_way_is_named(
    drumbeat: Drumbeat,
    settings: dict[str, str],
    rituals: str,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    told: str,
) -> None:
    monkeypatch.setenv(variable, value)
    said = await drumbeat("apply", rituals)
    assert said.code == 1
    assert told in said.err


async def test_a_file_that_cannot_be_read_is_named(
    drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path
) -> None:
    assert "cannot be read: No such file" in (await drumbeat("apply", "missing.yaml")).err
    (tmp_path / "latin.yaml").write_bytes(b"teams: \xe9")
    assert "is not UTF-8 text" in (await drumbeat("apply", "latin.yaml")).err
