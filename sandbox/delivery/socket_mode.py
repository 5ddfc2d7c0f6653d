"""Delivery over WebSockets the app opened (docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from sandbox import fair_time
from sandbox.delivery.answer import DEADLINE, Answer, Kind
from sandbox.errors import Json
from sandbox.wakeup import Wakeup

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 3600
WITH_PAYLOAD = frozenset({"slash_commands", "interactive"})


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[Answer]] = field(default_factory=dict)
    leaving: bool = False

    async def send(self, message: Json) -> None:
        await self.socket.send_str(json.dumps(message))

    def acknowledged(self, message: Json) -> None:
        waiting = self.waiting.pop(str(message.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(Answer("ok", 200, message.get("payload")))

    def broken(self) -> None:
        """Nobody will acknowledge what this connection was given."""
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_result(Answer("timeout", reason="timeout"))
        self.waiting.clear()


class SocketMode:
    """Hands each payload to one of the open connections, in turn; there is no stickiness."""

    def __init__(self, app_id: str, deadline: float = DEADLINE) -> None:
        self.connections: list[Connection] = []
        self.deadline = deadline
        self.changed = Wakeup()
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._turn = 0

    def ticket(self) -> str:
        """A single-use ticket, the secret part of the address that `apps.connections.open` gives."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    async def until_connected(self, count: int = 1, timeout: float = 10.0) -> bool:
        """Wait until the app has `count` connections open; False after `timeout` seconds."""
        return await self.changed.until(lambda: len(self.connections) >= count, timeout)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The far end of one connection, until it closes."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.send(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        await self._converse(connection)
        return socket

    async def deliver(self, kind: Kind, body: Json, *, attempt: int = 0, reason: str = "") -> Answer:
        """Send one envelope and wait for its acknowledgement; `unreachable` when nobody is connected."""
        open_ones = [each for each in self.connections if not each.leaving]
        if not open_ones:
            return Answer("unreachable", reason="connection_failed")
        self._turn += 1
        started = time.monotonic()
        answer = await self._asked(
            open_ones[self._turn % len(open_ones)], _envelope(kind, body, attempt, reason)
        )
        return Answer(answer.outcome, answer.status, answer.body, time.monotonic() - started, answer.reason)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to reconnect; except for a mere `warning`, close it from this side."""
        for connection in list(self.connections):
            await connection.send(_disconnect(reason))
            if reason != "warning":
                connection.leaving = True
                await connection.socket.close()

    async def drop(self) -> None:
        """Cut every connection without a word, as a failing network does."""
        for connection in list(self.connections):
            connection.leaving = True
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def close(self) -> None:
        for connection in list(self.connections):
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _converse(self, connection: Connection) -> None:
        self.connections.append(connection)
        try:
            await connection.send(self._hello())
            self.changed.ring()
            async for message in connection.socket:
                if message.type is WSMsgType.TEXT:
                    connection.acknowledged(_object(message.data))
        except ConnectionResetError:
            pass
        finally:
            self.connections.remove(connection)
            connection.broken()
            self.changed.ring()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
        }

    async def _asked(self, connection: Connection, envelope: Json) -> Answer:
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = waiting
        try:
            await connection.send(envelope)
            return await fair_time.within(self.deadline, waiting)
        except TimeoutError:
            return Answer("timeout", reason="timeout")
        except ConnectionResetError:
            return Answer("timeout", reason="connection_failed")
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)


def _envelope(kind: Kind, body: Json, attempt: int, reason: str) -> Json:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": kind,
        "payload": body,
        "accepts_response_payload": kind in WITH_PAYLOAD,
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": attempt, "retry_reason": reason}
    return envelope


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}


def _object(data: Any) -> Json:
    try:
        message = json.loads(data)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
