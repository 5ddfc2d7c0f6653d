"""What tests of privacy may use."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.store.engine import Store, open_store


@pytest_asyncio.fixture
async def small_store(sqlite_database_url: str) -> AsyncIterator[Store]:
    """A store on SQLite alone: for what does not depend on the database."""
    opened = open_store(sqlite_database_url)
    yield opened
    await opened.close()
