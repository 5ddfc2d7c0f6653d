"""`drumbeat plan RITUALS.yaml`: what `apply` would change, without changing it."""

import argparse
import asyncio
from collections.abc import Sequence

from bot.cli.office import add_file, office, told, without_keys
from bot.cli.rituals_file import read_rituals
from bot.cli.settings import caller_or_trouble
from bot.cli.speech import OK, say
from bot.rituals.as_code.applying import Difference, compare_file, present_in
from bot.rituals.as_code.file import RitualsFile
from bot.rituals.as_code.resolving import resolve
from bot.views.schedule_words import recurrence_in_words
from config.settings import Caller

SUMMARY = "Show what applying a RITUALS.yaml would change; leaves with 0 if nothing, 2 if something"
DIFFERENT = 2
"""The exit code when something would change: 1 is taken, for what has to be mended."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file."""
    add_file(parser)


def run(options: argparse.Namespace) -> int:
    """Read the file, look its names up in Slack, and compare it with the workspace. Raises Trouble."""
    file = read_rituals(options.file)
    caller = caller_or_trouble()
    differences = asyncio.run(_compare(caller, file))
    for line in (*told(differences, intended=True), *without_keys(caller.local, file)):
        say(line)
    changes = sum(difference.is_change for difference in differences)
    say(_summary(changes))
    return DIFFERENT if changes else OK


async def _compare(caller: Caller, file: RitualsFile) -> Sequence[Difference]:
    async with office(caller) as at_hand:
        store, workspace_id = at_hand.store, at_hand.workspace.id
        resolved = await resolve(file, at_hand.slack, await present_in(store, workspace_id, at_hand.now))
        return await compare_file(
            store, workspace_id, resolved, now=at_hand.now, in_words=recurrence_in_words
        )


def _summary(changes: int) -> str:
    if not changes:
        return "The workspace is what the file says: nothing to do."
    return f"{changes} {'change' if changes == 1 else 'changes'}. Make it so with drumbeat apply."
