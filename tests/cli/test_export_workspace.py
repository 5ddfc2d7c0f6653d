"""`drumbeat export`: all answers and figures of a workspace, for whoever runs Drumbeat."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import workspaces
from bot.store.engine import open_store
from tests.cli.conftest import MONDAY as NOW
from tests.cli.conftest import Drumbeat
from tests.files.reading import Archive
from tests.trends.company import MONDAY, Company


@pytest.fixture
async def lived(settings: dict[str, str], sqlite_database_url: str) -> None:
    """Two days of a team."""
    store = open_store(sqlite_database_url)
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout", lead=ana)
    ritual = await company.ritual("Check-in", [team], ana)
    for day, words in ((MONDAY, "=1+1"), (MONDAY + timedelta(days=2), "The refund API")):
        await company.day(ritual, team, day, {ana: {"progress": words}})
    await store.close()


@pytest.mark.usefixtures("lived")
async def test_everything_is_written_to_an_archive_nobody_else_reads(
    drumbeat: Drumbeat, tmp_path: Path
) -> None:
    said = await drumbeat("export")
    assert said.code == 0, said.err
    [name] = os.listdir(tmp_path)
    path = tmp_path / name
    assert re.fullmatch(r"drumbeat-export-\d{4}-\d\d-\d\d\.zip", name)
    assert f"Wrote {path.name}: " in said.out
    assert "keep it where only those who need it reach it" in said.out
    assert "wrote answers: 2\n" in said.err
    assert path.stat().st_mode & 0o077 == 0
    archive = Archive(path)
    archive.check()
    assert {row["value_text"] for row in archive.table("answers")} == {"=1+1", "The refund API"}
    again = await drumbeat("export")
    assert (again.code, "is there already. Add --force" in again.err) == (1, True)
    since = await drumbeat("export", "--since", str(MONDAY + timedelta(days=1)), "--force", "--to", path.name)
    assert since.code == 0, since.err
    assert [row["value_text"] for row in Archive(path).table("answers")] == ["The refund API"]


@pytest.mark.usefixtures("lived")
async def test_all_mistakes_are_told_at_once_and_nothing_is_written(
    drumbeat: Drumbeat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    for to, told in (("nowhere/a.zip", "cannot be written"), ("here", "is a folder")):
        assert told in (await drumbeat("export", "--to", to)).err
    tomorrow = str((NOW + timedelta(days=1)).date())
    assert "is still to come" in (await drumbeat("export", "--since", tomorrow)).err
    assert "holds no workspace T0AWAY" in (await drumbeat("export", "--workspace", "T0AWAY")).err
    both = await drumbeat("export", "--member", "U0ANA", "--since", "2026-01-01")
    assert "--since is for all answers" in both.err
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    wrong = await drumbeat("export", "--since", "last week", "--to", "-")
    assert wrong.code == 1
    for told in ("--since last week is no day", "An archive cannot be printed", "DATABASE_URL"):
        assert told in wrong.err
    assert os.listdir(tmp_path) == ["here"]


@pytest.mark.usefixtures("lived")
async def test_of_several_workspaces_one_is_named(drumbeat: Drumbeat, sqlite_database_url: str) -> None:
    store = open_store(sqlite_database_url)
    async with store.transaction() as tx:
        await workspaces.save(tx, slack_id="T2", name="Two", bot_user_id="UB", bot_id="B", now=NOW)
    await store.close()
    assert "Add --workspace with one of T1, T2." in (await drumbeat("export")).err
    assert (await drumbeat("export", "--workspace", "T2", "--to", "two.zip")).code == 0
