"""What each command needs: the database alone, a token to ask Slack with, or everything."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Drumbeat
from tests.cli.test_plan import MINE

TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL")
WITHOUT_SLACK = (
    ["export"],
    ["export", "--member", "U0ALICE"],
    ["erase", "--member", "U0ALICE", "--yes"],
    ["export-rituals"],
)


async def test_with_the_database_alone_what_is_in_it_is_migrated_written_and_erased(
    drumbeat: Drumbeat, settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.yaml").write_text(MINE, "utf-8")
    for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name)
    planned = await drumbeat("plan", "mine.yaml")
    assert (planned.code, planned.err) == (2, ""), "Slack is asked, and does not call"
    assert (await drumbeat("apply", "mine.yaml")).code == 0
    named = await drumbeat("export-rituals")
    assert 'channel: "#checkout"' in named.out
    for name in ("SLACK_BOT_TOKEN", "SLACK_API_URL"):
        monkeypatch.delenv(name)
    assert (await drumbeat("migrate")).out.startswith("Nothing to do.")
    exported = await drumbeat("export")
    assert (exported.code, "README.md explains them" in exported.out) == (0, True), exported.err
    by_id = await drumbeat("export-rituals", "by-id.yaml")
    assert (by_id.code, by_id.err) == (
        0,
        "Channels and people stand in it with their ids: without SLACK_BOT_TOKEN I cannot ask Slack for names.\n",
    )
    written = (tmp_path / "by-id.yaml").read_text("utf-8")
    lead = next(
        line.partition("lead: ")[2].split()[0].strip('"') for line in written.splitlines() if "lead: " in line
    )
    about = await drumbeat("export", "--member", lead, "--to", "-")
    assert (about.code, lead in about.out) == (0, True), about.err
    erased = await drumbeat("erase", "--member", lead, "--yes")
    assert (erased.code, "Erased." in erased.out) == (0, True), erased.err
    for name in ("SLACK_BOT_TOKEN", "SLACK_API_URL"):
        monkeypatch.setenv(name, settings[name])
    (tmp_path / "by-id.yaml").write_text(written, "utf-8")
    again = await drumbeat("plan", "by-id.yaml")
    assert again.err == "", "ids are read like names"


@pytest.mark.parametrize("command", WITHOUT_SLACK, ids=" ".join)
async def test_what_is_to_be_read_is_not_made(
    command: list[str], drumbeat: Drumbeat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in TOKENS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere.db")
    said = await drumbeat(*command)
    told = "✗ There is no database elsewhere.db. Go to the folder it is in, or name it in DATABASE_URL.\n"
    assert (said.code, said.err, os.listdir(tmp_path)) == (1, told, [])


@pytest.mark.parametrize("command", WITHOUT_SLACK, ids=" ".join)
async def test_every_mistake_in_what_it_needs_is_told_at_once_and_none_in_what_it_does_not(
    command: list[str], drumbeat: Drumbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in TOKENS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_APP_TOKEN", "not one")
    monkeypatch.setenv("PORT", "many")
    for name, value in (
        ("DATABASE_URL", "mysql://x"),
        ("DRUMBEAT_KEYS", "mysql://y"),
        ("DRUMBEAT_CLOCK_URL", "noon"),
    ):
        monkeypatch.setenv(name, value)
    said = await drumbeat(*command)
    told = [line.split()[1] for line in said.err.splitlines()]
    assert (said.code, sorted(told)) == (1, ["DATABASE_URL", "DRUMBEAT_CLOCK_URL", "DRUMBEAT_KEYS"])
