"""`python -m sandbox`: a workspace to look at, and to point an app at."""

import argparse
import asyncio
import json
import signal
import sys
from datetime import UTC, datetime

from sandbox.errors import ManifestRefused
from sandbox.server import Sandbox
from sandbox.teammates.companies import companies
from sandbox.teammates.teammates import Teammates


def main() -> None:
    try:
        asyncio.run(_run(_arguments()))
    except (ManifestRefused, OSError) as wrong:
        sys.exit(str(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--manifest", required=True, help="the app's manifest, as JSON")
    parser.add_argument("--port", type=int, default=8450, help="0 takes a free one (default: 8450)")
    parser.add_argument("--company", choices=sorted(companies()), default="small", help="who works here")
    parser.add_argument("--teammates", action="store_true", help="let people answer by themselves")
    parser.add_argument("--no-limits", action="store_true", help="switch rate limits off")
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
        companies()[options.company](),
        clock=options.clock,
        frozen=options.frozen,
        limits=not options.no_limits,
        request_url=options.request_url,
        port=options.port,
    )
    async with sandbox as slack:
        if options.teammates:
            slack.teammates = Teammates(slack)
        sys.stdout.write(json.dumps(_addresses(slack)) + "\n")
        sys.stdout.flush()
        await _until_told_to_stop()


def _addresses(slack: Sandbox) -> dict[str, str]:
    return {
        "page": f"{slack.base_url}/",
        "api_url": slack.api_url,
        "clock_url": slack.clock_url,
        "bot_token": slack.bot_token,
        "app_token": slack.app_token,
        "signing_secret": slack.signing_secret,
    }


async def _until_told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, told.set)
    await told.wait()


if __name__ == "__main__":
    main()
