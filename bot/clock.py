"""The two calendar clocks: the world's, and the sandbox's, which can be wound.

Leases, pacing, timeouts and triggers never look here; they run on machine time.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import aiohttp

log = logging.getLogger(__name__)

PATIENCE = aiohttp.ClientTimeout(total=40)
"""Seconds; the clock answers a follower after 20 at the latest."""

STILL_HERE = 2.0
"""Seconds between two signs of life while something is being done; the clock forgets whoever is silent for 30."""

Settle = Callable[[], Awaitable[datetime | None]]
"""Does everything that is due and returns the next calendar instant at which something will be."""


class WorldCalendar:
    """Calendar time as everybody knows it."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class FollowedCalendar:
    """Calendar time as a sandbox's clock tells it (`DRUMBEAT_CLOCK_URL`)."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self._url = session, url.rstrip("/")
        self._base = datetime.now(UTC)
        self._read_at = time.monotonic()
        self._rate = 1.0
        self._tick = 0
        self._name = f"drumbeat-{uuid4().hex[:8]}"

    def now(self) -> datetime:
        """The present instant in UTC, by the sandbox's clock."""
        return self._base + timedelta(seconds=(time.monotonic() - self._read_at) * self._rate)

    async def start(self) -> None:
        """Read the clock once and announce this follower. Raises aiohttp.ClientError when it cannot be reached."""
        async with self._session.get(self._url, timeout=PATIENCE) as response:
            self._take(await response.json())
        await self._report({"idle": False, "next_due": None})

    async def follow(self, settle: Settle) -> None:
        """Do what is due at every tick, report when nothing is left, and wait for the next tick; for ever."""
        while True:
            tick = self._tick
            try:
                next_due = await self._in_touch(settle)
                if self._tick == tick:
                    due = next_due.isoformat() if next_due else None
                    await self._report({"idle": True, "next_due": due})
            except (aiohttp.ClientError, TimeoutError, OSError):
                log.warning("The clock at %s cannot be reached; trying again.", self._url)
                await asyncio.sleep(1)
            except Exception:
                # What went wrong is the database's affair; whoever stops following stops the clock for everybody.
                log.exception("What is due could not be done; trying again.")
                await asyncio.sleep(1)

    async def _in_touch(self, settle: Settle) -> datetime | None:
        # A slow fan-out is no silence; and if the clock is set meanwhile, what is being done learns of it.
        work = asyncio.ensure_future(settle())
        try:
            while not (await asyncio.wait({work}, timeout=STILL_HERE))[0]:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                    await self._report({"idle": False, "next_due": None})
            return work.result()
        finally:
            work.cancel()

    async def _report(self, state: dict[str, object]) -> None:
        body = {"follower": self._name, "tick": self._tick, **state}
        async with self._session.post(f"{self._url}/follow", json=body, timeout=PATIENCE) as response:
            self._take(await response.json())

    def _take(self, reading: dict[str, object]) -> None:
        self._base = datetime.fromisoformat(str(reading["now"]))
        self._read_at = time.monotonic()
        self._rate = float(str(reading["rate"]))
        self._tick = int(str(reading["tick"]))
