"""What a copy of a database remembers of its past: each transaction by itself, as far as it can still be told.

SQLite's write-ahead log holds every page as each transaction left it, so that whoever has a copy of it sees them
happen one after the other. PostgreSQL keeps with each row which transaction wrote it, and which one held it last.
"""

import os
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from sqlalchemy import text

from bot.store.engine import Store

Files = Mapping[str, bytes]
"""A copy of the folder a database lies in: what is in each file, by its name."""

DATABASE = "drumbeat.db"
_WAL_HEADER, _FRAME_HEADER = 32, 24
_TELLS_NOTHING = {"body", "questions", "rules"}
_TELLS = {"round_id", "prompt_id", "loop_id", "member_id", "raiser_id", "actor_id", "slot", "box", "text"}
"""By these columns somebody, a round or an answer is recognised; tables without any of them are passed over."""


def copied(folder: Path) -> Files:
    """What an administrator's backup takes: the folder of the database, with whatever lies in it."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {path.name: path.read_bytes() for path in files}


class Seen(NamedTuple):
    """A row of a table that a transaction wrote or deleted."""

    table: str
    row: Mapping[str, Any]


Deed = list[Seen]
"""What one transaction did; of some that lie too far back, what several of them did together."""


class Replay:
    """Copies of one SQLite database, one after the other, replayed transaction by transaction."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "replayed.db"
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT)
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        self._log, self._replayed, self._changes, self._shape = b"", 0, 0, -1
        self._queries: dict[str, tuple[list[str], str]] = {}
        self._last: dict[str, set[tuple[Any, ...]]] = defaultdict(set)

    def __enter__(self) -> "Replay":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._connection.close()
        os.close(self._file)

    def deeds(self, copy: Files) -> Iterator[Deed]:
        """What was done since the copy before this one."""
        log = copy.get(f"{DATABASE}-wal", b"")
        generation = log[16:24]
        if generation != self._log or not log:
            self._log, self._replayed = generation, 0
            self._start_with(copy[DATABASE])
            yield self._difference()
        size = int.from_bytes(log[8:12], "big") + _FRAME_HEADER
        for start in range(_WAL_HEADER + self._replayed * size, len(log) - size + 1, size):
            page, is_commit, salt = struct.unpack(">II8s", log[start : start + 16])
            if salt != generation:
                break
            self._write(page, log[start + _FRAME_HEADER : start + size])
            self._replayed += 1
            if is_commit:
                self._touch()
                yield self._difference()

    @property
    def rows(self) -> list[Seen]:
        """What stands in the database now."""
        return [
            Seen(table, dict(zip(columns, row, strict=True)))
            for table, (columns, _) in self._queries.items()
            for row in self._last[table]
        ]

    def _start_with(self, database: bytes) -> None:
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, database, 0)
        self._touch()

    def _look_for_tables(self) -> None:
        tables = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            found = [name for _, name, *_ in self._connection.execute(f'PRAGMA table_info("{table}")')]
            if _TELLS & {*found}:
                columns = [name for name in found if name not in _TELLS_NOTHING]
                names = ", ".join(f'"{name}"' for name in columns)
                self._queries[table] = columns, f'SELECT {names} FROM "{table}"'

    def _write(self, page: int, content: bytes) -> None:
        os.pwrite(self._file, content, (page - 1) * len(content))

    def _touch(self) -> None:
        """Have the file read without its log, and anew."""
        self._changes += 1
        os.pwrite(self._file, b"\x01\x01", 18)
        os.pwrite(self._file, self._changes.to_bytes(4, "big"), 24)

    def _difference(self) -> Deed:
        deed: Deed = []
        (shape,) = self._connection.execute("PRAGMA schema_version").fetchone()
        if shape != self._shape:
            self._shape = shape
            self._look_for_tables()
        for table, (columns, query) in self._queries.items():
            rows = set(self._connection.execute(query))
            if rows != self._last[table]:
                # What it was before comes first: the last thing seen of a row is how it stands.
                for row in (*(self._last[table] - rows), *(rows - self._last[table])):
                    deed.append(Seen(table, dict(zip(columns, row, strict=True))))
                self._last[table] = rows
        return deed


class Rows:
    """A PostgreSQL database, as whoever may read its rows sees it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rows: list[Seen] = []

    async def deeds(self) -> list[Deed]:
        """Which rows were written, or held, by the same transaction."""
        self.rows, deeds = [], defaultdict[str, Deed](list)
        async with self._store.reading() as tx:
            tables = await tx.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
            for table in list(tables.scalars()):
                query = text(f'SELECT t.xmin::text AS xmin, t.xmax::text AS xmax, t.* FROM "{table}" t')
                for found in await tx.execute(query):
                    row = dict(found._mapping)
                    for transaction in {row.pop("xmin"), row.pop("xmax")} - {"0"}:
                        deeds[transaction].append(Seen(table, row))
                    self.rows.append(Seen(table, row))
        return list(deeds.values())
