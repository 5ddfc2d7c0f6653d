"""Winding halts wherever somebody has something to do, and jumps over nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
import pytest

from sandbox.clock import Clock, Progress
from sandbox.errors import ClockStuck
from sandbox.model import Message
from sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY


class Follower:
    """Follows a sandbox's clock over HTTP, with something to do every `every`."""

    def __init__(self, slack: Sandbox, name: str, every: timedelta) -> None:
        self.slack, self.name, self.every = slack, name, every
        self.due = slack.clock.now() + every
        self.done: list[datetime] = []

    async def run(self) -> None:
        tick = 0
        async with aiohttp.ClientSession() as session:
            while True:
                body = {
                    "follower": self.name,
                    "tick": tick,
                    "idle": tick > 0,
                    "next_due": self.due.isoformat(),
                }
                async with session.post(f"{self.slack.clock_url}/follow", json=body) as response:
                    reading = await response.json()
                tick = reading["tick"]
                self.work(datetime.fromisoformat(reading["now"]))

    def work(self, now: datetime) -> None:
        while self.due <= now:
            self.done.append(now)
            self.due += self.every


@asynccontextmanager
async def following(*followers: Follower) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(follower.run()) for follower in followers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_two_followers_each_do_everything_at_its_own_instant(slack: Sandbox) -> None:
    hourly = Follower(slack, "hourly", timedelta(hours=1))
    odd = Follower(slack, "odd", timedelta(minutes=100))
    async with following(hourly, odd):
        assert await slack.clock.changed.until(lambda: len(slack.clock.followers) == 2, 30)
        halts: list[Progress] = []
        await slack.wind(hours=10, on_progress=halts.append)
    assert hourly.done == [MONDAY + timedelta(hours=hour) for hour in range(1, 11)]
    assert odd.done == [MONDAY + timedelta(minutes=100 * number) for number in range(1, 7)]
    assert halts[-1].halts == 14
    assert halts[-1].now == halts[-1].to == MONDAY + timedelta(hours=10)


async def test_eight_weeks_with_1500_halts_take_seconds(slack: Sandbox) -> None:
    busy = Follower(slack, "busy", timedelta(weeks=8) / 1500)
    async with following(busy):
        assert await slack.clock.changed.until(lambda: len(slack.clock.followers) == 1, 30)
        async with asyncio.timeout(60):
            await slack.wind(days=56)
    assert len(busy.done) == 1500


async def test_winding_back_jumps(slack: Sandbox) -> None:
    hourly = Follower(slack, "hourly", timedelta(hours=1))
    async with following(hourly):
        assert await slack.clock.changed.until(lambda: len(slack.clock.followers) == 1, 30)
        await slack.wind(to=MONDAY - timedelta(days=7))
    assert hourly.done == []
    assert slack.clock.now() == MONDAY - timedelta(days=7)


async def test_a_wind_can_be_cancelled_on_the_way(slack: Sandbox) -> None:
    slow = asyncio.create_task(slack.clock.follow("slow", 0, idle=False))
    await slow
    winding = asyncio.create_task(slack.wind(hours=1))
    assert await slack.clock.changed.until(lambda: slack.clock.winding, 30)
    winding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await winding
    assert not slack.clock.winding
    assert slack.clock.now() == MONDAY


async def test_a_silent_follower_is_forgotten(slack: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.clock.FORGET_AFTER", 0.05)
    await slack.clock.follow("dead", 0, idle=False)
    async with asyncio.timeout(30):
        await slack.wind(hours=1)


async def test_what_a_clock_waits_for_is_said(
    slack: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sandbox.clock.TELL_AFTER", 0.0)
    await slack.clock.follow("slow", 0, idle=False)
    winding = asyncio.create_task(slack.wind(hours=1))
    while not caplog.records:
        await slack.clock.follow("slow", 0, idle=False)
        await asyncio.sleep(0)
    assert "slow is at tick 0 of " in caplog.text
    assert "next due None" in caplog.text
    winding.cancel()
    await asyncio.wait([winding])


async def test_a_follower_that_speaks_nonsense_is_told_so(slack: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for body in ({}, {"follower": "x", "tick": 1, "idle": True, "next_due": "2026-01-01T00:00:00"}):
            async with session.post(f"{slack.clock_url}/follow", json=body) as response:
                assert response.status == 400


async def test_following_waits_for_a_larger_tick(slack: Sandbox) -> None:
    waiting = asyncio.create_task(slack.clock.follow("x", slack.clock.tick, idle=True))
    await slack.clock.follow("y", 0, idle=False)
    assert not waiting.done()
    slack.clock.look_again()
    assert (await waiting)["tick"] == slack.clock.tick


class Chatterbox:
    """A teammate who says something every hour, and hears what is said."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.next = slack.clock.now() + timedelta(hours=1)
        self.heard: list[str] = []

    def next_action_at(self) -> datetime | None:
        return self.next

    async def act(self, now: datetime) -> None:
        await self.slack.person("ana").say(f"{now:%H:%M}", channel="checkout")
        self.next = now + timedelta(hours=1)

    async def on_message(self, message: Message) -> None:
        self.heard.append(message.text)


async def test_teammates_act_when_their_moment_comes(slack: Sandbox) -> None:
    teammate = slack.teammates = Chatterbox(slack)
    await slack.wind(hours=3)
    said = [message.text for message in slack.person("ben").sees("checkout")]
    assert said == teammate.heard == ["08:00", "09:00", "10:00"]


async def test_teammates_act_while_time_flows_by_itself(slack: Sandbox) -> None:
    teammate = slack.teammates = Chatterbox(slack)
    slack.clock.set(teammate.next, rate=1)
    assert await slack.clock.changed.until(lambda: teammate.heard == ["08:00"], 30)


async def test_teammates_who_never_rest_are_an_error() -> None:
    class Restless:
        def next_action_at(self) -> datetime:
            return MONDAY

        async def act(self, now: datetime) -> None: ...

        async def on_message(self, message: Message) -> None: ...

    clock = Clock(MONDAY)
    clock.teammates = Restless()
    with pytest.raises(ClockStuck):
        await clock.wind(MONDAY + timedelta(hours=1))
