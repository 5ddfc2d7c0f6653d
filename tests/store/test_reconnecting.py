"""A database that was restarted while nobody asked it anything."""

import pytest
from sqlalchemy import text

from bot.store import engine
from bot.store.engine import Store, open_store

MINE, CUT = text("SELECT pg_backend_pid()"), text("SELECT pg_terminate_backend(:pid, 10000)")


async def test_a_connection_that_was_cut_while_it_rested_is_replaced_before_anybody_notices(
    postgresql_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "TRUSTED", 0.0)
    store, other = open_store(postgresql_database_url), open_store(postgresql_database_url)
    for _ in range(2):
        before = await _pid(store)
        async with other.transaction() as tx:
            assert (await tx.execute(CUT, {"pid": before})).scalar_one()
        assert await _pid(store) != before
    await store.close()
    await other.close()


async def _pid(store: Store) -> int:
    async with store.reading() as tx:
        return int((await tx.execute(MINE)).scalar_one())
