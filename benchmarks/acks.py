"""Slash commands, 50 a second, while a thousand people are being asked: one that writes, and one that only looks."""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.counted import Taken, taken
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.stage import Stage, free_port, program, stage, until_healthy
from bot.store.engine import open_store
from sandbox.delivery import payloads
from sandbox.delivery.signed_http import SignedRequest
from tests.databases import postgres_server
from tests.loops.crowded import Size, fill
from tests.reliability.crowd import CHANNEL, LEAD, NINE, names, start_check_in

A_SECOND = 50
PEOPLE = 1000
ROUND = 200
"""Commands in one round; rounds of each command and against bare Bolt take turns."""
ROUNDS = 4
SIZE = Size(people=30, teams=6, open=60, closed=300, days=120)
"""The bottlenecks that are listed."""

UNDER = 0.030
Signed = Callable[[], SignedRequest]


@dataclass(slots=True)
class Measured:
    """How long each acknowledgement took, and what all the skips asked of SQLite."""

    skips: list[float] = field(default_factory=list)
    lists: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    took: Taken = field(default_factory=lambda: Taken(0, 0, 0, 0.0))
    asked: int = 0


async def measure() -> list[Figure]:
    """On SQLite."""
    return await _figures("SQLite")


def measure_postgres() -> list[Figure]:
    """The same on PostgreSQL."""
    with postgres_server() as server, server.fresh_database() as url:
        return asyncio.run(_figures("PostgreSQL", url))


async def _figures(name: str, database: str | None = None) -> list[Figure]:
    """`/checkin skip` (a lock, a state and what is to be shown, committed), once for each person, and
    `/bottleneck list`, whose answer follows its acknowledgement."""
    with tempfile.TemporaryDirectory(prefix="acks") as folder:
        measured = await _measure(Path(folder) / "counts.json", database)
    skips = ROUND * ROUNDS
    figures = [
        *_compared(f"/checkin skip over HTTP, 50/s, {name}", measured.skips, measured.bare),
        *_compared(f"/bottleneck list over HTTP, 50/s, {name}", measured.lists, measured.bare),
        Figure("  bare Bolt, only acks", milliseconds(measured.bare)),
        Figure("  people asked meanwhile", str(measured.asked)),
        Figure("  processor time in all", f"{measured.took.seconds / skips * 1000:.1f} ms a skip"),
    ]
    return figures if database else [*figures, *_asked_of_sqlite(measured.took, skips)]


def _compared(what: str, ours: Sequence[float], bare: Sequence[float]) -> list[Figure]:
    p99 = percentile(ours, 0.99)
    ratio = p99 / percentile(bare, 0.99)
    return [
        Figure(what, milliseconds(ours), "p99 < 30 ms", p99 < UNDER),
        Figure("  p99 against bare Bolt's", f"{ratio:.2f}", "≤ 1", ratio <= 1),
    ]


def _asked_of_sqlite(took: Taken, skips: int) -> list[Figure]:
    statements = f"{took.people / skips:.1f} + {took.background / skips:.1f} a skip"
    return [
        Figure("  statements, before acks + in the background", statements),
        Figure("  commits", f"{took.commits / skips:.2f} a skip"),
    ]


async def _measure(counts: Path, database: str | None) -> Measured:
    found = Measured()
    counted = ("benchmarks.counted", str(counts))
    async with (
        stage(PEOPLE, program=counted, database=database) as here,
        aiohttp.ClientSession() as session,
    ):
        await _prepare(here)
        port = free_port()
        async with program("benchmarks.bare", "serve", str(port), here.slack.signing_secret):
            await until_healthy(port)
            bare = f"http://127.0.0.1:{port}/slack/events"
            here.slack.clock.set(NINE)
            await here.slack.until(lambda: bool(here.posts), 60)
            people = iter(names(PEOPLE)[::-1])
            for _ in range(ROUNDS):
                skips = [_command(here, next(people), "/checkin", "skip heads down") for _ in range(ROUND)]
                lists = [_command(here, LEAD, "/bottleneck", "list") for _ in range(ROUND)]
                before = await taken(here.replica.process.pid, counts)
                found.skips += await _load(session, here.url, skips, "kipped")
                found.took += await taken(here.replica.process.pid, counts) - before
                found.lists += await _load(session, here.url, lists)
                found.bare += await _load(session, bare, skips)
        found.asked = len(here.posts)
    return found


async def _prepare(here: Stage) -> None:
    """A check-in that asks everybody, and bottlenecks to list."""
    await start_check_in(here.slack)
    store = open_store(here.database)
    await fill(store, SIZE, 1, slack_id=here.slack.workspace.id)
    await store.close()


def _command(here: Stage, name: str, word: str, text: str) -> Signed:
    slack = here.slack
    user, channel = slack.workspace.user(name), slack.channel(CHANNEL)

    def signed() -> SignedRequest:
        trigger, url = slack.triggers.issue(user.id), slack.response_urls.issue(user.id, channel)
        body = payloads.command(slack.workspace, user, channel, word, text, trigger=trigger, url=url)
        return slack.delivery.signed_request("slash_commands", body)

    return signed


async def _load(
    session: aiohttp.ClientSession, url: str, batch: Sequence[Signed], says: str = ""
) -> list[float]:
    """Send on a schedule nobody can slow down; latencies count from when each was to leave."""
    dice, due, tasks = random.Random(1), time.monotonic(), []
    for signed in batch:
        due += dice.expovariate(A_SECOND)
        request = signed()
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        tasks.append(asyncio.create_task(_send(session, url, request, due, says)))
    return await asyncio.gather(*tasks)


async def _send(
    session: aiohttp.ClientSession, url: str, request: SignedRequest, due: float, says: str
) -> float:
    async with session.post(url, data=request.body.encode(), headers=request.headers) as response:
        text = await response.text()
        assert (response.status, says in text) == (200, True), (response.status, text)
    return time.monotonic() - due
