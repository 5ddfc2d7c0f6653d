"""Reading what the page sent, and saying no in words."""

import json
from datetime import datetime
from typing import Any, NoReturn

from aiohttp import web

from sandbox.errors import Json


def refuse(message: str, status: type[web.HTTPException] = web.HTTPBadRequest) -> NoReturn:
    raise status(text=json.dumps({"message": message}), content_type="application/json")


async def body_of(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        refuse("This is not JSON.")
    if not isinstance(body, dict):
        refuse("Send a JSON object.")
    return body


def text_in(body: Json, name: str) -> str:
    """A text that has to be there."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        refuse(f"{name} is missing.")
    return value


def moment_in(value: Any, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        refuse(f"{name} is not a date and time.")
    if moment.tzinfo is None:
        refuse(f"{name} has no zone.")
    return moment


def number_in(request: web.Request, name: str, default: int, most: int) -> int:
    value = request.query.get(name, "")
    return min(int(value), most) if value.isdecimal() else default
