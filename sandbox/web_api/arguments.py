"""The arguments of a Web API call, however they were encoded."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.errors import Json, SlackError

_TRUE = frozenset({"1", "true", "True", "t"})


class Arguments:
    """Form fields arrive as text and JSON bodies as values; both read the same here."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = dict(raw)

    @classmethod
    async def of(cls, request: web.Request) -> "Arguments":
        """Read query, form or JSON body; `invalid_json` or `invalid_form_data` as Slack says it."""
        raw: Json = dict(request.query)
        if request.content_type == "application/json":
            raw |= _json_object(await request.text())
        elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            raw |= dict(await request.post())
        return cls(raw)

    def given(self, name: str) -> bool:
        return self.raw.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        return str(self.raw[name]) if self.given(name) else default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.raw.get(name, default)
        return value if isinstance(value, bool) else str(value) in _TRUE

    def number(self, name: str, default: int, *, most: int) -> int:
        """A whole number from 1 to `most`; `invalid_limit` otherwise."""
        try:
            value = int(self.raw.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_limit") from None
        if not 1 <= value <= most:
            raise SlackError("invalid_limit")
        return value

    def structure(self, name: str, kind: type, error: str) -> Any:
        """A JSON value, parsed if it came as text; None when absent, `error` when it is not a `kind`."""
        value = self.raw.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise SlackError(error) from None
        if not isinstance(value, kind):
            raise SlackError(error)
        return value


def _json_object(body: str) -> Json:
    try:
        value = json.loads(body) if body else {}
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
