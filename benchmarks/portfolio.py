"""Two thousand open bottlenecks and twenty thousand closed ones: a list, Home, who waits on whom, as Slack asks."""

import asyncio
import time
from collections.abc import Callable

import aiohttp

from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.stage import Stage, free_port, program, stage, until_healthy
from bot.store.engine import open_store
from bot.views.loops.listing import OPEN_MATRIX
from sandbox.delivery import payloads
from sandbox.delivery.signed_http import SignedRequest
from sandbox.model import User
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
        await store.close()
        here.slack.clock.set(NOW)
        port = free_port()
        async with program("benchmarks.bare", "serve", str(port), here.slack.signing_secret):
            await until_healthy(port)
            bare = f"http://127.0.0.1:{port}/slack/events"
            figures = []
            for what, signed in _asked(here, here.slack.workspace.user(LEAD)).items():
                figures += await _compare(session, f"{what}, {name}", (here.url, signed), (bare, _bare(here)))
    return figures


async def _compare(
    session: aiohttp.ClientSession, what: str, ours: tuple[str, Signed], theirs: tuple[str, Signed]
) -> list[Figure]:
    await _send(session, *ours)
    times: list[float] = []
    acks: list[float] = []
    for _ in range(TIMES):
        times.append(await _send(session, *ours))
        acks.append(await _send(session, *theirs))
    held = percentile(times, 0.99) < UNDER
    ratio = percentile(times, 0.5) / percentile(acks, 0.5)
    return [
        Figure(f"{what}, 2,000 open", milliseconds(times), "p99 < 30 ms", held),
        Figure("  times a bare acknowledgement, at the median", f"{ratio:.1f}"),
    ]


async def _send(session: aiohttp.ClientSession, url: str, signed: Signed) -> float:
    request = signed()
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
