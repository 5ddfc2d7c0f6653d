"""Tells each open page when something it shows has changed: what kind of thing, not what it became."""

import asyncio
import time
from contextlib import suppress

from aiohttp import WSCloseCode, web

from sandbox.control.clockwork import Clockwork
from sandbox.control.journal import Journal
from sandbox.control.screen import known_person
from sandbox.errors import Json
from sandbox.model import Change
from sandbox.server import Sandbox
from sandbox.teammates.teammates import Teammates

_GATHER = 0.05  # seconds in which changes are gathered into one telling
_LOOK = 0.5  # seconds between looks at what announces nothing by itself

_OF_MESSAGES = frozenset({"message", "message_changed", "message_deleted", "ephemeral"})
_OF_LOG = frozenset({"call", "delivery"})

Note = tuple[str, str | None]


class Count:
    """How many changes there were that a page may show; the log is not counted."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.number = 0
        sandbox.workspace.on_change(self._take)

    def _take(self, change: Change) -> None:
        self.number += change.kind not in _OF_LOG

    async def read(self, _request: web.Request) -> web.Response:
        return web.json_response({"count": self.number})


def notes_of(change: Change, viewer: str) -> set[Note]:
    """What a change means to the page of `viewer`: kinds, with the conversation for messages."""
    if change.user not in (None, viewer):
        return set()
    if change.kind in _OF_LOG:
        return {("log", None)}
    if change.kind in _OF_MESSAGES:
        return {("messages", change.channel), ("state", None)}
    return set() if change.kind == "warning" else {("state", None)}


class Feed:
    """The changes one open page has yet to hear of."""

    def __init__(
        self, sandbox: Sandbox, clockwork: Clockwork, journal: Journal, count: Count, viewer: str
    ) -> None:
        self._count = count
        self._sandbox = sandbox
        self._clockwork = clockwork
        self._journal = journal
        self._viewer = viewer
        self._pending: set[Note] = set()
        self._something = asyncio.Event()
        self._something.set()
        self._clock_seen = self._clock_mark()
        self._log_seen = journal.length()

    def take(self, change: Change) -> None:
        self._pending |= notes_of(change, self._viewer)
        self._something.set()

    async def tell(self, socket: web.WebSocketResponse) -> None:
        """Tell what there is, and then up to which change everything was told."""
        told = None
        while not socket.closed:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await self._something.wait()
            await asyncio.sleep(_GATHER)
            self._something.clear()
            self._look()
            pending, self._pending = self._pending, set()
            count = self._count.number
            for note in sorted(pending, key=str):
                await socket.send_json(_written(note))
            if count != told:
                await socket.send_json({"kind": "told", "count": count})
                told = count

    def _look(self) -> None:
        if (clock := self._clock_mark()) != self._clock_seen:
            self._clock_seen = clock
            self._pending.add(("clock", None))
        if (length := self._journal.length()) != self._log_seen:
            self._log_seen = length
            self._pending.add(("log", None))
        if self._clockwork.trouble:
            self._pending.add(("notice", self._clockwork.trouble))
            self._clockwork.trouble = None

    def _clock_mark(self) -> tuple[object, ...]:
        """Differs when the clock was moved, started or stopped, but not because time flows."""
        clock = self._sandbox.clock
        flowed = time.monotonic() if clock.rate else 0.0
        return clock.tick, clock.rate, self._clockwork.running, round(clock.now().timestamp() - flowed)


def _written(note: Note) -> Json:
    kind, detail = note
    if kind == "notice":
        return {"kind": kind, "text": detail, "tone": "danger"}
    return {"kind": kind, "channel": detail} if detail else {"kind": kind}


class Feeds:
    """`GET /sandbox/changes`: one WebSocket for each open page."""

    def __init__(self, sandbox: Sandbox, clockwork: Clockwork, journal: Journal, count: Count) -> None:
        self._count = count
        self._sandbox = sandbox
        self._clockwork = clockwork
        self._journal = journal
        self._sockets: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        viewer = known_person(self._sandbox.workspace, request.query.get("as", ""))
        socket = web.WebSocketResponse(heartbeat=20)
        feed = Feed(self._sandbox, self._clockwork, self._journal, self._count, viewer.id)
        unwatch = self._sandbox.workspace.on_change(feed.take)
        await socket.prepare(request)
        self._sockets.add(socket)
        teller = asyncio.get_running_loop().create_task(feed.tell(socket))
        self._somebody_acts_for(viewer.id)
        try:
            async for _ in socket:
                pass  # the page only listens
        finally:
            unwatch()
            self._sockets.discard(socket)
            teller.cancel()
            await asyncio.wait([teller])
        return socket

    def _somebody_acts_for(self, person: str) -> None:
        # Whoever is looked through at the page no longer answers by themselves, even after the page is left: what
        # waits for them waits for the reader.
        if isinstance(self._sandbox.teammates, Teammates):
            self._sandbox.teammates.leave_alone(person)

    async def close(self, _app: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
