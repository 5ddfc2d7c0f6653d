"""What `plan`, `apply` and `export-rituals` share: the workspace at hand, and how differences are told."""

import argparse
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli.calendar import calendar_now
from bot.cli.database import migrated_store
from bot.cli.rituals_file import trouble_with
from bot.cli.speech import Trouble
from bot.rituals.as_code.differences import Difference, Effect, FieldChange, listed
from bot.rituals.as_code.file import FileProblems, RitualsFile
from bot.slack.gateway import Gateway
from bot.slack.probe import Unreachable, ask, gateway_to
from bot.store import workspaces
from bot.store.engine import Store
from bot.values.errors import DrumbeatError, SlackRefused
from bot.values.people import Workspace
from bot.values.rituals import Tier
from bot.views.words import on_day
from config.settings import Caller, Local

MARKS = {Effect.CREATED: "+", Effect.CHANGED: "~", Effect.KEPT: "=", Effect.NOT_IN_FILE: "·"}


@dataclass(frozen=True, slots=True)
class Office:
    """Everything at hand: the store, Slack, the workspace both are about, and what time it is."""

    store: Store
    slack: Gateway
    workspace: Workspace
    now: datetime


def add_file(parser: argparse.ArgumentParser) -> None:
    """Take the file."""
    parser.add_argument("file", type=Path, metavar="RITUALS.yaml")


@asynccontextmanager
async def office(caller: Caller) -> AsyncIterator[Office]:
    """Open everything. What goes wrong inside becomes Trouble."""
    async with (
        migrated_store(caller.local.database_url) as store,
        gateway_to(caller.slack_api_url, caller.bot_token.reveal()) as slack,
    ):
        try:
            now = await calendar_now(caller.local.clock_url)
            yield Office(store, slack, await _workspace(store, caller, now), now)
        except FileProblems as problems:
            raise trouble_with(problems) from problems
        except SlackRefused as refused:
            raise Trouble(
                [f"Slack said {refused.reason}. Run drumbeat doctor; it says what to do."]
            ) from refused
        except DrumbeatError as error:
            raise Trouble([error.user_message]) from error


def told(differences: Sequence[Difference], *, intended: bool) -> Iterator[str]:
    """The differences as a list, each with what is said differently and when it asks next."""
    for difference in differences:
        sentence = difference.intention if intended else difference.sentence
        yield f"{MARKS[difference.effect]} {sentence}"
        yield from (f"    {_field(field)}" for field in difference.fields)
        if difference.upcoming:
            yield f"    next: {', '.join(on_day(day) for day in difference.upcoming)}"
        yield from (f"    note: {note}" for note in difference.notes)


def without_keys(local: Local, file: RitualsFile) -> Iterator[str]:
    """What to know where a file has anonymous rounds and this environment names no place for their keys."""
    anonymous = [entry.plan.name for entry in file.rituals if entry.plan.tier is Tier.ANONYMOUS]
    if anonymous and local.keys is None:
        yield (
            f"Asking anonymously: {listed(anonymous)}. No such round opens without a place for keys."
            " Set DRUMBEAT_KEYS; drumbeat doctor says how."
        )


def _field(field: FieldChange) -> str:
    if field.before is None:
        return f"{field.what}: new, {field.after}"
    if field.after is None:
        return f"{field.what}: taken out, {field.before}"
    return f"{field.what}: {field.before} → {field.after}"


async def _workspace(store: Store, caller: Caller, now: datetime) -> Workspace:
    reply = await _who_we_are(caller)
    async with store.transaction() as tx:
        return await workspaces.save(
            tx,
            slack_id=reply["team_id"],
            name=reply.get("team", ""),
            bot_user_id=reply["user_id"],
            bot_id=reply.get("bot_id", ""),
            now=now,
        )


async def _who_we_are(caller: Caller) -> dict[str, str]:
    try:
        reply = await ask(caller.slack_api_url, caller.bot_token.reveal(), "auth.test")
    except Unreachable as error:
        raise Trouble([f"Slack cannot be reached: {error}. Check the network and SLACK_API_URL."]) from error
    if reply.error:
        raise Trouble([f"Slack said {reply.error}. Run drumbeat doctor; it says what to do."])
    return dict(reply.body)
