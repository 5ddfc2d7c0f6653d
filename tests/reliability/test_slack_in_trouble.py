"""Slack says 429, says 500, or says nothing: everybody is asked once, and trouble stays where it is."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sandbox.errors import Json
from sandbox.faults import Kind
from tests.reliability.crowd import (
    CHANNEL,
    NINE,
    PATIENCE,
    all_asked,
    asked,
    crowd,
    names,
    start_check_in,
    to_a_person,
)
from tests.scenarios.conftest import Scene, play

PEOPLE = names(20)


@asynccontextmanager
async def about_to_ask(database_url: str) -> AsyncIterator[Scene]:
    """A crowd that is asked as soon as the clock says nine."""
    async with play(database_url, company=crowd(len(PEOPLE))) as scene:
        await start_check_in(scene.slack)
        yield scene


class Watch:
    """A fault's match that lets trouble reach the first few posts to people, and notes when each was tried."""

    def __init__(self, victims: int) -> None:
        self.seen: dict[str, list[float]] = {}
        self._victims = victims

    def __call__(self, args: Json) -> bool:
        if not to_a_person(args):
            return False
        self.seen.setdefault(str(args["channel"]), []).append(time.monotonic())
        self._victims -= 1
        return self._victims >= 0


async def test_a_storm_of_429s_asks_everybody_once_and_never_sooner_than_slack_said(
    database_url: str,
) -> None:
    async with about_to_ask(database_url) as scene:
        watch = Watch(5)
        scene.slack.faults.add("chat.postMessage", "rate_limited", times=1000, seconds=2, match=watch)
        scene.slack.clock.set(NINE)
        assert await scene.slack.until(all_asked(scene.slack, PEOPLE), PATIENCE)
        await scene.slack.wind(hours=0)
        assert set(asked(scene.slack, PEOPLE).values()) == {1}
        refused = [times for times in watch.seen.values() if len(times) > 1]
        assert refused
        assert all(later - sooner >= 2 for sooner, later, *_ in refused)


@pytest.mark.parametrize("kind", ["error_500", "stored_then_500", "lost_answer"])
async def test_a_storm_of_lost_answers_asks_everybody_once(sqlite_database_url: str, kind: Kind) -> None:
    async with about_to_ask(sqlite_database_url) as scene:
        fault = scene.slack.faults.add("chat.postMessage", kind, times=15, match=to_a_person)
        scene.slack.clock.set(NINE)
        assert await scene.slack.until(all_asked(scene.slack, PEOPLE), PATIENCE)
        await scene.slack.wind(hours=0)
        assert set(asked(scene.slack, PEOPLE).values()) == {1}
        assert fault.struck == 15


async def test_reading_back_may_fail_too_and_still_nobody_is_asked_twice(sqlite_database_url: str) -> None:
    async with about_to_ask(sqlite_database_url) as scene:
        scene.slack.faults.add("chat.postMessage", "stored_then_500", times=4, match=to_a_person)
        scene.slack.faults.add("conversations.history", "error_500", times=2)
        scene.slack.faults.add("conversations.open", "rate_limited", times=1)
        scene.slack.clock.set(NINE)
        assert await scene.slack.until(all_asked(scene.slack, PEOPLE), PATIENCE)
        await scene.slack.wind(hours=0)
        assert set(asked(scene.slack, PEOPLE).values()) == {1}


async def test_a_throttled_channel_does_not_hold_up_the_people_in_it(sqlite_database_url: str) -> None:
    async with about_to_ask(sqlite_database_url) as scene:
        slack = scene.slack
        channel = slack.channel(CHANNEL).id
        fault = slack.faults.add(
            "chat.postMessage",
            "rate_limited",
            seconds=60,
            match=lambda args: args["channel"] == channel,
        )
        introduced = len(slack.person(PEOPLE[0]).sees(CHANNEL))
        slack.clock.set(NINE)
        assert await slack.until(all_asked(slack, PEOPLE), 45)
        assert fault.struck == 1
        assert len(slack.person(PEOPLE[0]).sees(CHANNEL)) == introduced
