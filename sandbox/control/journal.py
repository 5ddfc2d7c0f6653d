"""The log: requests and broken rules in the order in which they came, newest first, a page at a time."""

import json
from dataclasses import asdict, dataclass

from aiohttp import web

from sandbox.control.requests import number_in
from sandbox.errors import Json
from sandbox.record import Breach, Call
from sandbox.server import Sandbox

_PAGE = 100
_LARGEST_PAGE = 500
_ABOUT = 120


@dataclass(frozen=True)
class Entry:
    """A line of the log. `at` is calendar time; a broken rule has that of the moment it was noticed."""

    n: int
    at: str
    what: Call | Breach

    def written(self) -> Json:
        return {"n": self.n, "at": self.at, **_line(self.what)}


class Journal:
    def __init__(self, sandbox: Sandbox) -> None:
        self._record = sandbox.record
        self._clock = sandbox.clock
        self._entries: list[Entry] = []
        self._calls = self._breaches = 0
        # The record keeps two lists; taking in both after every change keeps them in step.
        sandbox.workspace.on_change(lambda change: self._take_in())

    def length(self) -> int:
        self._take_in()
        return len(self._entries)

    async def read(self, request: web.Request) -> web.Response:
        """`kind` is calls, errors or violations; `find` a word; `before` the number of an entry."""
        self._take_in()
        limit = number_in(request, "limit", _PAGE, _LARGEST_PAGE)
        before = number_in(request, "before", len(self._entries), len(self._entries))
        kind, find = request.query.get("kind", ""), request.query.get("find", "").lower()
        found: list[Entry] = []
        for entry in reversed(self._entries[:before]):
            if _is_of(entry.what, kind) and _mentions(entry.what, find):
                found.append(entry)
            if len(found) > limit:
                break
        entries = [entry.written() for entry in found[:limit]]
        counts = {"calls": len(self._record.calls), "violations": len(self._record.breaches)}
        return web.json_response({"entries": entries, "more": len(found) > limit, **counts}, dumps=_dumps)

    def _take_in(self) -> None:
        now = self._clock.now().isoformat()
        for breach in self._record.breaches[self._breaches :]:
            self._entries.append(Entry(len(self._entries), now, breach))
        for call in self._record.calls[self._calls :]:
            self._entries.append(Entry(len(self._entries), call.at.isoformat(), call))
        self._breaches, self._calls = len(self._record.breaches), len(self._record.calls)


def _line(what: Call | Breach) -> Json:
    if isinstance(what, Breach):
        return {"kind": "violation", **asdict(what), "payload": asdict(what)}
    return {
        "kind": "call",
        "method": what.method,
        "about": _about(what.args),
        "ok": what.ok,
        "error": what.error,
        "status": what.status,
        "ms": what.seconds * 1000,
        "payload": _readable(what.args),
    }


def _about(args: Json) -> str:
    """A word or two by which to recognise a request among its like."""
    found = next(
        (args[name] for name in ("text", "view", "channel", "user_id", "users", "user") if name in args), ""
    )
    return str(found)[:_ABOUT] if not str(found).startswith("{") else ""


def _readable(args: Json) -> Json:
    """Form fields that carry JSON, written as what they carry."""
    return {key: _parsed(value) for key, value in args.items() if key != "token"}


def _parsed(value: object) -> object:
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _is_of(what: Call | Breach, kind: str) -> bool:
    match kind:
        case "calls":
            return isinstance(what, Call)
        case "errors":
            return isinstance(what, Call) and not what.ok
        case "violations":
            return isinstance(what, Breach)
        case _:
            return True


def _mentions(what: Call | Breach, find: str) -> bool:
    return not find or find in _dumps(asdict(what)).lower()


def _dumps(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)
