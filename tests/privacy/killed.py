"""A process that is killed while it seals, at every statement in turn, and starts again each time.

Run as `python -m tests.privacy.killed DATABASE_URL KEYS`. It says in JSON how things stood after each of its deaths.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.store.ballots import find
from bot.store.engine import Store, open_store
from bot.store.keys import KeyFolder
from bot.store.tables import anonymous_round, ballot, delivery, dm_hour, prompt, result, round_, sealed_text
from tests.privacy.office import CLOSE, Office

COUNTED = (ballot, prompt, result, sealed_text, delivery, dm_hour)
MOST = 200


class Deadline:
    """Kills this process, as a power cut does, when it has been asked so many times."""

    def __init__(self, after: int) -> None:
        self._left = after

    def tick(self, *_: Any) -> None:
        """One step more."""
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalKeys(KeyFolder):
    """Keys whose owner may die before and after each use of them."""

    def __init__(self, folder: Path, deadline: Deadline) -> None:
        super().__init__(folder)
        self._deadline = deadline

    async def read(self, name: str) -> bytes | None:
        """A key."""
        self._deadline.tick()
        return await super().read(name)

    async def destroy(self, name: str) -> None:
        """No key."""
        self._deadline.tick()
        await super().destroy(name)
        self._deadline.tick()


def main(url: str, folder: Path) -> list[dict[str, Any]]:
    """Die at the first step, at the second, and so on; begin anew once the round is sealed, until nothing is left."""
    told: list[dict[str, Any]] = []
    step = 1
    while step < MOST:
        died = _die(partial(_seal, url, folder, step))
        stands = asyncio.run(_look(url, folder))
        told.append({"step": step, "died": died, **stands})
        if not died and stands["state"] == "open":
            # The server has not noticed yet that whoever held the round is gone.
            time.sleep(0.05)
        elif not died:
            return told
        else:
            was_open = len(told) < 2 or told[-2]["state"] == "open"
            step = 1 if was_open and stands["state"] != "open" else step + 1
    return told


def _die(work: Callable[[], None]) -> bool:
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise SystemExit("the work failed by itself")
    return os.WIFSIGNALED(status)


def _seal(url: str, folder: Path, step: int) -> None:
    deadline = Deadline(step)
    store = open_store(url)
    for name in ("before_cursor_execute", "commit", "rollback"):
        event.listen(store.engine.sync_engine, name, deadline.tick)
    asyncio.run(_close_and_destroy(store, MortalKeys(folder, deadline)))


async def _close_and_destroy(store: Store, keys: KeyFolder) -> None:
    office = Office(store, keys)
    await office.close(CLOSE)
    await office.destroy()
    await store.close()


async def _look(url: str, folder: Path) -> dict[str, Any]:
    store = open_store(url)
    try:
        async with store.transaction() as tx:
            (row,) = (await tx.execute(round_.select())).all()
            anonymous = await find(tx, row.id)
            key_name = (await tx.execute(anonymous_round.select())).one().key_name
            counts = {table.name: len((await tx.execute(table.select())).all()) for table in COUNTED}
    finally:
        await store.close()
    assert anonymous is not None
    return {
        "state": row.state,
        "seal": anonymous.state,
        "answered": anonymous.answered,
        "named": key_name is not None,
        "key": bool(await KeyFolder(folder).names("round-")),
        **counts,
    }


if __name__ == "__main__":
    json.dump(main(sys.argv[1], Path(sys.argv[2])), sys.stdout)
