"""`drumbeat export --member` and `drumbeat erase --member`: one person's data, for whoever runs Drumbeat."""

import json
from pathlib import Path

import pytest

from bot.privacy.leaving import KEPT
from bot.store import leaving, members, workspaces
from bot.store.engine import open_store
from bot.values.people import Profile
from sandbox.server import Sandbox
from tests.cli.conftest import MONDAY, Drumbeat

ALICE = "U0ALICE"


@pytest.fixture
async def known(slack: Sandbox, settings: dict[str, str], sqlite_database_url: str) -> None:
    """Alice is known here."""
    store = open_store(sqlite_database_url)
    async with store.transaction() as tx:
        home = await workspaces.save(
            tx, slack_id=slack.workspace.id, name="Home", bot_user_id="UB", bot_id="B", now=MONDAY
        )
        await members.save(tx, home.id, [Profile(ALICE, "Alice", "Europe/Berlin", True, False, False)])
    await store.close()


@pytest.mark.usefixtures("known")
async def test_one_persons_data_is_written_to_a_file_nobody_else_reads(
    drumbeat: Drumbeat, tmp_path: Path
) -> None:
    said = await drumbeat("export", "--member", ALICE, "--to", "alice.json")
    assert said.code == 0, said.err
    assert said.out.startswith("Wrote alice.json: everything that is kept about Alice.")
    assert "read profile, teams and rituals" in said.err
    document = json.loads((tmp_path / "alice.json").read_text("utf-8"))
    assert (document["format"], document["person"]["name"]) == ("drumbeat-person/1", "Alice")
    assert (tmp_path / "alice.json").stat().st_mode & 0o077 == 0
    again = await drumbeat("export", "--member", ALICE, "--to", "alice.json")
    assert "is there already. Add --force" in again.err
    printed = await drumbeat("export", "--member", ALICE, "--to", "-")
    assert json.loads(printed.out)["person"] == document["person"]
    for where, told in (("nowhere/a.json", "cannot be written"), (".", "is a folder")):
        assert told in (await drumbeat("export", "--member", ALICE, "--to", where)).err


@pytest.mark.usefixtures("known")
async def test_erasing_asks_on_a_terminal_and_wants_yes_elsewhere(
    drumbeat: Drumbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = await drumbeat("erase", "--member", ALICE)
    assert (nobody.code, "Add --yes when you are sure" in nobody.err) == (1, True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "yes please")
    assert (await drumbeat("erase", "--member", ALICE)).out.endswith("Nothing was erased.\n")
    monkeypatch.setattr("builtins.input", lambda _: ALICE)
    done = await drumbeat("erase", "--member", ALICE)
    assert (done.code, "Alice: 0 answers" in done.out, "Erased." in done.out) == (0, True, True)
    gone = await drumbeat("erase", "--member", ALICE, "--yes")
    assert (
        f"Nobody with the id {ALICE} is known here. They were never met, or were erased already." in gone.err
    )


@pytest.mark.usefixtures("known")
async def test_who_is_meant_is_made_clear(drumbeat: Drumbeat) -> None:
    assert "alice is no member's id" in (await drumbeat("export", "--member", "alice")).err
    elsewhere = await drumbeat("export", "--member", ALICE, "--workspace", "T0AWAY")
    assert "The database holds no workspace T0AWAY." in elsewhere.err


@pytest.mark.usefixtures("known")
async def test_the_doctor_says_that_it_was_uninstalled_and_until_when_it_can_be_taken_back(
    drumbeat: Drumbeat, slack: Sandbox, sqlite_database_url: str
) -> None:
    store = open_store(sqlite_database_url)
    async with store.transaction() as tx:
        end = MONDAY + KEPT
        assert await leaving.fall_silent(tx, slack.workspace.id, MONDAY, look_at=end, never=end)
    await store.close()
    said = await drumbeat("doctor")
    assert said.code == 1
    assert (
        f"✗ Drumbeat was uninstalled from the workspace {slack.workspace.id} on 23 November 2026." in said.out
    )
    assert "from 30 November 2026 on everything is deleted" in said.out
