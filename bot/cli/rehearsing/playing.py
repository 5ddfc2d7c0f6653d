"""Playing weeks: the shipped heartbeat, store and outbox in this process, a sandbox as the workspace beside it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.cli.processes import Child
from bot.cli.rehearsing import goals
from bot.cli.rehearsing.plan import Plan
from bot.cli.rehearsing.unopened import unopened
from bot.cli.speech import Trouble
from bot.cli.workspace import addresses, sandbox
from bot.handlers.house import House
from bot.rituals.as_code.applying import apply_file
from bot.rituals.as_code.file import RitualsFile
from bot.rituals.as_code.resolving import resolve
from bot.slack.gateway import Gateway
from bot.slack.probe import gateway_to
from bot.store import rehearsals
from bot.store.engine import open_store
from bot.store.migrate import migrate
from bot.values.errors import DrumbeatError
from bot.values.rehearsals import Happened, Written
from config.secret import Secret
from config.settings import Settings

LOOK_AGAIN = 0.1
"""Seconds between two looks at how far the clock has been wound."""

Progress = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What happened. `nobody` are rituals without anybody to ask, `broken` rules of Slack's a message would break;
    of `sealed` rounds, by ritual and day, only those are in `happened` who were not asked."""

    plan: Plan
    happened: list[Happened]
    written: list[Written]
    channels: dict[str, str]
    nobody: list[str]
    broken: list[str]
    sealed: set[tuple[str, date]] = field(default_factory=set)


@asynccontextmanager
async def opened(plan: Plan, folder: Path) -> AsyncIterator[Child]:
    """A workspace that fits the file, its clock standing still."""
    described = folder / "company.json"
    described.write_text(json.dumps(plan.cast.company()), "utf-8")
    options = ["--port", "0", "--company", str(described), "--seed", str(plan.seed)]
    options += ["--clock", plan.begins.isoformat(), "--frozen"]
    async with sandbox(options + ["--teammates"] * plan.is_answered, folder) as running:
        yield running


async def play(plan: Plan, workspace: Child, folder: Path, progress: Progress) -> Rehearsed:
    """Apply the file and live through the weeks. Raises FileProblems, and Trouble when the sandbox gives up."""
    from bot.app import running

    at = await addresses(workspace)
    settings = _settings(at, folder)
    await _make_tables(settings)
    async with (
        running(settings) as drumbeat,
        gateway_to(at["api_url"], at["bot_token"]) as slack,
        aiohttp.ClientSession() as session,
    ):
        store = drumbeat.house.store
        channels = {channel.slack_id: channel.name for channel in await slack.channels()}
        await _apply(plan.file, slack, drumbeat.house)
        await _wind(session, at["page"], plan.ends, progress)
        async with store.transaction() as tx:
            happened, written = await rehearsals.happened(tx), await rehearsals.written(tx)
            sealed = await rehearsals.sealed(tx)
            excused, nobody = await unopened(tx, await rehearsals.home(tx), happened, plan)
        broken = await _broken_rules(session, at["page"])
        return Rehearsed(plan, happened + excused, written, channels, nobody, broken, sealed)


def _settings(at: dict[str, str], folder: Path) -> Settings:
    # Nothing of the real environment is read: a rehearsal cannot reach a real workspace.
    return Settings(
        bot_token=Secret(at["bot_token"]),
        app_token=Secret(at["app_token"]),
        signing_secret=Secret(at["signing_secret"]),
        slack_api_url=at["api_url"],
        clock_url=at["clock_url"],
        database_url=f"sqlite+aiosqlite:///{folder}/rehearsal.db",
        keys=str(folder / "keys"),
        pacing=False,
    )


async def _make_tables(settings: Settings) -> None:
    store = open_store(settings.database_url)
    try:
        await migrate(store)
    finally:
        await store.close()


async def _apply(file: RitualsFile, slack: Gateway, house: House) -> None:
    resolved = await resolve(file, slack)
    for channel in resolved.channels:
        if not channel.has_bot:
            await slack.join(channel.slack_id)
    async with house.store.transaction() as tx:
        home = await rehearsals.home(tx)
    try:
        await apply_file(house.store, home, resolved, now=house.now())
        async with house.store.transaction() as tx:
            await goals.invent(tx, home, house.now())
    except DrumbeatError as error:
        raise Trouble([error.user_message]) from error
    house.wake()


async def _wind(session: aiohttp.ClientSession, page: str, until: datetime, progress: Progress) -> None:
    """Have the sandbox's clock wound, and tell how far it is."""
    state = await _clock(session, page, {"wind": until.isoformat()})
    while state["winding"] is not None:
        await asyncio.sleep(LOOK_AGAIN)
        state = await _clock(session, page)
        progress(datetime.fromisoformat(state["now"]))
    if datetime.fromisoformat(state["now"]) < until:
        raise Trouble([f"The clock stopped at {state['now']}. Please report this, with your file."])


async def _clock(
    session: aiohttp.ClientSession, page: str, change: dict[str, str] | None = None
) -> dict[str, Any]:
    url = f"{page}sandbox/clock"
    request = session.get(url) if change is None else session.post(url, json=change)
    async with request as response:
        response.raise_for_status()
        state: dict[str, Any] = await response.json()
        return state


async def _broken_rules(session: aiohttp.ClientSession, page: str) -> list[str]:
    async with session.get(f"{page}sandbox/log", params={"kind": "violations"}) as response:
        entries = (await response.json())["entries"]
    return [f"{entry['where']}: {entry['message']}" for entry in entries]
