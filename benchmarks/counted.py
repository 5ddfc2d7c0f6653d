"""Drumbeat as it is, counting what it asks of SQLite: `python -m benchmarks.counted FILE`; `taken` reads it.

Wall times say as much about the machine as about us. How often the file is asked, and by whom, does not.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiosqlite

from bot.cli.commands import main
from bot.store.one_file import OneFile
from bot.store.one_hop import OneHopCursor
from bot.store.right_of_way import is_in_the_background

PATIENCE = 5.0
_counted: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was asked of SQLite until now by people and by the background, how often it kept a commit, and how many
    seconds of a processor all of it took."""

    people: int
    background: int
    commits: int
    seconds: float

    def __add__(self, more: "Taken") -> "Taken":
        return Taken(
            self.people + more.people,
            self.background + more.background,
            self.commits + more.commits,
            self.seconds + more.seconds,
        )

    def __sub__(self, before: "Taken") -> "Taken":
        return Taken(
            self.people - before.people,
            self.background - before.background,
            self.commits - before.commits,
            self.seconds - before.seconds,
        )


async def taken(pid: int, file: Path) -> Taken:
    """Ask a counted Drumbeat for its figures."""
    return await asyncio.to_thread(_taken, pid, file)


def _taken(pid: int, file: Path) -> Taken:
    file.unlink(missing_ok=True)
    os.kill(pid, signal.SIGUSR1)
    until = time.monotonic() + PATIENCE
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.01)
    return Taken(**json.loads(file.read_text("utf-8")))


def _count() -> None:
    execute, many, commit = OneHopCursor.execute, OneHopCursor.executemany, OneFile._commit

    async def counted_execute(self: OneHopCursor, *arguments: Any) -> OneHopCursor:
        _count_one()
        return await execute(self, *arguments)

    async def counted_many(self: OneHopCursor, *arguments: Any) -> aiosqlite.Cursor:
        _count_one()
        return await many(self, *arguments)

    def counted_commit(self: OneFile) -> None:
        _counted["commits"] += 1
        commit(self)

    OneHopCursor.execute, OneHopCursor.executemany = counted_execute, counted_many  # type: ignore
    OneFile._commit = counted_commit  # type: ignore[method-assign]


def _count_one() -> None:
    _counted["background" if is_in_the_background() else "people"] += 1


def _tell(file: Path) -> None:
    figures = {name: _counted[name] for name in ("people", "background", "commits")}
    new = file.with_suffix(".new")
    new.write_text(json.dumps({**figures, "seconds": time.process_time()}), "utf-8")
    new.rename(file)


if __name__ == "__main__":
    _count()
    file = Path(sys.argv[1])
    signal.signal(signal.SIGUSR1, lambda *_: _tell(file))
    sys.exit(main(["run"]))
