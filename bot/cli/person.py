"""Finding the person a command is about: without Slack, which may not know them any more."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.cli.calendar import calendar_now
from bot.cli.database import lived_in_store
from bot.cli.speech import Trouble
from bot.cli.which_workspace import add_workspace, those_meant
from bot.store import members
from bot.store.engine import Store
from bot.store.keys import keyring
from bot.values.errors import DrumbeatError
from bot.values.people import Member
from bot.values.ports import Keyring
from bot.wiring import GivenWithheld
from config.settings import Local


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything at hand for one person."""

    store: Store
    keys: Keyring
    withheld: GivenWithheld
    member: Member
    now: datetime


def add_member(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Take whom it is about."""
    parser.add_argument(
        "--member",
        required=required,
        metavar="U0ALICE",
        help="the person's Slack id: Profile, ⋮, Copy member ID",
    )
    add_workspace(parser)


@asynccontextmanager
async def desk(local: Local, options: argparse.Namespace) -> AsyncIterator[Desk]:
    """Open everything for the person who was named. What goes wrong inside becomes Trouble."""
    keys = keyring(local.keys)
    try:
        async with lived_in_store(local.database_url) as store:
            member = await _found(store, options.member, options.workspace)
            now = await calendar_now(local.clock_url)
            yield Desk(store, keys, GivenWithheld(store, keys), member, now)
    except DrumbeatError as error:
        raise Trouble([error.user_message]) from error
    finally:
        await keys.close()


async def _found(store: Store, slack_id: str, workspace: str | None) -> Member:
    if not slack_id.startswith(("U", "W")):
        raise Trouble(
            [f"{slack_id} is no member's id. It begins with U or W; Slack shows it in the profile."]
        )
    here = await those_meant(store, workspace)
    async with store.reading() as tx:
        found = [await members.by_slack_id(tx, each.id, slack_id) for each in here]
    people = [each for each in found if each is not None]
    if not people:
        raise Trouble(
            [f"Nobody with the id {slack_id} is known here. They were never met, or were erased already."]
        )
    if len(people) > 1:
        raise Trouble([f"{slack_id} is known in several workspaces. Add --workspace with one's id."])
    return people[0]
