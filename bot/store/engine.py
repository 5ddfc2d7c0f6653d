"""One engine per process, and the transactions use cases own."""

import math
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.aside import Aside
from bot.store.one_file import OneFile
from bot.store.one_hop import brief, connect
from bot.store.right_of_way import PATIENCE, GaveWay, RightOfWay, begins_anew

T = TypeVar("T")

Transaction = AsyncConnection
"""What the named queries of this package take; it commits when the use case's block ends without an error."""

# A replica frozen inside a transaction must not hold the others up: measured, a frozen holder of one row lock
# tripled the time of a fan-out until the server was told to cut it off.
POSTGRES_SESSION = (
    "SET idle_in_transaction_session_timeout = '5s'; SET lock_timeout = '3s'; SET statement_timeout = '20s'"
)
# Whoever reads aside puts together in between, and locks nothing.
POSTGRES_ASIDE = "SET idle_in_transaction_session_timeout = '60s'"
WRITING = ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
READING = ("busy_timeout=10000", "query_only=ON")

TRUSTED = 1.0
"""Seconds in which a connection to PostgreSQL that was used is taken to be there still."""

SEATS = 64
"""How many write to SQLite at the same time, taking turns."""
READERS = 2
"""How many read an SQLite file at the same time, and how many read aside."""
POSTGRES_READERS = 4
"""The same on PostgreSQL, where whoever looks something up keeps a connection for the way there and back."""


class StoreUnavailable(Exception):
    """The database cannot be reached, read or written. The message says what the driver said."""


class Store:
    """The database, seen as transactions, and as what one may read beside them."""

    def __init__(self, engine: AsyncEngine, readers: AsyncEngine, aside: Aside) -> None:
        self._engine, self._readers, self._aside = engine, readers, aside
        self.right_of_way = RightOfWay()

    @property
    def engine(self) -> AsyncEngine:
        """The engine, for migrations and health checks."""
        return self._engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a file on this machine."""
        return self._engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self, *, is_brief: bool = False) -> AsyncIterator[Transaction]:
        """One transaction: commits at the end, rolls back on any error. The background lets people pass first.

        Brief is one whose statements all find a few rows by key: see `one_hop`.
        """
        await self.right_of_way.give()
        with brief(is_brief):
            async with self._engine.begin() as connection:
                yield connection

    async def giving_way(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """What `work` does in a brief transaction of the background. When people come to SQLite's one turn meanwhile
        it is taken back and done again after them, so nothing but the database may know of it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with begins_anew():
                    async with self.transaction(is_brief=True) as tx:
                        return await work(tx)
            except GaveWay:
                continue
        async with self.transaction(is_brief=True) as tx:
            return await work(tx)

    @asynccontextmanager
    async def reading(self, *, is_brief: bool = False) -> AsyncIterator[Transaction]:
        """For looking things up: nothing may be written or locked. Each query sees what is committed right then, and
        waits for nobody who writes."""
        await self.right_of_way.give()
        with brief(is_brief):
            async with self._readers.connect() as connection:
                yield connection

    async def aside(self, work: Callable[[Transaction], Awaitable[T]], *, is_brief: bool = False) -> T:
        """For what takes long to read and to put together: done in a thread of its own, while the event loop goes on.
        Nothing may be written; every query sees what was committed when the first one began.

        Brief is a page of something: it is read in one go, and what else is read aside waits for that.
        """
        await self.right_of_way.give()
        with brief(is_brief):
            return await self._aside.do(work)

    async def close(self) -> None:
        """Close every connection."""
        await self._aside.close()
        await self._readers.dispose()
        await self._engine.dispose()


def open_store(url: str) -> Store:
    """A store for a URL as `config.settings` gives it: `sqlite+aiosqlite:///…` or `postgresql+psycopg://…`."""
    if make_url(url).get_backend_name() == "sqlite":
        path = make_url(url).database or ""
        aside = Aside(partial(_sqlite_aside, url, path))
        return Store(_sqlite_engine(url, path), _sqlite_readers(url, path), aside)
    return Store(_postgres_engine(url), _postgres_readers(url), Aside(partial(_postgres_aside, url)))


async def machine_now(tx: Transaction) -> float:
    """Seconds since 1970 by the clock all replicas share: the database's, or this machine's for SQLite."""
    if tx.dialect.name == "sqlite":
        return time.time()
    return float((await tx.execute(text("SELECT extract(epoch FROM clock_timestamp())"))).scalar_one())


