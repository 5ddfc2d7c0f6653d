"""Drumbeat as Slack drives it: the shipped app, a real HTTP server playing Slack, a real database."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.app import Drumbeat, running
from config.secret import Secret
from config.settings import Settings
from sandbox.company import small_company
from sandbox.delivery.answer import Answer, Kind
from sandbox.errors import Json
from sandbox.server import Sandbox
from tests.databases import quick_folder, run_statements_where_they_are_asked_for
from tests.doors import unanswered
from tests.store.recounting import check_sums

MANIFEST = Path(__file__).parents[2] / "manifest.json"
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Seven in the morning in Berlin, a Monday."""

FAR = datetime(2100, 1, 1, tzinfo=UTC)
"""Every window is closed by then."""


def at(text: str) -> datetime:
    """An instant in UTC, as `2026-11-23 08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def settings_for(slack: Sandbox, database_url: str, **changes: Any) -> Settings:
    """What the environment would say to run Drumbeat in this sandbox."""
    settings = Settings(
        bot_token=Secret(slack.bot_token),
        app_token=Secret(slack.app_token),
        signing_secret=Secret(slack.signing_secret),
        slack_api_url=slack.api_url,
        database_url=database_url,
        clock_url=slack.clock_url,
        heartbeat_seconds=1,
        port=0,
        pacing=False,
    )
    return replace(settings, **changes)


@dataclass(frozen=True, slots=True)
class Scene:
    """A Slack workspace and Drumbeat in it, and the folder of its keys."""

    slack: Sandbox
    drumbeat: Drumbeat
    keys: str = ""


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    """Both ways Slack can reach us."""
    return str(request.param)


@asynccontextmanager
async def play(
    database_url: str, *, transport: str = "socket", one_by_one: bool = False, **sandbox: Any
) -> AsyncIterator[Scene]:
    """Start a workspace and Drumbeat in it; afterwards no rule of Slack's was broken, no button is dead, and what was
    summed up is what counting finds. What happens `one_by_one` needs no thread for its statements."""
    options = {"company": small_company(), "clock": MONDAY, "limits": False, **sandbox}
    with quick_folder() as folder:
        keys = str(folder)
        async with AsyncExitStack() as stack, Sandbox(MANIFEST, **options) as slack:
            settings = settings_for(slack, database_url, keys=keys)
            if transport == "http":
                settings = replace(settings, app_token=None, port=stack.enter_context(_kept_port()))
            async with running(settings) as drumbeat:
                if drumbeat.port is not None:
                    slack.deliver_to(f"http://127.0.0.1:{drumbeat.port}/slack/events")
                if one_by_one:
                    run_statements_where_they_are_asked_for(drumbeat.house.store)
                _look_when_it_is_shown(slack, drumbeat)
                await slack.wind(hours=0)
                yield Scene(slack, drumbeat, keys)
                assert await unanswered(drumbeat.app, slack) == set(), "whatever was shown can be pressed"
                async with drumbeat.house.store.transaction() as tx:
                    await check_sums(tx, FAR)
            assert slack.violations == []


def _look_when_it_is_shown(slack: Sandbox, drumbeat: Drumbeat) -> None:
    """Slack is acknowledged before a Home tab or a list is shown; people look at it afterwards."""
    transport = slack.delivery.transport
    deliver = transport.deliver

    async def deliver_and_wait(kind: Kind, body: Json, *, attempt: int = 0, reason: str = "") -> Answer:
        answer = await deliver(kind, body, attempt=attempt, reason=reason)
        await drumbeat.house.afterwards.finish()
        return answer

    transport.deliver = deliver_and_wait  # type: ignore[method-assign]


@contextmanager
def _kept_port() -> Iterator[int]:
    """A port to listen on. Until somebody does it stays taken, or another test would be given it meanwhile."""
    # Port 0 would be another one for IPv4 than for IPv6.
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        yield int(keeper.getsockname()[1])


@pytest_asyncio.fixture
async def scene(database_url: str) -> AsyncIterator[Scene]:
    """Drumbeat in a small company, on each database, over Socket Mode."""
    async with play(database_url) as playing:
        yield playing


@pytest_asyncio.fixture
async def small_scene(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """The same on SQLite alone: for what does not depend on the database, nor on the threads it works in."""
    async with play(sqlite_database_url, one_by_one=True) as playing:
        yield playing


@pytest_asyncio.fixture
async def threaded_scene(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """The same with the threads it works in: for what several people do at one instant."""
    async with play(sqlite_database_url) as playing:
        yield playing
