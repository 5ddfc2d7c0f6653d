"""For how long at a stretch the event loop does nothing else: so long everybody waits who pressed something."""

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")

BETWEEN = 0.001
"""Seconds between two looks at the loop."""


async def longest_stretch(work: Awaitable[T]) -> tuple[T, float]:
    """What comes of this work, and the longest time in seconds for which nothing else had its turn meanwhile."""
    gaps = [0.0]
    looking = asyncio.create_task(_look(gaps))
    # The first look is taken before the work begins.
    await asyncio.sleep(0)
    try:
        done = await work
        await asyncio.sleep(2 * BETWEEN)
    finally:
        looking.cancel()
    return done, max(gaps)


async def _look(gaps: list[float]) -> None:
    while True:
        before = time.monotonic()
        await asyncio.sleep(BETWEEN)
        gaps.append(time.monotonic() - before - BETWEEN)
