"""`drumbeat doctor`: look at everything Drumbeat depends on, and say what to do."""

import argparse
import asyncio
from contextlib import suppress

from bot.cli.check_house import check_calendar, check_database, check_signing_secret
from bot.cli.check_keys import check_keys
from bot.cli.check_slack import check_slack
from bot.cli.findings import Finding, fine, wrong
from bot.cli.settings import database_url_or_trouble, local_or_trouble, settings_or_trouble
from bot.cli.speech import OK, WRONG, Trouble, say
from config.settings import Settings

SUMMARY = "Check settings, database, Slack, scopes, clock and keys, and say what to do"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: the environment says what to check."""


def run(options: argparse.Namespace) -> int:
    """Print every finding; 1 when something is wrong."""
    findings = asyncio.run(_examine())
    for finding in findings:
        say(str(finding))
    ill = sum(not finding.is_fine for finding in findings)
    say(f"\n{ill} of {len(findings)} need you." if ill else "\nAll is well. Start with: drumbeat run")
    return WRONG if ill else OK


async def _examine() -> list[Finding]:
    try:
        settings = settings_or_trouble()
    except Trouble as trouble:
        return [_problem(problem) for problem in trouble.problems] + await _what_can_be_checked()
    return await _everything(settings)


async def _everything(settings: Settings) -> list[Finding]:
    way = "Socket Mode" if settings.socket_mode else f"HTTP on port {settings.port}"
    return [
        fine(f"The settings can be used; Slack reaches us through {way}"),
        *await check_database(settings.database_url),
        *await check_slack(settings),
        *check_signing_secret(settings),
        *await check_calendar(settings.clock_url),
        *await check_keys(settings.local),
    ]


async def _what_can_be_checked() -> list[Finding]:
    """With settings that cannot be used what needs no Slack may still be looked at."""
    found: list[Finding] = []
    with suppress(Trouble):
        found += await check_database(database_url_or_trouble())
    with suppress(Trouble):
        local = local_or_trouble()
        found += [*await check_calendar(local.clock_url), *await check_keys(local)]
    return found


def _problem(sentence: str) -> Finding:
    what, _, todo = sentence.partition(". ")
    return wrong(what, todo)
