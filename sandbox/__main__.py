"""`python -m sandbox`: a workspace to look at, and to point an app at."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Coroutine, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from sandbox.company import Company
from sandbox.company_file import UnknownCompany, read_company
from sandbox.errors import ManifestRefused
from sandbox.server import Sandbox
from sandbox.teammates.companies import companies
from sandbox.teammates.lived_weeks import CouldNotLive, NothingToFillIn, app_follows, live
from sandbox.teammates.teammates import Teammates

PATIENCE = 60.0
"""Real seconds an app may take to appear before its company gives up living weeks with it."""


def main() -> None:
    try:
        asyncio.run(_run(_arguments()))
    except (ManifestRefused, CouldNotLive, UnknownCompany, OSError) as wrong:
        sys.exit(str(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--manifest", required=True, help="the app's manifest, as JSON")
    parser.add_argument("--port", type=int, default=8450, help="0 takes a free one (default: 8450)")
    known = ", ".join(sorted(companies()))
    parser.add_argument(
        "--company", default="small", help=f"who works here: {known}, or a file (company_file.py)"
    )
    parser.add_argument("--teammates", action="store_true", help="let people answer by themselves")
    parser.add_argument("--seed", type=int, default=1, help="another one makes them other people")
    parser.add_argument("--live-weeks", type=int, default=0, help="first live so many weeks, up to now")
    parser.add_argument("--no-limits", action="store_true", help="switch rate limits off")
    parser.add_argument(
        "--no-pictures", action="store_true", help="refuse charts and tables, as some workspaces do"
    )
    parser.add_argument("--clock", type=_moment, help="calendar time at the start, ISO 8601 (default: now)")
    parser.add_argument("--frozen", action="store_true", help="calendar time stands still until wound")
    parser.add_argument("--request-url", help="deliver by signed HTTP to this URL, not by Socket Mode")
    return parser.parse_args()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _run(options: argparse.Namespace) -> None:
    sandbox = Sandbox(
        options.manifest,
        _company(options.company),
        clock=options.clock,
        frozen=options.frozen,
        limits=not options.no_limits,
        request_url=options.request_url,
        port=options.port,
    )
    sandbox.takes_pictures = not options.no_pictures
    async with sandbox as slack:
        if options.teammates:
            slack.teammates = Teammates(slack, seed=options.seed)
        told = _told_to_stop()
        _say(_addresses(slack))
        await _until(told, _live(slack, options.live_weeks))


def _company(wanted: str) -> Company:
    return companies()[wanted]() if wanted in companies() else read_company(Path(wanted))


async def _live(slack: Sandbox, weeks: int) -> None:
    """Have the company live through weeks as soon as an app is there, with a line of JSON for every step."""
    if not weeks:
        return
    if not await app_follows(slack, PATIENCE):
        raise NothingToFillIn("no app follows the clock, so there is nobody to live these weeks with")
    await live(slack, weeks, progress=_tell)


def _tell(done: float, day: date) -> None:
    _say({"done": done, "day": day.isoformat()})


def _say(line: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _addresses(slack: Sandbox) -> dict[str, str]:
    return {
        "page": f"{slack.base_url}/",
        "api_url": slack.api_url,
        "clock_url": slack.clock_url,
        "bot_token": slack.bot_token,
        "app_token": slack.app_token,
        "signing_secret": slack.signing_secret,
    }


def _told_to_stop() -> asyncio.Event:
    told = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    return told


async def _until(told: asyncio.Event, meanwhile: Coroutine[None, None, None]) -> None:
    """Wait to be told; what goes on meanwhile ends with it, and what goes wrong in it ends the wait."""
    work = asyncio.create_task(meanwhile)
    work.add_done_callback(lambda done: told.set() if not done.cancelled() and done.exception() else None)
    await told.wait()
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work


if __name__ == "__main__":
    main()
