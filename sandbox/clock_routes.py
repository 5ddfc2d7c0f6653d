"""The clock over HTTP: `GET /clock` and `POST /clock/follow` (see README, "The clock")."""

from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.clock import Clock


def add_clock_routes(app: web.Application, clock: Clock) -> None:
    async def read(request: web.Request) -> web.Response:
        return web.json_response(clock.reading())

    async def follow(request: web.Request) -> web.Response:
        try:
            report = await request.json()
            due = _moment(report.get("next_due"))
            name, tick, idle = str(report["follower"]), int(report["tick"]), bool(report["idle"])
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise web.HTTPBadRequest(text=f"not a follower's report: {wrong!r}") from None
        return web.json_response(await clock.follow(name, tick, idle=idle, next_due=due))

    app.router.add_get("/clock", read)
    app.router.add_post("/clock/follow", follow)


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("next_due has no zone")
    return moment
