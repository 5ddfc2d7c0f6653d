"""One SQLite file, one connection, and a seat for everybody who writes: what happens at once is kept together.

SQLite lets one writer at a time into a file, and keeping a commit takes the disk some milliseconds in which nobody
else can write. So fifty people who hand in a form at one instant take turns with what they write and share a commit:
whoever is done first asks for it and queues behind those who wait already. Each of them is inside a savepoint, so an
error of one takes back nothing of another. Nobody is told that anything is saved before the disk has it.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import aiosqlite
from aiosqlite.context import contextmanager

from bot.store import right_of_way
from bot.store.one_hop import OneHopCursor, connect, runs_here
from bot.store.right_of_way import GaveWay, gives_way, is_in_the_background

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds somebody waits for a turn."""

FIRST = "BEGIN IMMEDIATE"
FURTHER = "SAVEPOINT one_of_several"
NOT_KEPT = "SQLite took this transaction back; nothing of it was kept"
TAKE_BACK = "ROLLBACK TO one_of_several"


class OneFile:
    """The connection to a file, who has it now, and the commit that several share."""

    def __init__(self, open_file: Callable[[], sqlite3.Connection]) -> None:
        self._open_file = open_file
        self._connection: aiosqlite.Connection | None = None
        self._seats = 0
        self.functions: set[str] = set()
        self._opening = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._together: asyncio.Task[None] | None = None
        self._people_queue = 0
        self._people_wait = False

    async def seat(self) -> "Seat":
        """Somebody who will write. Raises sqlite3.OperationalError when the file cannot be opened."""
        async with self._opening:
            if self._connection is None:
                self._connection = await connect(self._open_file)
            self._seats += 1
        return Seat(self)

    async def leave(self) -> None:
        """One seat fewer; the last one closes the file."""
        self._seats -= 1
        if not self._seats and self._connection is not None:
            connection, self._connection = self._connection, None
            self.functions.clear()
            await connection.close()

    def drop(self, take_back: Callable[[], None]) -> None:
        """One seat fewer, at once: what it did is taken back, and nobody waits for that."""
        if self._connection is not None:
            self._connection._tx.put_nowait((None, take_back))
            self._seats -= 1

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself."""
        if self._connection is None:
            raise ValueError("no active connection")
        return self._connection._conn

    async def run(self, function: Callable[[], T]) -> T:
        """Run something in the file's thread."""
        if self._connection is None:
            raise ValueError("no active connection")
        return cast(T, await self._connection._execute(function))  # type: ignore[no-untyped-call]

    async def take_turn(self, *, alone: bool) -> str:
        """Wait for one's turn; how to begin. `alone` is for what must not stand inside another's transaction."""
        if is_in_the_background():
            await self._acquire()
            await self._let_people_pass()
        else:
            self._people_queue += 1
            try:
                await self._acquire()
            finally:
                self._people_queue -= 1
        while alone and self._together is not None:
            await self._let_them_commit()
        return FIRST if self._together is None else FURTHER

    def make_room(self) -> None:
        """Stop whoever has the turn, where it can be done again and people queue. Raises GaveWay."""
        if self._people_queue and gives_way():
            raise GaveWay

    def end_turn(self) -> None:
        """Let the next one have it."""
        self._turn.release()

    async def keep(self) -> None:
        """End one's turn, and wait until what was done in it is kept. Raises sqlite3.Error when it was not."""
        if self._together is None:
            self._together = asyncio.create_task(self._commit_in_turn())
        self._people_wait |= not is_in_the_background()
        together = self._together
        self.end_turn()
        await asyncio.shield(together)

    async def _let_people_pass(self) -> None:
        # Somebody at a door came later, or waits for a commit: nothing that nobody waits for is put before it.
        until = time.monotonic() + right_of_way.PATIENCE
        while (self._people_queue or self._people_wait) and time.monotonic() < until:
            if self._people_wait:
                await self._let_them_commit()
            else:
                self.end_turn()
                await self._acquire()

    async def _let_them_commit(self) -> None:
        if self._together is None:
            return
        together = self._together
        self.end_turn()
        await asyncio.wait([together])
        await self._acquire()

    async def _acquire(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._turn.acquire()
        except TimeoutError as error:
            raise sqlite3.OperationalError(f"nobody else could write for {PATIENCE:.0f} seconds") from error

    async def _commit_in_turn(self) -> None:
        async with self._turn:
            self._together, self._people_wait = None, False
            await self.run(self._commit)

    def _commit(self) -> None:
        if not self.raw.in_transaction:
            raise sqlite3.OperationalError(NOT_KEPT)
        try:
            self.raw.commit()
        except sqlite3.Error:
            self.raw.rollback()
            raise


class Seat:
    """What SQLAlchemy takes for a connection. What begins a transaction travels with its first statement."""

    _iter_chunk_size = 64

    def __init__(self, file: OneFile) -> None:
        self._file: OneFile | None = file
        self._has_turn = self._has_begun = False
        self._beginning = FIRST

    @property
    def _connection(self) -> OneFile | None:
        # The driver's adapter asks whether there is still something to commit or roll back.
        return self._file

    @property
    def _here(self) -> OneFile:
        if self._file is None:
            raise ValueError("no active connection")
        return self._file

    async def begin(self) -> None:
        """Wait for one's turn."""
        self._beginning = await self._here.take_turn(alone=False)
        self._has_turn, self._has_begun = True, False

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        """A new cursor."""
        return OneHopCursor(cast(aiosqlite.Connection, self), self._here.raw.cursor())

    @contextmanager
    async def execute(self, sql: str, parameters: Any = ()) -> aiosqlite.Cursor:
        """Run one statement."""
        return await (await self.cursor()).execute(sql, parameters)

    async def apart(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run something outside any transaction."""
        return await self._execute(lambda: function(self._here.raw))

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        """Give SQL a function; all seats share it, so the first one's stays."""
        if arguments[0] not in self._here.functions:
            self._here.functions.add(arguments[0])
            await self._execute(partial(self._here.raw.create_function, *arguments, **options))

    async def commit(self) -> None:
        """Keep what was done since `begin`."""
        if not self._has_turn:
            return
        self._has_turn = False
        if self._has_begun:
            await self._here.keep()
        else:
            self._here.end_turn()

    async def rollback(self) -> None:
        """Take back what was done since `begin`."""
        if not self._has_turn:
            return
        self._has_turn = False
        try:
            await self._here.run(self._take_back)
        finally:
            self._here.end_turn()

    async def close(self) -> None:
        """Stand up."""
        if self._file is None:
            return
        file = self._file
        try:
            await self.rollback()
        finally:
            self._file = None
            await file.leave()

    def stop(self) -> None:
        """Stand up at once, where nobody can wait for it."""
        if self._file is None:
            return
        self._file.drop(partial(self._take_back_in, self._file.raw))
        if self._has_turn:
            self._file.end_turn()
        self._file, self._has_turn = None, False

    async def _execute(self, function: Callable[..., T], *arguments: Any) -> T:
        if self._has_turn:
            within = partial(self._in_transaction, function, *arguments)
            # The first statement waits for other programs, and behind what is being taken back.
            is_here = self._has_begun and await runs_here()
            if self._has_begun:
                self._here.make_room()
            return within() if is_here else await self._here.run(within)
        await self._here.take_turn(alone=True)
        try:
            return await self._here.run(partial(function, *arguments))
        finally:
            self._here.end_turn()

    def _in_transaction(self, function: Callable[..., T], *arguments: Any) -> T:
        raw = self._here.raw
        if not raw.in_transaction and (self._has_begun or self._beginning == FURTHER):
            # Some errors make SQLite take everything back: what others did is gone, and must not go on without them.
            raise sqlite3.OperationalError(NOT_KEPT)
        if not self._has_begun:
            raw.execute(self._beginning)
            self._has_begun = True
        return function(*arguments)

    def _take_back(self) -> None:
        self._take_back_in(self._here.raw)

    def _take_back_in(self, raw: sqlite3.Connection) -> None:
        if not self._has_begun or not raw.in_transaction:
            return
        if self._beginning == FIRST:
            raw.rollback()
        else:
            raw.execute(TAKE_BACK)
