"""Wiping: what was deleted is gone from the files too, as far as the database lets us see to it.

SQLite overwrites what is deleted (`secure_delete`), and its write-ahead log is emptied here. PostgreSQL keeps deleted
rows until it is told to clear them up; its archive of the write-ahead log, where there is one, keeps ciphertext for
as long as it is kept.
"""

import logging
import sqlite3
from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError

from bot.store.engine import Store
from bot.store.tables import (
    anonymous_round,
    answer_draft,
    ballot,
    delivery,
    dm_hour,
    metadata,
    prompt,
    round_,
)

log = logging.getLogger(__name__)

TOUCHED = (ballot, prompt, delivery, dm_hour, answer_draft, round_, anonymous_round)
"""Where sealing deletes and changes rows."""

EVERYWHERE = tuple(metadata.sorted_tables)
"""Where erasing, retention and uninstalling do."""

PATIENCE = 250
"""Milliseconds the write-ahead log waits for readers: meanwhile nobody else writes."""
CLEARING_UP = "SET statement_timeout = '10min'; SET lock_timeout = '3s'"


async def wipe(store: Store, tables: Collection[Table] = TOUCHED) -> bool:
    """Clear up what these tables held; False where somebody still reads it, and it has to be tried again."""
    return await (_empty_log(store) if store.is_sqlite else _vacuum(store, tables))


async def _empty_log(store: Store) -> bool:
    async with store.engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        return bool(await driver.apart(_truncate))


def _truncate(raw: sqlite3.Connection) -> bool:
    (patience,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout={PATIENCE}")
    try:
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.execute(f"PRAGMA busy_timeout={patience}")
    return not busy


async def _vacuum(store: Store, tables: Collection[Table]) -> bool:
    """As well as it can be done: rows that an old transaction still sees are left to autovacuum."""
    names = ", ".join(f'"{table.name}"' for table in tables)
    async with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        try:
            await connection.execute(text(CLEARING_UP))
            await connection.execute(text(f"VACUUM {names}"))
        except DBAPIError as error:
            log.warning("PostgreSQL could not clear up what was deleted; autovacuum will: %s", error.orig)
        finally:
            # What was set would go back into the pool with the connection.
            await connection.invalidate()
    return True
