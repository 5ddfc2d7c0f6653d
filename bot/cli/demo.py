"""`drumbeat demo`: a Slack workspace on this machine in which eight weeks have been lived, and a page to look at."""

import argparse
import asyncio
import json
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli.processes import Child, child
from bot.cli.speech import OK, Trouble, say
from bot.cli.stopping import free_port, told_to_stop, unless
from bot.cli.workspace import addresses, sandbox
from bot.views.words import plural
from config.settings import environment_for_child

SUMMARY = "Live through eight weeks of rituals on this machine, without a Slack account"
PAGE_PORT = 8450
MOST_WEEKS = 26
SECONDS_TO_LIVE_A_DAY = 120.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the page's port, the number of weeks, and whether to open a browser."""
    parser.add_argument("--port", type=int, help=f"the page's port (default: {PAGE_PORT}, or a free one)")
    parser.add_argument("--weeks", type=_weeks, default=8, help="weeks to live through first (default: 8)")
    parser.add_argument(
        "--no-browser", action="store_true", help="print the page's address and leave it at that"
    )


def run(options: argparse.Namespace) -> int:
    """Run the demo until Ctrl-C; nothing is left behind. Raises Trouble."""
    # The children work in a folder of their own, where no .env with real tokens is found.
    port = free_port(PAGE_PORT) if options.port is None else options.port
    with tempfile.TemporaryDirectory(prefix="drumbeat-demo-") as folder:
        asyncio.run(_demo(port, options.weeks, Path(folder), browser=not options.no_browser))
    say("\nStopped. Nothing is left behind.")
    return OK


async def _demo(port: int, weeks: int, folder: Path, *, browser: bool) -> None:
    stopped = told_to_stop()
    today = _a_thursday_morning(datetime.now(UTC))
    async with AsyncExitStack() as stack:
        say("Opening a workspace …")
        opened = await stack.enter_async_context(_sandbox(port, today - timedelta(weeks=weeks), folder))
        workspace = await unless(stopped, [opened], addresses(opened))
        if workspace is None:
            return
        bot = await stack.enter_async_context(_bot(workspace, folder))
        if weeks:
            await unless(stopped, [opened, bot], _live(workspace["page"], weeks, today))
        if not stopped.is_set():
            _show(workspace["page"], browser=browser)
            await unless(stopped, [opened, bot], stopped.wait())


def _a_thursday_morning(now: datetime) -> datetime:
    """The last Thursday before now, five past nine in Berlin: a check-in waits, and Monday's digest lies ahead."""
    local = now.astimezone(ZoneInfo("Europe/Berlin"))
    thursday = local.date() - timedelta(days=(local.weekday() - 3) % 7 or 7)
    return datetime.combine(thursday, time(9, 5), local.tzinfo)


def _sandbox(port: int, clock: datetime, folder: Path) -> AbstractAsyncContextManager[Child]:
    return sandbox(["--company", "travel", "--port", str(port), "--clock", clock.isoformat()], folder)


def _bot(workspace: Mapping[str, str], folder: Path) -> AbstractAsyncContextManager[Child]:
    settings = {
        "SLACK_BOT_TOKEN": workspace["bot_token"],
        "SLACK_APP_TOKEN": workspace["app_token"],
        "SLACK_SIGNING_SECRET": workspace["signing_secret"],
        "SLACK_API_URL": workspace["api_url"],
        "DRUMBEAT_CLOCK_URL": workspace["clock_url"],
        "DRUMBEAT_PACING": "off",
        "LOG_LEVEL": "warning",
        "DATABASE_URL": f"sqlite:///{folder}/demo.db",
        "DRUMBEAT_KEYS": str(folder / "keys"),
        "PORT": str(free_port(0)),
    }
    return child("The bot", "bot", ["run"], environment_for_child(settings), folder)


async def _live(page: str, weeks: int, until: datetime) -> None:
    """Have the sandbox live the weeks, with a progress bar. Raises Trouble when it cannot."""
    from tqdm import tqdm

    with tqdm(
        total=100,
        unit="%",
        bar_format=f"Living {plural(weeks, 'week')} {{bar}} {{percentage:3.0f}} % {{desc}}",
    ) as bar:
        async for step in _steps(page, {"weeks": weeks, "until": until.isoformat()}):
            if "error" in step:
                raise Trouble([f"The weeks could not be lived: {step['error']}"])
            bar.set_description_str(str(step.get("day", "")), refresh=False)
            bar.update(100 * step.get("done", 1) - bar.n)


async def _steps(page: str, request: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
    import aiohttp

    patient = aiohttp.ClientTimeout(total=None, sock_read=SECONDS_TO_LIVE_A_DAY)
    try:
        async with (
            aiohttp.ClientSession(timeout=patient) as session,
            session.post(f"{page}sandbox/live", json=request, raise_for_status=True) as response,
        ):
            async for line in response.content:
                yield json.loads(line)
    except (TimeoutError, aiohttp.ClientError) as error:
        raise Trouble(
            [f"The sandbox broke off while living the weeks: {error or type(error).__name__}."]
        ) from error


def _show(page: str, *, browser: bool) -> None:
    say(f"\n  Open {page}\n\n  Act as anybody, wind the clock, answer a check-in. Ctrl-C stops everything.")
    if browser:
        webbrowser.open(page)


def _weeks(text: str) -> int:
    if not text.isdigit() or int(text) > MOST_WEEKS:
        raise argparse.ArgumentTypeError(f"write a whole number from 0 to {MOST_WEEKS}")
    return int(text)
