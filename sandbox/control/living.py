"""Living through weeks on request: one line of JSON a step, so that whoever asked can show how far it is."""

import asyncio
import json
from datetime import date, datetime

from aiohttp import web

from sandbox.server import Sandbox
from sandbox.teammates.lived_weeks import CouldNotLive, NothingToFillIn, live

PATIENCE = 60.0
"""Seconds an app may take to connect before anybody asks it for something."""


class Living:
    """Has the company of a sandbox live through weeks."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def live(self, request: web.Request) -> web.StreamResponse:
        """`{"weeks": 8, "until": "…iso…"}` in; lines of `{"done": 0.25, "day": "…"}` out, or `{"error": …}`."""
        asked = await request.json()
        until = datetime.fromisoformat(asked["until"])
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        steps: asyncio.Queue[dict[str, object] | None] = asyncio.Queue()
        work = asyncio.create_task(self._work(int(asked["weeks"]), until, steps))
        try:
            while (step := await steps.get()) is not None:
                await response.write(json.dumps(step).encode() + b"\n")
        finally:
            work.cancel()
        await response.write_eof()
        return response

    async def _work(
        self, weeks: int, until: datetime, steps: "asyncio.Queue[dict[str, object] | None]"
    ) -> None:
        def tell(done: float, day: date) -> None:
            steps.put_nowait({"done": done, "day": day.isoformat()})

        try:
            if not await self._sandbox.socket.until_connected(timeout=PATIENCE):
                raise NothingToFillIn("no app has connected to this workspace")
            await live(self._sandbox, weeks, until, tell)
        except (CouldNotLive, LookupError) as error:
            steps.put_nowait({"error": str(error)})
        finally:
            steps.put_nowait(None)
