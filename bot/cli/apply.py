"""`drumbeat apply RITUALS.yaml`: make the workspace what the file says."""

import argparse
import asyncio
from datetime import datetime
from pathlib import Path

from bot.cli.calendar import calendar_now
from bot.cli.database import migrated_store
from bot.cli.settings import settings_or_trouble
from bot.cli.speech import OK, Trouble, say
from bot.rituals.as_code.applying import Change, Effect, apply_file
from bot.rituals.as_code.file import FileProblems, RitualsFile, read_file
from bot.rituals.as_code.resolving import Resolved, resolve
from bot.slack.gateway import Gateway
from bot.slack.probe import Unreachable, ask, gateway_to
from bot.store import workspaces
from bot.store.engine import Store
from bot.values.errors import SlackRefused
from bot.values.people import Workspace
from config.settings import Settings

SUMMARY = "Make the workspace's teams, rituals and digests what a RITUALS.yaml says"
MARKS = {Effect.CREATED: "+", Effect.CHANGED: "~", Effect.KEPT: "="}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file."""
    parser.add_argument("file", type=Path, metavar="RITUALS.yaml")


def run(options: argparse.Namespace) -> int:
    """Read the file, look its names up in Slack, and store what it says. Raises Trouble."""
    file = _read(options.file)
    for change in asyncio.run(_apply(settings_or_trouble(), file)):
        say(f"{MARKS[change.effect]} {change.sentence}")
    return OK


def _read(path: Path) -> RitualsFile:
    try:
        return read_file(path.read_text("utf-8-sig"), source=path.name)
    except FileProblems as problems:
        raise _trouble(problems) from problems
    except UnicodeDecodeError as error:
        raise Trouble([f"{path} is not UTF-8 text. Save it again as UTF-8."]) from error
    except OSError as error:
        raise Trouble([f"{path} cannot be read: {error.strerror}. Check its name."]) from error


async def _apply(settings: Settings, file: RitualsFile) -> list[Change]:
    token = settings.bot_token.reveal()
    async with (
        migrated_store(settings.database_url) as store,
        gateway_to(settings.slack_api_url, token) as slack,
    ):
        try:
            now = await calendar_now(settings.clock_url)
            workspace = await _workspace(store, settings, now)
            resolved = await resolve(file, slack)
            await _enter_channels(slack, resolved)
            return await apply_file(store, workspace.id, resolved, now=now)
        except FileProblems as problems:
            raise _trouble(problems) from problems
        except SlackRefused as refused:
            raise Trouble(
                [f"Slack said {refused.reason}. Run drumbeat doctor; it says what to do."]
            ) from refused


async def _workspace(store: Store, settings: Settings, now: datetime) -> Workspace:
    reply = await _who_we_are(settings)
    async with store.transaction() as tx:
        return await workspaces.save(
            tx,
            slack_id=reply["team_id"],
            name=reply.get("team", ""),
            bot_user_id=reply["user_id"],
            bot_id=reply.get("bot_id", ""),
            now=now,
        )


async def _who_we_are(settings: Settings) -> dict[str, str]:
    try:
        reply = await ask(settings.slack_api_url, settings.bot_token.reveal(), "auth.test")
    except Unreachable as error:
        raise Trouble([f"Slack cannot be reached: {error}. Check the network and SLACK_API_URL."]) from error
    if reply.error:
        raise Trouble([f"Slack said {reply.error}. Run drumbeat doctor; it says what to do."])
    return dict(reply.body)


async def _enter_channels(slack: Gateway, resolved: Resolved) -> None:
    channels = [team.channel for team in resolved.teams] + [digest.channel for digest in resolved.digests]
    for channel in {channel.slack_id: channel for channel in channels}.values():
        if not channel.has_bot:
            await slack.join(channel.slack_id)


def _trouble(problems: FileProblems) -> Trouble:
    return Trouble(f"{problems.source}, {problem}" for problem in problems.problems)
