"""Drumbeat was not there when something fell due, or Slack was not."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.app import Drumbeat, running
from bot.store.engine import Store
from bot.store.tables import member, prompt
from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.reliability.crowd import PATIENCE
from tests.scenarios.conftest import MANIFEST, MONDAY, Scene, at, settings_for
from tests.scenarios.living import asked, boards, start_check_in

HEARTBEAT = 60
"""Seconds; long enough that being asked at the first beat can be told from being asked at the second."""


@dataclass(frozen=True, slots=True)
class House:
    """A workspace in which Drumbeat comes and goes."""

    slack: Sandbox
    database_url: str

    @asynccontextmanager
    async def drumbeat(self) -> AsyncIterator[Drumbeat]:
        """Drumbeat, for as long as it runs."""
        settings = settings_for(self.slack, self.database_url, heartbeat_seconds=HEARTBEAT)
        async with running(settings) as drumbeat:
            yield drumbeat
        # The sandbox's clock would wait half a minute for somebody who is gone.
        self.slack.clock.followers.clear()

    async def set_up(self) -> None:
        """Ana starts a check-in for her team at seven in Berlin, and then Drumbeat goes down."""
        async with self.drumbeat() as drumbeat:
            await self.slack.wind(hours=0)
            await start_check_in(Scene(self.slack, drumbeat))

    async def until_asked(self, *people: str) -> None:
        """Wait until each of them was asked."""
        happened = await self.slack.until(
            lambda: all(asked(self.slack.person(name)) for name in people), PATIENCE
        )
        assert happened, f"one of {people} was not asked"


@asynccontextmanager
async def house(database_url: str) -> AsyncIterator[House]:
    """A small company with a check-in for Berlin, New York, Tokyo and Kolkata."""
    async with Sandbox(MANIFEST, small_company(), clock=MONDAY, limits=False) as slack:
        here = House(slack, database_url)
        await here.set_up()
        yield here
        assert slack.violations == []


async def states(store: Store) -> dict[str, list[str]]:
    """How each person's prompts stand, oldest first, by name."""
    query = (
        select(member.c.name, prompt.c.state)
        .join(member, member.c.id == prompt.c.member_id)
        .order_by(prompt.c.id)
    )
    async with store.transaction() as tx:
        rows = (await tx.execute(query)).all()
    return {name: [row.state for row in rows if row.name == name] for name in {row.name for row in rows}}


async def test_who_fell_due_while_it_was_down_is_asked_at_the_first_heartbeat(database_url: str) -> None:
    async with house(database_url) as here:
        here.slack.clock.set(at("2026-11-23 08:30"))
        async with here.drumbeat() as drumbeat:
            back = time.monotonic()
            await here.until_asked("ana")
            assert time.monotonic() - back < HEARTBEAT
            await here.slack.wind(hours=1)
            assert len(asked(here.slack.person("ana"))) == 1
            assert (await states(drumbeat.house.store))["ana"] == ["sent"]


async def test_whose_window_has_closed_meanwhile_is_excused_and_never_counted_as_missing(
    database_url: str,
) -> None:
    async with house(database_url) as here:
        here.slack.clock.set(at("2026-11-23 16:30"))
        async with here.drumbeat() as drumbeat:
            await here.until_asked("ben")
            await here.slack.wind(to=at("2026-11-23 22:30"))
            assert asked(here.slack.person("ana")) == []
            found = await states(drumbeat.house.store)
            assert (found["ana"], found["ben"]) == (["excused"], ["missed"])
            (board,) = boards(here.slack.person("ana"))
            assert "0 of 1 answered" in board.text


async def test_after_days_of_being_down_nobody_is_asked_about_days_that_are_over(
    sqlite_database_url: str,
) -> None:
    async with house(sqlite_database_url) as here:
        here.slack.clock.set(at("2026-11-26 08:30"))
        async with here.drumbeat() as drumbeat:
            await here.until_asked("ana")
            await here.slack.wind(hours=2)
            assert len(asked(here.slack.person("ana"))) == 1
            assert len(boards(here.slack.person("ana"))) == 1
            assert len((await states(drumbeat.house.store))["ana"]) == 1


async def test_who_could_not_be_reached_while_the_window_was_open_is_excused(
    sqlite_database_url: str,
) -> None:
    async with house(sqlite_database_url) as here, here.drumbeat() as drumbeat:
        ana = here.slack.person("ana").id
        here.slack.faults.add(
            "chat.postMessage", "rate_limited", times=1000, match=lambda args: args["channel"] == ana
        )
        here.slack.clock.set(at("2026-11-23 08:00"))
        assert await here.slack.until(lambda: here.slack.faults.planned[0].struck > 0, PATIENCE)
        here.slack.clock.set(at("2026-11-23 16:00"))
        await here.slack.wind(hours=0)
        here.slack.faults.clear()
        await here.slack.wind(to=at("2026-11-23 22:30"))
        assert asked(here.slack.person("ana")) == []
        assert (await states(drumbeat.house.store))["ana"] == ["excused"]


async def test_winding_the_clock_back_asks_nobody_again(database_url: str) -> None:
    async with house(database_url) as here, here.drumbeat():
        await here.slack.wind(to=at("2026-11-23 23:00"))
        before = _everything(here)
        await here.slack.wind(to=at("2026-11-23 07:00"))
        await here.slack.wind(to=at("2026-11-23 23:00") + timedelta(minutes=1))
        assert _everything(here) == before
        assert len(before) == 6, "the introduction, the round, and two who were asked and reminded"


def _everything(here: House) -> list[tuple[str, str]]:
    channels = here.slack.workspace.channels.values()
    return sorted((channel.id, ts) for channel in channels for ts in channel.messages)
