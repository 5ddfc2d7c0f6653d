"""What tests of privacy may use."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store.engine import Store, open_store
from tests.databases import Postgres, quick_folder, sqlite_url


@pytest_asyncio.fixture
async def small_store(sqlite_database_url: str) -> AsyncIterator[Store]:
    """A store on SQLite alone: for what does not depend on the database."""
    opened = open_store(sqlite_database_url)
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def two_database_urls(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """The addresses of two fresh, migrated databases of the same kind."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            migrated: Path = request.getfixturevalue("migrated_sqlite_file")
            folder = stack.enter_context(quick_folder())
            yield [
                sqlite_url(Path(shutil.copy(migrated, folder / f"{name}.db"))) for name in ("one", "other")
            ]
        else:
            server: Postgres = request.getfixturevalue("postgres")
            yield [stack.enter_context(server.fresh_database()) for _ in range(2)]


@pytest_asyncio.fixture
async def two_stores(two_database_urls: list[str]) -> AsyncIterator[list[Store]]:
    """Two stores on fresh, migrated databases of the same kind."""
    stores = [open_store(url) for url in two_database_urls]
    yield stores
    for store in stores:
        await store.close()


@pytest_asyncio.fixture
async def postgresql_store(postgresql_database_url: str) -> AsyncIterator[Store]:
    """A store on PostgreSQL alone."""
    opened = open_store(postgresql_database_url)
    yield opened
    await opened.close()
