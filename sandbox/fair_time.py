"""Real time as it would pass on a machine that has nothing else to do.

A deadline of Slack's is about the app. Where tests share a few cores with one another, whoever is ready and has to
wait for a core has not been slow, and that wait is taken off.
"""

import asyncio
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

_WAITS = Path("/proc/thread-self/schedstat")

T = TypeVar("T")


def seconds() -> float:
    """Seconds on a clock that stands still while this thread is ready and waits for a core. Never goes back."""
    return time.monotonic() - _waited_for_a_core()


def _waited_for_a_core() -> float:
    try:
        return int(_WAITS.read_text("ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0  # only Linux tells


async def within(limit: float, work: Awaitable[T]) -> T:
    """What comes of `work`, which is cancelled after `limit` such seconds. Raises TimeoutError then."""
    task = asyncio.ensure_future(work)
    end = seconds() + limit
    try:
        while (left := end - seconds()) > 0:
            if (await asyncio.wait({task}, timeout=left))[0]:
                return task.result()
        raise TimeoutError
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
