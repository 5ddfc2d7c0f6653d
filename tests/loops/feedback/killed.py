"""A process that is killed while it makes the morning round, at every statement and key in turn, and starts again.

Run as `python -m tests.loops.feedback.killed DATABASE_URL KEYS`. It says in JSON how things stood after each death.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from bot.jobs.hand_on_feedback import hand_on_feedback
from bot.store.engine import Store, open_store
from bot.store.keys import KeyFolder
from bot.store.tables import giver, loop, waiting_feedback
from bot.wiring import LOOP_WORDING
from tests.loops.feedback.company import BATCH
from tests.privacy.killed import Deadline, MortalKeys

MOST = 300


class MortalWithEachKey(MortalKeys):
    """One who may also die before and after a key is put there."""

    async def add(self, name: str, key: bytes) -> None:
        """A new key."""
        self._deadline.tick()
        await super().add(name, key)
        self._deadline.tick()


def main(url: str, folder: Path) -> list[dict[str, Any]]:
    """Die at the first step, at the second, and so on, until the round is made without dying."""
    told: list[dict[str, Any]] = []
    # What differs between the two databases is what becomes of a transaction, not where it is cut off.
    for step in range(1, MOST, 1 if url.startswith("sqlite") else 4):
        while True:
            died = _die(url, folder, step)
            stands = asyncio.run(_in(url, lambda store: _look(store, folder)))
            if died or not stands["waiting"]:
                break
            # The server has not noticed yet that whoever held the workspace is gone.
            time.sleep(0.05)
        told.append({"step": step, "died": died, **stands})
        if not died:
            break
    return told


def _die(url: str, folder: Path, step: int) -> bool:
    child = os.fork()
    if not child:
        asyncio.run(_in(url, lambda store: _round(store, folder, step)))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise SystemExit("the work failed by itself")
    return os.WIFSIGNALED(status)


async def _in(url: str, work: Callable[[Store], Awaitable[Any]]) -> Any:
    store = open_store(url)
    try:
        return await work(store)
    finally:
        await store.close()


async def _round(store: Store, folder: Path, step: int) -> None:
    deadline = Deadline(step)
    for name in ("before_cursor_execute", "commit", "rollback"):
        event.listen(store.engine.sync_engine, name, deadline.tick)
    await hand_on_feedback(store, MortalWithEachKey(folder, deadline), LOOP_WORDING, BATCH)


async def _look(store: Store, folder: Path) -> dict[str, Any]:
    keys = KeyFolder(folder)
    async with store.transaction() as tx:
        titles = (await tx.execute(select(loop.c.title).order_by(loop.c.title))).scalars().all()
        waiting = len((await tx.execute(select(waiting_feedback.c.id))).all())
        known = set((await tx.execute(select(giver.c.key_name))).scalars())
    there = set(await keys.names("giver-"))
    return {
        "titles": list(titles),
        "waiting": waiting,
        "lost": len(known - there),
        "stray": len(there - known),
        "keys_of_waiting": len(await keys.names("feedback-")),
    }


if __name__ == "__main__":
    json.dump(main(sys.argv[1], Path(sys.argv[2])), sys.stdout)
