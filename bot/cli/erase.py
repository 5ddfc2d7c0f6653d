"""`drumbeat erase --member U0ALICE [--yes]`: erase one person, as they could themselves with `/drumbeat erase`."""

import argparse
import asyncio
import sys

from bot.cli.person import Desk, add_member, desk
from bot.cli.settings import local_or_trouble
from bot.cli.speech import OK, WRONG, Trouble, say
from bot.privacy.about_me import about_me
from bot.privacy.erasing import erase, finish_erasing
from bot.views.words import plural
from config.settings import Local

SUMMARY = "Erase one person: their name and what they said; work stays without a name"

NEEDS_YES = "Nobody is there to ask. Add --yes when you are sure: there is no way back."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whom, and whether that is sure."""
    add_member(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Ask, then erase. Raises Trouble."""
    return asyncio.run(_erase(local_or_trouble(), options))


async def _erase(local: Local, options: argparse.Namespace) -> int:
    async with desk(local, options) as at_hand:
        await _say_what_goes(at_hand)
        if not (options.yes or _is_sure(at_hand.member.slack_id)):
            say("Nothing was erased.")
            return WRONG
        await erase(at_hand.store, at_hand.keys, at_hand.withheld, at_hand.member, at_hand.now)
        say("Their name is gone. Erasing the rest …")
        await finish_erasing(at_hand.store, at_hand.now)
    say("Erased. Messages in Slack are deleted as soon as Drumbeat runs.")
    return OK


async def _say_what_goes(at_hand: Desk) -> None:
    about = await about_me(at_hand.store, at_hand.withheld, at_hand.member, at_hand.now)
    say(
        f"{about.name}: {plural(about.answers, 'answer')}, {plural(about.votes, 'pick')} in polls,"
        f" {plural(about.absences, 'absence')}, {plural(about.feedback_received, 'piece')} of feedback for them."
    )
    say(
        f"{plural(about.raised, 'bottleneck')}, {plural(about.feedback_given, 'piece')} of feedback they gave by name"
        f" and {plural(about.steps, 'step')} stay, without their name. Answers in closed anonymous rounds cannot be"
        " found."
    )
    say("As long as they are in a channel a team is taken from, they are met there as somebody new.")


def _is_sure(slack_id: str) -> bool:
    if not sys.stdin.isatty():
        raise Trouble([NEEDS_YES])
    try:
        return input(f"Type {slack_id} to erase them for good: ").strip() == slack_id
    except EOFError:
        return False
