"""Bringing the tables up to date. Alembic is imported here alone, and only when it is needed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Store, StoreUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

# Any number will do, as long as every replica takes the same one: "beat" in ASCII.
ADVISORY_LOCK = 0x62656174
PATIENCE = "SET LOCAL lock_timeout = '120s'; SET LOCAL statement_timeout = 0"


PAUSES_BEFORE_TRYING_AGAIN = (0.05, 0.1, 0.2)
"""Seconds."""


class BrokenReferences(Exception):
    """A migration would have left rows that refer to nothing; it was rolled back."""


class NewerDatabase(Exception):
    """The database was migrated by a newer Drumbeat than this one."""


async def migrate(store: Store) -> list[str]:
    """Apply every pending revision in one transaction and name them, oldest first.

    Replicas that start together wait for one another: the second finds nothing to do. Raises NewerDatabase,
    BrokenReferences, and StoreUnavailable with what the driver said.
    """
    upgrade = _upgrade_sqlite if store.is_sqlite else _upgrade_postgres
    async with _connection(store) as connection:
        return await upgrade(connection)


async def pending(store: Store) -> list[str]:
    """The revisions the database has not seen yet, oldest first. Raises NewerDatabase and StoreUnavailable."""
    async with _connection(store) as connection:
        return await connection.run_sync(_pending)


@asynccontextmanager
async def _connection(store: Store) -> AsyncIterator[AsyncConnection]:
    try:
        connection = await _connected(store)
        try:
            yield connection
        finally:
            await connection.close()
    except (DBAPIError, OSError) as error:
        raise StoreUnavailable(str(getattr(error, "orig", None) or error)) from error


async def _connected(store: Store) -> AsyncConnection:
    # Two processes that open a new SQLite file at the same instant both switch it to WAL, which SQLite refuses
    # to one of them at once, without the patience it has for everything else.
    for pause in PAUSES_BEFORE_TRYING_AGAIN:
        try:
            return await store.engine.connect()
        except OperationalError as error:
            if "locked" not in str(error.orig):
                raise
            await asyncio.sleep(pause)
    return await store.engine.connect()


async def _upgrade_sqlite(connection: AsyncConnection) -> list[str]:
    # A batch migration copies a table and drops the old one; with foreign keys on, that would delete the rows
    # of every table that refers to it. The switch is ignored inside a transaction, so it is thrown around it.
    await _sqlite_foreign_keys(connection, on=False)
    try:
        async with connection.begin():
            applied = await connection.run_sync(_upgrade)
            await _check_references(connection)
    finally:
        await _sqlite_foreign_keys(connection, on=True)
    return applied


async def _sqlite_foreign_keys(connection: AsyncConnection, *, on: bool) -> None:
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


async def _check_references(connection: AsyncConnection) -> None:
    if broken := (await connection.execute(text("PRAGMA foreign_key_check"))).all():
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise BrokenReferences(f"Rows in {tables} refer to rows that are not there.")


async def _upgrade_postgres(connection: AsyncConnection) -> list[str]:
    async with connection.begin():
        for statement in PATIENCE.split(";"):
            await connection.execute(text(statement))
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        return await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> list[str]:
    applied = _pending(connection)
    if applied:
        from alembic import command

        command.upgrade(_config(connection), "head")
    return applied


def _pending(connection: Connection) -> list[str]:
    # Alembic weighs ten megabytes, which a process that has nothing to migrate need not carry.
    if _is_current(connection):
        return []
    return _revisions_after(connection)


def _is_current(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    seen = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return seen == [newest_revision()]


def newest_revision() -> str:
    """The revision the code expects: the last of the numbers the files in `migrations/versions` start with."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _revisions_after(connection: Connection) -> list[str]:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError
    from alembic.util import CommandError

    script = ScriptDirectory.from_config(_config(connection))
    seen = MigrationContext.configure(connection).get_current_heads()
    try:
        revisions = list(script.iterate_revisions("heads", seen or "base"))
    except (CommandError, RevisionError) as error:
        raise NewerDatabase(
            f"The database is at {', '.join(seen)}, which this Drumbeat does not know."
        ) from error
    return [revision.revision for revision in reversed(revisions)]


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
