"""Takes what happened to the app: once for what a person waits for, repeatedly for events."""

import asyncio
from collections.abc import Coroutine
from contextlib import ExitStack
from typing import Any

from sandbox.delivery import payloads
from sandbox.delivery.answer import Answer, Kind, Transport
from sandbox.delivery.signed_http import SignedHttp, SignedRequest
from sandbox.errors import Json
from sandbox.faults import Faults
from sandbox.model import Channel
from sandbox.record import Delivered, Record
from sandbox.workspace import Workspace

RETRY_AFTER = (0.0, 60.0, 300.0)  # docs.slack.dev/apis/events-api: at once, after 1 min, after 5 min

# The scope each subscription needs; by the kind of channel where there are two.
_SCOPES = {
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "app_mention": "app_mentions:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "dnd_updated_user": "dnd:read",
    **dict.fromkeys(("subteam_members_changed", "subteam_updated"), "usergroups:read"),
}
_NEEDS_MEMBERSHIP = ("message.", "app_mention", "member_", "group_")


class Courier:
    """`retry_after` holds the real seconds before each retry of an event; tests shorten it."""

    def __init__(self, workspace: Workspace, transport: Transport, record: Record, faults: Faults) -> None:
        self.retry_after: tuple[float, ...] = RETRY_AFTER
        self.transport = transport
        self._workspace = workspace
        self._record = record
        self._faults = faults
        self._tasks: set[asyncio.Task[Any]] = set()
        self._failures: list[Exception] = []
        self._arrivals: set[asyncio.Task[Any]] = set()
        workspace.on_event(self.announce)

    async def ask(self, kind: Kind, body: Json) -> Answer:
        """Deliver what somebody is waiting for. Slack does not try twice."""
        return await self._attempt(kind, body, 0, "")

    def announce(self, subscription: str, event: Json, channel: Channel | None) -> None:
        """Deliver an event in the background, if the manifest and the granted scopes let the app have it."""
        if self._concerns_app(subscription, channel):
            arrival = self.later(self._first_attempt(payloads.event(self._workspace, event), self._promise()))
            self._arrivals.add(arrival)
            arrival.add_done_callback(self._arrivals.discard)

    async def quiet(self) -> None:
        """Wait until every event announced so far has been tried once."""
        if self._arrivals:
            await asyncio.wait(set(self._arrivals))

    async def redeliver(self, delivered: Delivered) -> Answer:
        """Deliver the same thing again, as Slack may do at any time."""
        kind: Any = delivered.kind
        return await self._attempt(kind, delivered.body, delivered.attempt + 1, "http_timeout")

    def signed_request(
        self, kind: Kind, body: Json, *, timestamp: int | str | None = None, secret: str | None = None
    ) -> SignedRequest:
        """See `SignedHttp.signed_request`; only where delivery is by HTTP."""
        if not isinstance(self.transport, SignedHttp):
            raise TypeError("this sandbox delivers by Socket Mode: nothing is signed")
        return self.transport.signed_request(kind, body, timestamp=timestamp, secret=secret)

    def later(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run `work` in the background, until the sandbox ends, which then tells of a failure."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        failure = None if task.cancelled() else task.exception()
        if isinstance(failure, Exception):
            self._failures.append(failure)

    def promised(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work` in the background; until it is done nothing counts as settled."""
        self.later(_kept(work, self._promise()))

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.transport.close()
        if self._failures:
            raise ExceptionGroup("work in the background failed", self._failures)

    def _concerns_app(self, subscription: str, channel: Channel | None) -> bool:
        app = self._workspace.app
        if subscription not in app.manifest.bot_events:
            return False
        if channel is not None and subscription.startswith(_NEEDS_MEMBERSHIP) and not self._joined(channel):
            return False
        needed = _SCOPES.get(subscription) or _channel_scope(channel)
        return needed is None or needed in app.scopes

    def _promise(self) -> ExitStack:
        """Counts as being delivered from now on, although the task has yet to start."""
        promise = ExitStack()
        promise.enter_context(self._workspace.clock.busy())
        return promise

    async def _first_attempt(self, body: Json, promise: ExitStack) -> None:
        with promise:
            answer = await self._attempt("events_api", body, 0, "")
        if self._worth_retrying(answer):
            self.later(self._retry(body, answer))

    def _joined(self, channel: Channel) -> bool:
        return self._workspace.app.bot_user in channel.members

    async def _retry(self, body: Json, answer: Answer) -> None:
        for attempt, wait in enumerate(self.retry_after, start=1):
            await asyncio.sleep(wait)
            answer = await self._attempt("events_api", body, attempt, answer.reason)
            if not self._worth_retrying(answer):
                return

    def _worth_retrying(self, answer: Answer) -> bool:
        return not (answer.ok or answer.no_retry or self._nobody_listens(answer))

    def _nobody_listens(self, answer: Answer) -> bool:
        """Without a single connection Socket Mode loses events at once (docs, using-socket-mode)."""
        return answer.outcome == "unreachable" and not isinstance(self.transport, SignedHttp)

    async def _attempt(self, kind: Kind, body: Json, attempt: int, reason: str) -> Answer:
        with self._workspace.clock.busy():
            answer = await self.transport.deliver(kind, body, attempt=attempt, reason=reason)
        if answer.ok and self._faults.strike(kind, body) is not None:
            answer = answer.lost()
        self._record.deliveries.append(
            Delivered(
                kind,
                body,
                self._workspace.clock.now(),
                attempt,
                answer.outcome,
                answer.status,
                answer.seconds,
            )
        )
        self._workspace.changed("delivery")
        return answer


def _channel_scope(channel: Channel | None) -> str | None:
    if channel is None:
        return None
    return {"public": "channels:read", "private": "groups:read"}.get(channel.kind)


async def _kept(work: Coroutine[Any, Any, Any], promise: ExitStack) -> None:
    with promise:
        await work
