"""Waiting for something to change without polling."""

import asyncio
from collections.abc import Callable


class Wakeup:
    """Wakes every waiter at once; unlike `asyncio.Condition` it can be rung from synchronous code."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, timeout: float | None = None) -> bool:
        """Wait for the next ring, at most `timeout` seconds of real time; False when it did not come."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True

    async def until(self, happened: Callable[[], bool], timeout: float | None = None) -> bool:
        """Wait until `happened()` is true, looking again at every ring; False after `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not happened():
                    await self.wait()
        except TimeoutError:
            return False
        return True
