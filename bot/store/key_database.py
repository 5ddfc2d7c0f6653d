"""Keys in a PostgreSQL of their own, which has no backups: for machines without a lasting disk that they share.

It must not be the database of the answers, nor travel in its backups: whoever has both has everything.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, delete, event, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.values.errors import NoPlaceForKeys

SAME_DATABASE = (
    "DRUMBEAT_KEYS names a database that holds Drumbeat's own tables. Keys that lie beside the answers, or in their"
    " backups, protect nobody: name another PostgreSQL, or a folder."
)
_SETTINGS = "SET statement_timeout = '5s'; SET lock_timeout = '2s'"
_PATIENCE = 5
# Of two processes that make it at the same instant, one is told that it is there.
_MADE_ONCE = """
DO $$ BEGIN
    CREATE TABLE IF NOT EXISTS drumbeat_key (name varchar(64) PRIMARY KEY, key bytea NOT NULL);
EXCEPTION WHEN duplicate_table OR unique_violation THEN NULL;
END $$
"""

drumbeat_key = Table(
    "drumbeat_key",
    MetaData(),
    Column("name", String(64), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)


class KeyDatabase:
    """Keys in one table of a second PostgreSQL, made where it is missing."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            url,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
            pool_size=2,
            max_overflow=2,
            pool_timeout=_PATIENCE,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _PATIENCE},
        )
        event.listen(self._engine.sync_engine, "connect", _prepare)
        self._is_ready = False

    async def add(self, name: str, key: bytes) -> None:
        """Raises NoPlaceForKeys."""
        async with self._connection() as connection:
            await connection.execute(insert(drumbeat_key).values(name=name, key=key))

    async def read(self, name: str) -> bytes | None:
        """Raises NoPlaceForKeys."""
        query = select(drumbeat_key.c.key).where(drumbeat_key.c.name == name)
        async with self._connection() as connection:
            key: bytes | None = (await connection.execute(query)).scalar_one_or_none()
        return None if key is None else bytes(key)

    async def destroy(self, name: str) -> None:
        """Raises NoPlaceForKeys."""
        async with self._connection() as connection:
            await connection.execute(delete(drumbeat_key).where(drumbeat_key.c.name == name))
            # A deleted row stays in its file until something is written over it. The few keys that are left are
            # written into a new file, and the old one goes.
            await connection.execute(text("VACUUM FULL drumbeat_key"))

    async def names(self, prefix: str) -> Sequence[str]:
        """Raises NoPlaceForKeys."""
        query = select(drumbeat_key.c.name).where(drumbeat_key.c.name.startswith(prefix, autoescape=True))
        async with self._connection() as connection:
            return sorted((await connection.execute(query)).scalars())

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                await self._make_ready(connection)
                yield connection
        except (DBAPIError, OSError, TimeoutError) as error:
            # What the driver says may repeat the statement, and with it a key.
            raise NoPlaceForKeys(
                f"The database for keys cannot be used ({type(error).__name__}). Whoever runs Drumbeat: see"
                " `drumbeat doctor`."
            ) from None

    async def _make_ready(self, connection: AsyncConnection) -> None:
        if self._is_ready:
            return
        ours = await connection.execute(text("SELECT to_regclass('anonymous_round') IS NOT NULL"))
        if ours.scalar_one():
            raise NoPlaceForKeys(SAME_DATABASE)
        await connection.execute(text(_MADE_ONCE))
        self._is_ready = True


def _prepare(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    connection.execute(_SETTINGS)
