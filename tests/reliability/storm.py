"""The storm: a fan-out while replicas are killed at random instants and Slack loses answers."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from bot.store import under_way
from bot.store.engine import Store, open_store
from bot.store.tables import delivery
from sandbox.server import Sandbox
from tests.reliability.crowd import (
    MANIFEST,
    MONDAY,
    NINE,
    all_asked,
    asked,
    crowd,
    names,
    start_check_in,
    to_a_person,
)
from tests.reliability.replica import Replica, replicas

AFTER_THE_STORM = 240.0
"""Real seconds within which everybody has to be asked: several leases, and Slack's limits on reading back."""

STANDSTILL = 90.0
"""Real seconds in which something has to move as long as anything is owed: a lease, and an attempt put off."""

_WHERE_ALL_STAND = select(delivery.c.key, delivery.c.state, delivery.c.attempts).order_by(delivery.c.key)


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad it gets. `lost` is the share of answers that Slack loses after it stored the message."""

    people: int
    kills: int
    replicas: int = 1
    lost: float = 0.2
    posts_per_minute: int = 300
    burst: int = 10
    latency: float = 0.15
    seed: int = 1


@dataclass(slots=True)
class Report:
    """What became of everybody. `landed` counts the kills that came while somebody was still waiting."""

    weather: Weather
    kills: int = 0
    landed: int = 0
    at_start: int = 0
    lost_answers: int = 0
    read_back: int = 0
    throttled: int = 0
    once: int = 0
    twice: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    seconds: float = 0.0
    violations: int = 0
    settled: bool = False

    @property
    def held(self) -> bool:
        """Whether everybody was asked exactly once."""
        return self.once == self.weather.people and self.settled and not self.violations


async def storm(database_url: str, weather: Weather, folder: Path) -> Report:
    """Ask a crowd through the storm. The calendar stands at nine from the first kill on."""
    report = Report(weather)
    async with Sandbox(MANIFEST, crowd(weather.people), clock=MONDAY, seed=weather.seed) as slack:
        slack.limits.posts_per_minute, slack.limits.burst = weather.posts_per_minute, weather.burst
        async with replicas(slack, database_url, weather.replicas, folder) as running:
            await start_check_in(slack)
            began = time.monotonic()
            _break_the_way_to_slack(slack, weather)
            slack.clock.set(NINE)
            await _kill(slack, running, weather, report)
            report.settled = await _settled(slack, database_url, weather)
            report.seconds = time.monotonic() - began
        _count(slack, report)
    return report


def _break_the_way_to_slack(slack: Sandbox, weather: Weather) -> None:
    slack.latency = weather.latency
    for kind in ("lost_answer", "stored_then_500"):
        slack.faults.add(
            "chat.postMessage",
            kind,
            probability=weather.lost / 2,
            match=to_a_person,
        )


async def _kill(slack: Sandbox, running: list[Replica], weather: Weather, report: Report) -> None:
    dice = random.Random(weather.seed)
    is_over = all_asked(slack, names(weather.people))
    while report.kills < weather.kills:
        victim = dice.choice(running)
        # Some kills come while the victim is still starting: migrations, first claims, first beat. Of two replicas
        # the other one works on meanwhile, so more of them may.
        if starting := dice.random() < (0.2 if len(running) == 1 else 0.6):
            await asyncio.sleep(dice.uniform(0.0, 1.0))
        else:
            await slack.socket.until_connected(len(running), 60)
            await asyncio.sleep(dice.uniform(0.0, 1.2))
        await victim.kill()
        report.kills += 1
        report.at_start += starting
        report.landed += not is_over()
        await victim.start()


async def _settled(slack: Sandbox, database_url: str, weather: Weather) -> bool:
    is_over = all_asked(slack, names(weather.people))
    return await slack.until(is_over, AFTER_THE_STORM) and await until_quiet(database_url)


async def until_quiet(database_url: str, *, at: datetime = NINE) -> bool:
    """Wait until nothing is owed, on the wire or in doubt any more; False when nothing moves for too long.

    What moves takes as long as the machine needs; what stands still is what a test is about.
    """
    store = open_store(database_url)
    try:
        return await _while_it_moves(store, at)
    finally:
        await store.close()


async def _while_it_moves(store: Store, at: datetime) -> bool:
    stood: object = None
    moved_at = time.monotonic()
    while time.monotonic() < moved_at + STANDSTILL:
        async with store.reading() as tx:
            if not await under_way.is_busy(tx, calendar_now=at):
                return True
            stands = (await tx.execute(_WHERE_ALL_STAND)).all()
        if stands != stood:
            stood, moved_at = stands, time.monotonic()
        await asyncio.sleep(0.3)
    return False


def _count(slack: Sandbox, report: Report) -> None:
    times = asked(slack, names(report.weather.people))
    report.once = sum(count == 1 for count in times.values())
    report.twice = sorted(name for name, count in times.items() if count > 1)
    report.never = sorted(name for name, count in times.items() if count == 0)
    report.lost_answers = sum(fault.struck for fault in slack.faults.planned)
    report.read_back = sum(call.method == "conversations.history" and call.ok for call in slack.calls)
    report.throttled = slack.limits.refused["chat.postMessage"]
    report.violations = len(slack.violations)
