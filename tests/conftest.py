"""What every test may use: a migrated store on each database, and no network."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings
from playwright.async_api import Browser

from bot.store.engine import Store, open_store
from bot.views.sdk import check_quickly
from config.settings import VARIABLES
from tests.chromium import chromium
from tests.compiled_once import compile_statements_once
from tests.databases import NoPostgres, Postgres, make_tables, postgres_server, quick_folder, sqlite_url
from tests.looked_up_once import look_signatures_up_once
from tests.loopback import forbid_the_network
from tests.not_run import not_run, summary


def pytest_configure() -> None:
    forbid_the_network()
    compile_statements_once()
    look_signatures_up_once()
    check_quickly()
    # How long an example takes says more about the machine than about the code. CI plays the same examples each
    # time, half as many, so that a red run can be played again and none takes long; elsewhere new ones are tried.
    unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("here", unhurried)
    settings.register_profile("ci", unhurried, derandomize=True, max_examples=50)
    settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_finish() -> None:
    # Thousands of tests and their modules stay to the end: nobody needs to look through them for garbage.
    gc.collect()
    gc.freeze()
    # What a test leaves is mostly gone by itself: looking every seven hundred objects took one second in thirty.
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No token and no database address of the person running the tests is ever used."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this run's own."""
    try:
        with postgres_server() as server:
            yield server
    except NoPostgres as error:
        not_run(str(error))


@pytest.fixture(scope="session")
def migrated_sqlite_file() -> Iterator[Path]:
    """A migrated database file with nothing in it, to copy."""
    with quick_folder() as folder:
        path = folder / "migrated.db"
        asyncio.run(make_tables(sqlite_url(path)))
        yield path


@pytest.fixture
def sqlite_database_url(migrated_sqlite_file: Path) -> Iterator[str]:
    """The address of a fresh, migrated SQLite database."""
    with quick_folder() as folder:
        yield sqlite_url(Path(shutil.copy(migrated_sqlite_file, folder / "drumbeat.db")))


@pytest.fixture
def postgresql_database_url(postgres: Postgres) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    with postgres.fresh_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_database_url"))


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store on a fresh, migrated database: the test runs once on each kind."""
    opened = open_store(database_url)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium, for every test marked `IN_THE_BROWSER`: starting it takes longer than most of them."""
    async with chromium() as started:
        yield started