async def check_usable(store: Store) -> None:
    """Raise StoreUnavailable unless the database can be opened and written."""
    try:
        async with store.transaction() as tx:
            if store.is_sqlite:
                await tx.execute(text("CREATE TABLE IF NOT EXISTS drumbeat_probe (x INTEGER)"))
                await tx.execute(text("DROP TABLE drumbeat_probe"))
            else:
                await tx.execute(text("CREATE TEMPORARY TABLE drumbeat_probe (x INTEGER) ON COMMIT DROP"))
    except (DBAPIError, OSError) as error:
        raise StoreUnavailable(str(getattr(error, "orig", None) or error)) from error


def _sqlite_engine(url: str, path: str) -> AsyncEngine:
    # One connection: more of them only fight for the one write lock (measured p99 725 ms against 19 ms).
    seats = OneFile(partial(_open, path, WRITING)).seat
    engine = create_async_engine(
        url,
        hide_parameters=True,  # in errors, which are logged: they hold what people wrote
        async_creator=seats,
        pool_size=SEATS,
        max_overflow=0,
        pool_timeout=30,
        pool_use_lifo=True,  # no more seats are taken than there are people who write at once
    )

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.connection.dbapi_connection.run_async(lambda seat: seat.begin())

    return engine


def _sqlite_readers(url: str, path: str, **options: Any) -> AsyncEngine:
    # In write-ahead mode who reads and who writes do not wait for each other.
    reader = partial(connect, partial(_open, path, READING))
    how = {"isolation_level": "AUTOCOMMIT"} | options
    return create_async_engine(
        url, hide_parameters=True, async_creator=reader, pool_size=READERS, max_overflow=0, **how
    )


def _sqlite_aside(url: str, path: str) -> AsyncEngine:
    engine = _sqlite_readers(url, path, isolation_level=None)

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        # Without it each statement would see what is committed by then.
        connection.exec_driver_sql("BEGIN")

    return engine


def _open(path: str, pragmas: Sequence[str]) -> sqlite3.Connection:
    # The driver's own BEGIN is deferred and fails when it upgrades to a writer: without a level it leaves that to us.
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    if pragmas is WRITING:
        _write_ahead(connection)
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    # Two processes that open a new file together: the switch fails at once, whatever the busy timeout says.
    for patience in (0.05, 0.1, 0.2, 0.4, 0.8, None):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if patience is None or "locked" not in str(error):
                raise
            time.sleep(patience)
        else:
            return


def _postgres_readers(url: str) -> AsyncEngine:
    # Nothing is ever begun, so there is nothing to switch on, to switch off or to take back around each look.
    how = {"isolation_level": "AUTOCOMMIT", "pool_size": POSTGRES_READERS, "pool_reset_on_return": None}
    return _postgres_engine(url, POSTGRES_SESSION, **how)


def _postgres_aside(url: str) -> AsyncEngine:
    size = {"pool_size": READERS, "max_overflow": 0, "pool_timeout": 30}
    session = f"{POSTGRES_SESSION}; {POSTGRES_ASIDE}"
    engine = _postgres_engine(url, session, isolation_level="REPEATABLE READ", **size)
    return engine.execution_options(postgresql_readonly=True)


def _replace_cut_connections(engine: AsyncEngine) -> None:
    # Asking at every use, as SQLAlchemy offers, is one way there and back more for each of a press's transactions.
    dialect = engine.sync_engine.dialect

    @event.listens_for(engine.sync_engine, "checkin")
    def returned(_connection: Any, record: Any) -> None:
        record.info["returned"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def lent(connection: Any, record: Any, _user: Any) -> None:
        if time.monotonic() - record.info.get("returned", math.inf) < TRUSTED:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def _postgres_engine(url: str, session: str = POSTGRES_SESSION, **options: Any) -> AsyncEngine:
    size = {"pool_size": 8, "max_overflow": 4, "pool_timeout": 10} | options
    # Who was used last is used next: it need not be asked whether it is there, and knows what is asked most.
    engine = create_async_engine(url, hide_parameters=True, pool_use_lifo=True, **size)
    _replace_cut_connections(engine)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        is_one_by_one, connection.autocommit = connection.autocommit, True
        connection.execute(session)
        connection.autocommit = is_one_by_one

    return engine
