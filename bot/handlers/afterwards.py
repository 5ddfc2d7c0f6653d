"""What somebody is shown once Slack is acknowledged: nothing of it is saved, so nobody has to wait for Slack's answer
to what we show before Slack has ours.
"""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 10.0
"""Seconds for what is on its way when Drumbeat stops: as long as a call to Slack may take."""

Work = Callable[[], Awaitable[None]]
"""Looks things up and shows them; what goes wrong, it tells."""


class Afterwards:
    """One after the other in each place: what was looked up first never replaces what was looked up last. Where more
    than one waits, only the newest is shown; nobody would see the others."""

    def __init__(self) -> None:
        self._newest: dict[str, Work] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def start(self, place: str, work: Work) -> asyncio.Task[None]:
        """Show something in a place as soon as what is on its way there has arrived."""
        self._newest[place] = work
        if place not in self._waiting:
            before = self._under_way.get(place)
            self._waiting[place] = asyncio.create_task(self._in_turn(place, before))
        return self._waiting[place]

    async def finish(self) -> None:
        """Wait until everything stands where it belongs, but not forever."""
        async with asyncio.timeout(PATIENCE):
            while tasks := {*self._waiting.values(), *self._under_way.values()}:
                await asyncio.wait(tasks)

    async def stop(self) -> None:
        """Finish; give up on what takes too long."""
        try:
            await self.finish()
        except TimeoutError:
            for task in (*self._waiting.values(), *self._under_way.values()):
                task.cancel()

    async def _in_turn(self, place: str, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._under_way[place] = self._waiting.pop(place)
        try:
            await self._newest.pop(place)()
        finally:
            del self._under_way[place]
