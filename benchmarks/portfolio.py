"""Two thousand open bottlenecks and twenty thousand closed ones: a list, Home, who waits on whom, as Slack asks."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.stage import Stage, free_port, program, stage, until_healthy
from bot.store.engine import open_store
from bot.views.loops.listing import OPEN_MATRIX
from sandbox.delivery import payloads
from sandbox.delivery.signed_http import SignedRequest
from sandbox.model import User
from sandbox.record import Call
from tests.databases import postgres_server
from tests.loops.crowded import NOW, Size, fill
from tests.reliability.crowd import CHANNEL, LEAD

SIZE = Size(people=300, teams=60, open=2_000, closed=20_000, days=730)
TIMES = 100
"""Of each, taking turns with a bare acknowledgement."""

UNDER = 0.030
Signed = Callable[[], SignedRequest]


async def measure() -> list[Figure]:
    """On SQLite."""
    return await _measure("SQLite")


def measure_postgres() -> list[Figure]:
    """The same on PostgreSQL."""
    with postgres_server() as server, server.fresh_database() as url:
        return asyncio.run(_measure("PostgreSQL", url))


async def _measure(name: str, database: str | None = None) -> list[Figure]:
    """Asked by an admin, who sees all of it."""
    async with stage(10, pacing=False, database=database) as here, aiohttp.ClientSession() as session:
        store = open_store(here.database)
        await fill(store, SIZE, 1, slack_id=here.slack.workspace.id)
        if not store.is_sqlite:
            # What came in over months PostgreSQL has looked over long since; what came in at once it has not.
            async with store.transaction() as tx:
                await tx.exec_driver_sql("ANALYZE")
        await store.close()
        here.slack.clock.set(NOW)
        port = free_port()
        async with program("benchmarks.bare", "serve", str(port), here.slack.signing_secret):
            await until_healthy(port)
            bare = f"http://127.0.0.1:{port}/slack/events"
            figures = []
            for what, signed in _asked(here, here.slack.workspace.user(LEAD)).items():
                figures += await _compare(session, here, f"{what}, {name}", signed, bare)
    return figures


async def _compare(
    session: aiohttp.ClientSession, here: Stage, what: str, signed: Signed, bare: str
) -> list[Figure]:
    await _ask(session, here, signed)
    acks, shown, theirs = [], [], []
    for _ in range(TIMES):
        asked = await _ask(session, here, signed)
        acks.append(asked.acknowledged)
        shown.append(asked.shown)
        theirs.append(await _send(session, bare, _bare(here)()))
    p99 = percentile(acks, 0.99)
    figures = [Figure(f"{what}, 2,000 open: acknowledged", milliseconds(acks), "p99 < 30 ms", p99 < UNDER)]
    if shown != acks:
        figures.append(Figure("  until it is shown", milliseconds(shown)))
    as_fast = p99 <= percentile(theirs, 0.99)
    return [*figures, Figure("  bare Bolt, only acks", milliseconds(theirs), "p99 no better", as_fast)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Seconds until Slack was acknowledged, and until it had what is to be shown."""

    acknowledged: float
    shown: float


async def _ask(session: aiohttp.ClientSession, here: Stage, signed: Signed) -> _Asked:
    request = signed()
    start, calls = time.monotonic(), len(here.slack.calls)
    acknowledged = await _send(session, here.url, request)
    if "command=" in request.body:
        return _Asked(acknowledged, acknowledged)
    assert await here.slack.until(lambda: any(map(_shows, here.slack.calls[calls:]))), "nothing was shown"
    return _Asked(acknowledged, time.monotonic() - start)


def _shows(call: Call) -> bool:
    return call.ok and call.method in ("views.publish", "views.open")


async def _send(session: aiohttp.ClientSession, url: str, request: SignedRequest) -> float:
    start = time.monotonic()
    async with session.post(url, data=request.body.encode(), headers=request.headers) as response:
        text = await response.text()
        assert response.status == 200, (response.status, text)
        assert "went wrong" not in text, text
    return time.monotonic() - start


def _asked(here: Stage, who: User) -> dict[str, Signed]:
    """What somebody does in Slack, each time as a request of its own."""
    slack = here.slack

    def home() -> SignedRequest:
        opened = {"type": "app_home_opened", "user": who.id, "channel": "D0", "tab": "home"}
        return slack.delivery.signed_request("events_api", payloads.event(slack.workspace, opened))

    def matrix() -> SignedRequest:
        view = slack.person(LEAD).home
        assert view is not None, "Home was opened before"
        action = {"type": "button", "action_id": OPEN_MATRIX, "block_id": "portfolio", "value": "home"}
        trigger = slack.triggers.issue(who.id)
        body = payloads.view_actions(slack.workspace, who, view, action, trigger=trigger)
        return slack.delivery.signed_request("interactive", body)

    return {
        "/bottleneck list": _command(here, who, "/bottleneck", "list"),
        "Home": home,
        "who waits on whom": matrix,
    }


def _bare(here: Stage) -> Signed:
    return _command(here, here.slack.workspace.user(LEAD), "/checkin", "skip")


def _command(here: Stage, who: User, name: str, text: str) -> Signed:
    slack = here.slack
    channel = slack.channel(CHANNEL)

    def signed() -> SignedRequest:
        trigger, url = slack.triggers.issue(who.id), slack.response_urls.issue(who.id, channel)
        body = payloads.command(slack.workspace, who, channel, name, text, trigger=trigger, url=url)
        return slack.delivery.signed_request("slash_commands", body)

    return signed
