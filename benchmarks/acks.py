"""A slash command that writes, 50 a second, while a thousand people are being asked."""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.counted import Taken, taken
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.stage import Stage, free_port, program, stage, until_healthy
from sandbox.delivery import payloads
from sandbox.delivery.signed_http import SignedRequest
from tests.reliability.crowd import CHANNEL, NINE, names, start_check_in

A_SECOND = 50
PEOPLE = 1000
ROUND = 250
"""Commands in one round; rounds against Drumbeat and against bare Bolt take turns."""

UNDER = 0.030
Signed = Callable[[], SignedRequest]


@dataclass(slots=True)
class Measured:
    """How long each acknowledgement took, and what all of them asked of SQLite."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    took: Taken = field(default_factory=lambda: Taken(0, 0, 0, 0.0))
    asked: int = 0


async def measure() -> list[Figure]:
    """Acknowledge `/checkin skip` (a lock, a state and what is to be shown, committed) for everybody once."""
    with tempfile.TemporaryDirectory(prefix="acks") as folder:
        measured = await _measure(Path(folder) / "counts.json")
    ours, theirs = measured.ours, measured.theirs
    ratio = percentile(ours, 0.99) / percentile(theirs, 0.99)
    under = percentile(ours, 0.99) < UNDER
    return [
        Figure("/checkin skip over HTTP, 50/s", milliseconds(ours), "p99 < 30 ms", under),
        Figure("  bare Bolt, only acks", milliseconds(theirs)),
        Figure("  ratio of the p99s", f"{ratio:.2f}", "≤ 1", ratio <= 1),
        Figure("  statements, before acks + in the background", _statements(measured.took)),
        Figure("  commits, and processor time in all", _effort(measured.took)),
        Figure("  people asked meanwhile", str(measured.asked)),
    ]


async def _measure(counts: Path) -> Measured:
    found = Measured()
    counted = ("benchmarks.counted", str(counts))
    async with stage(PEOPLE, program=counted) as here, aiohttp.ClientSession() as session:
        await start_check_in(here.slack)
        port = free_port()
        async with program("benchmarks.bare", "serve", str(port), here.slack.signing_secret):
            await until_healthy(port)
            here.slack.clock.set(NINE)
            await here.slack.until(lambda: bool(here.posts), 60)
            people = iter(names(PEOPLE)[::-1])
            before = await taken(here.replica.process.pid, counts)
            for _ in range(PEOPLE // ROUND):
                batch = [_skip(here, next(people)) for _ in range(ROUND)]
                found.ours += await _load(session, here.url, batch)
                found.theirs += await _load(session, f"http://127.0.0.1:{port}/slack/events", batch)
            found.took = await taken(here.replica.process.pid, counts) - before
        found.asked = len(here.posts)
    return found


def _statements(took: Taken) -> str:
    return f"{took.people / PEOPLE:.1f} + {took.background / PEOPLE:.1f} a skip"


def _effort(took: Taken) -> str:
    return f"{took.commits / PEOPLE:.2f}, {took.seconds / PEOPLE * 1000:.1f} ms a skip"


def _skip(here: Stage, name: str) -> Signed:
    slack = here.slack
    user, channel = slack.workspace.user(name), slack.channel(CHANNEL)
    url = slack.response_urls.issue(user.id, channel)

    def signed() -> SignedRequest:
        trigger = slack.triggers.issue(user.id)
        body = payloads.command(
            slack.workspace, user, channel, "/checkin", "skip heads down", trigger=trigger, url=url
        )
        return slack.delivery.signed_request("slash_commands", body)

    return signed


async def _load(session: aiohttp.ClientSession, url: str, batch: list[Signed]) -> list[float]:
    """Send on a schedule nobody can slow down; latencies count from when each was to leave."""
    dice, due, tasks = random.Random(1), time.monotonic(), []
    for signed in batch:
        due += dice.expovariate(A_SECOND)
        request = signed()
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        tasks.append(asyncio.create_task(_send(session, url, request, due)))
    return await asyncio.gather(*tasks)


async def _send(session: aiohttp.ClientSession, url: str, request: SignedRequest, due: float) -> float:
    async with session.post(url, data=request.body.encode(), headers=request.headers) as response:
        text = await response.text()
        assert (response.status, "kipped" in text) == (200, True), (response.status, text)
    return time.monotonic() - due
