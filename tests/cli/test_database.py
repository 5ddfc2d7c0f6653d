"""The database, from the command line: migrated, or a sentence that says what to do."""

import sqlite3
from pathlib import Path

import pytest

from bot.cli.database import explain, migrated_store, shown
from bot.cli.speech import Trouble
from bot.store import engine
from bot.store.engine import StoreUnavailable
from tests.cli.conftest import Drumbeat
from tests.databases import Postgres, sqlite_url
from tests.store.test_migrate import REVISIONS

ALL = ", ".join(REVISIONS)
"""The migrations there are."""


async def trouble_with(url: str) -> str:
    with pytest.raises(Trouble) as caught:
        async with migrated_store(url):
            pass
    (problem,) = caught.value.problems
    return problem


async def test_migrating_says_what_it_did_and_then_that_there_is_nothing_to_do(drumbeat: Drumbeat) -> None:
    first, second = await drumbeat("migrate"), await drumbeat("migrate")
    assert first.out == f"Applied {ALL}. The tables of drumbeat.db are up to date.\n"
    assert second.out == "Nothing to do. The tables of drumbeat.db are up to date.\n"
    assert (first.code, second.code) == (0, 0)


async def test_a_new_file_is_migrated_by_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with migrated_store(sqlite_url(tmp_path / "new.db")):
        pass
    assert f"up to date ({ALL})" in capsys.readouterr().out


async def test_postgresql_is_migrated_on_purpose_only(postgres: Postgres) -> None:
    postgres.run("CREATE DATABASE untouched TEMPLATE template0")
    try:
        told = await trouble_with(postgres.url("untouched"))
    finally:
        postgres.run("DROP DATABASE untouched WITH (FORCE)")
    assert told == f"The database lacks the migrations {ALL}. Run drumbeat migrate once, then start again."


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = await trouble_with(sqlite_url(tmp_path / "nowhere" / "x.db"))
    assert told.startswith(f"The database {tmp_path}/nowhere/x.db cannot be opened. Create its folder")


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, just some notes that are long enough\n" * 40)
    assert "is no SQLite file" in await trouble_with(sqlite_url(tmp_path / "notes.txt"))


async def test_a_file_another_process_holds_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WRITING", ("busy_timeout=50",))
    holder = sqlite3.connect(tmp_path / "held.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    told = await trouble_with(sqlite_url(tmp_path / "held.db"))
    holder.close()
    assert "is held by another process. Stop the other one" in told


async def test_a_server_that_does_not_answer_is_named() -> None:
    told = await trouble_with("postgresql+psycopg://ana:secret@127.0.0.1:9/beat")
    assert told.startswith("The database 127.0.0.1/beat does not answer. Start the server")
    assert "secret" not in told


async def test_a_database_that_is_not_there_is_named(postgres: Postgres) -> None:
    told = await trouble_with(postgres.url("missing"))
    assert "has no such database or user. Create it: createdb" in told


async def test_a_database_of_a_newer_drumbeat_is_left_alone(sqlite_database_url: str) -> None:
    file = sqlite3.connect(sqlite_database_url.partition("///")[2])
    with file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    assert "is at 9999, which this Drumbeat does not know" in await trouble_with(sqlite_database_url)


def test_what_a_driver_says_for_the_first_time_is_passed_on() -> None:
    told = explain(StoreUnavailable("the moon is in the way"), "postgresql+psycopg://u:p@host/beat")
    assert told == "The database host/beat cannot be used: the moon is in the way."


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("sqlite+aiosqlite:///drumbeat.db", "drumbeat.db"),
        ("sqlite+aiosqlite:////srv/drumbeat.db", "/srv/drumbeat.db"),
        ("postgresql+psycopg://ana:pw@db:5432/beat", "db/beat"),
        ("postgresql+psycopg://postgres@/beat?host=/run", "on this machine/beat"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, text: str) -> None:
    assert shown(url) == text
