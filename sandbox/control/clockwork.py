"""The calendar clock, from the page: set, wound with progress, stopped, let flow."""

import asyncio
import time
from datetime import datetime

from aiohttp import web

from sandbox.clock import Clock
from sandbox.control.requests import body_of, moment_in, refuse
from sandbox.errors import ClockStuck, Json


class Clockwork:
    """`trouble` holds what ended the last wind early, until it is told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._start = self._goal = clock.now()
        self.trouble: str | None = None

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    def picture(self) -> Json:
        reading = self._clock.reading()
        winding = None
        if self.running:
            winding = {
                "from": self._start.isoformat(),
                "to": self._goal.isoformat(),
                "now": self._clock.now().isoformat(),
            }
        # `read` orders answers that overtake each other on their way to the page.
        waits_for = self._clock.waits_for()
        return {**reading, "winding": winding, "waits_for": waits_for, "read": time.monotonic()}

    async def read(self, _request: web.Request) -> web.Response:
        return web.json_response(self.picture())

    async def change(self, request: web.Request) -> web.Response:
        """`{"wind": moment}`, `{"set": moment}`, `{"rate": 0 or 1}` or `{"cancel": true}`."""
        body = await body_of(request)
        if body.get("cancel"):
            await self._cancel()
        elif self.running:
            refuse("The clock is being wound. Cancel that first.", web.HTTPConflict)
        elif "wind" in body:
            self._wind(moment_in(body["wind"], "wind"))
        elif "set" in body:
            self._clock.set(moment_in(body["set"], "set"))
        elif body.get("rate") in (0, 1):
            self._clock.set(self._clock.now(), rate=int(body["rate"]))
        else:
            refuse("Say wind, set, rate or cancel.")
        return web.json_response(self.picture())

    def _wind(self, goal: datetime) -> None:
        self._start, self._goal, self.trouble = self._clock.now(), goal, None
        self._task = asyncio.get_running_loop().create_task(self._wound())

    async def _wound(self) -> None:
        try:
            await self._clock.wind(self._goal)
        except ClockStuck as stuck:
            self.trouble = str(stuck)
        finally:
            self._clock.changed.ring()

    async def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def close(self, _app: web.Application) -> None:
        await self._cancel()
