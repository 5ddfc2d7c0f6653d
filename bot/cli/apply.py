"""`drumbeat apply RITUALS.yaml`: make the workspace what the file says."""

import argparse
import asyncio
from collections.abc import Sequence

from bot.cli.office import add_file, office, told, without_keys
from bot.cli.rituals_file import read_rituals
from bot.cli.settings import caller_or_trouble
from bot.cli.speech import OK, say
from bot.rituals.as_code.applying import Difference, apply_file, present_in
from bot.rituals.as_code.file import RitualsFile
from bot.rituals.as_code.resolving import Resolved, resolve
from bot.slack.gateway import Gateway
from bot.views.schedule_words import recurrence_in_words
from config.settings import Caller

SUMMARY = "Make the workspace's teams, rituals and digests what a RITUALS.yaml says"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file."""
    add_file(parser)


def run(options: argparse.Namespace) -> int:
    """Read the file, look its names up in Slack, and store what it says. Raises Trouble."""
    file = read_rituals(options.file)
    caller = caller_or_trouble()
    differences = asyncio.run(_apply(caller, file))
    for line in (*told(differences, intended=False), *without_keys(caller.local, file)):
        say(line)
    return OK


async def _apply(caller: Caller, file: RitualsFile) -> Sequence[Difference]:
    async with office(caller) as at_hand:
        store, workspace_id = at_hand.store, at_hand.workspace.id
        resolved = await resolve(file, at_hand.slack, await present_in(store, workspace_id, at_hand.now))
        await _enter_channels(at_hand.slack, resolved)
        return await apply_file(store, workspace_id, resolved, now=at_hand.now, in_words=recurrence_in_words)


async def _enter_channels(slack: Gateway, resolved: Resolved) -> None:
    for channel in resolved.channels:
        if not channel.has_bot:
            await slack.join(channel.slack_id)
