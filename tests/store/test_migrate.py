"""The migrations make exactly the tables of `bot.store.tables`, once, whoever else is starting."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.store.engine import Store, open_store
from bot.store.migrate import BrokenReferences, migrate, pending
from bot.store.tables import metadata
from tests.databases import Postgres, sqlite_url

REVISIONS = ["0001", "0002"]

# A column that was added later stands last and a table that was rebuilt is spelled anew, so parts are compared.
SQLITE_SCHEMA = """
    SELECT 'column', t.name, c.name || ' ' || c.type || c."notnull" || c.pk || ifnull(c.dflt_value, '')
    FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'alembic%'
    UNION ALL
    SELECT 'reference', t.name, f."from" || ' ' || f."table" || ifnull(f."to", '') || f.on_delete
    FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
    UNION ALL
    SELECT 'unique', t.name, group_concat(c.name) FROM sqlite_master t, pragma_index_list(t.name) i,
        pragma_index_info(i.name) c WHERE t.type = 'table' AND i."unique" AND t.name NOT LIKE 'alembic%'
        GROUP BY t.name, i.name
    UNION ALL
    SELECT 'index', name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
    ORDER BY 1, 2, 3
"""
POSTGRES_SCHEMA = """
    SELECT 'column', c.relname || '.' || attname, format_type(atttypid, atttypmod) || attnotnull::text
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
        AND relname <> 'alembic_version'
    UNION ALL
    SELECT 'constraint', conname, conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%'
    ORDER BY 1, 2
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    postgres.run("CREATE DATABASE empty TEMPLATE template0")
    yield postgres.url("empty")
    postgres.run("DROP DATABASE empty WITH (FORCE)")


@pytest_asyncio.fixture
async def empty(empty_url: str) -> AsyncIterator[Store]:
    store = open_store(empty_url)
    yield store
    await store.close()


async def schema_of(store: Store) -> list[Any]:
    async with store.transaction() as tx:
        rows = await tx.execute(text(SQLITE_SCHEMA if store.is_sqlite else POSTGRES_SCHEMA))
        return [tuple("".join(str(part).split()) for part in row) for row in rows]


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_autogenerate_finds_nothing_left_to_migrate(store: Store) -> None:
    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_makes_the_very_tables_the_code_describes(empty: Store) -> None:
    async with empty.transaction() as tx:
        await tx.run_sync(metadata.create_all)
    described = await schema_of(empty)
    async with empty.transaction() as tx:
        await tx.run_sync(metadata.drop_all)
    await migrate(empty)
    assert await schema_of(empty) == described


async def test_an_empty_database_has_everything_pending_and_then_nothing(empty: Store) -> None:
    assert await pending(empty) == REVISIONS
    assert await migrate(empty) == REVISIONS
    assert await pending(empty) == []


async def test_migrating_again_changes_nothing(store: Store) -> None:
    before = await schema_of(store)
    assert await migrate(store) == []
    assert await schema_of(store) == before


async def test_two_replicas_starting_together_migrate_once(empty_url: str) -> None:
    replicas = [open_store(empty_url) for _ in range(2)]
    applied = await asyncio.gather(*(migrate(replica) for replica in replicas))
    await asyncio.gather(*(replica.close() for replica in replicas))
    assert sorted(applied) == [[], REVISIONS]


async def test_foreign_keys_are_watched_again_after_migrating_sqlite(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path / "new.db"))
    await migrate(store)
    async with store.transaction() as tx:
        assert (await tx.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
    await store.close()


async def test_a_migration_that_breaks_references_is_rolled_back(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path / "broken.db"))
    tables = (
        "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
        "CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))",
    )
    async with store.transaction() as tx:
        for statement in tables:
            await tx.execute(text(statement))
    async with store.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA foreign_keys = OFF")
        await driver.execute("INSERT INTO child VALUES (7)")
    with pytest.raises(BrokenReferences, match="Rows in child refer to rows that are not there"):
        await migrate(store)
    assert await pending(store) == REVISIONS
    await store.close()
