"""Faults, from the page: what is planned, one more, or none at all."""

from typing import get_args

from aiohttp import web

from sandbox.control.requests import body_of, refuse, text_in
from sandbox.errors import Json
from sandbox.faults import Fault, Kind
from sandbox.server import Sandbox


class Mishaps:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._faults = sandbox.faults

    async def read(self, _request: web.Request) -> web.Response:
        return web.json_response(self._picture())

    async def change(self, request: web.Request) -> web.Response:
        """`{"clear": true}`, `{"latency": seconds}`, `{"takes_pictures": false}` for a workspace that refuses charts
        and tables, or a fault: `{"method", "kind", …}` as in `Faults.add`."""
        body = await body_of(request)
        if body.get("clear"):
            self._faults.clear()
        elif "latency" in body:
            self._faults.latency = float(body["latency"])
        elif "takes_pictures" in body:
            self._sandbox.takes_pictures = bool(body["takes_pictures"])
        else:
            self._add(body)
        return web.json_response(self._picture())

    def _add(self, body: Json) -> None:
        kinds = get_args(Kind)
        kind = text_in(body, "kind")
        if kind not in kinds:
            refuse(f"kind is one of {', '.join(kinds)}.")
        chosen: Kind = next(each for each in kinds if each == kind)
        self._faults.add(
            text_in(body, "method"),
            chosen,
            times=body.get("times"),
            probability=float(body.get("probability", 1.0)),
            seconds=float(body.get("seconds", 1.0)),
            error=str(body.get("error", "internal_error")),
        )

    def _picture(self) -> Json:
        return {
            "latency": self._faults.latency,
            "takes_pictures": self._sandbox.takes_pictures,
            "planned": [_planned(each) for each in self._faults.planned],
        }


def _planned(fault: Fault) -> Json:
    names = ("method", "kind", "times", "probability", "seconds", "error", "struck")
    return {name: getattr(fault, name) for name in names}
