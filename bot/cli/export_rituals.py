"""`drumbeat export-rituals [FILE]`: write RITUALS.yaml from what is in the workspace. With a token Slack is asked for
names; without one channels and people stand in it with their ids, which are read as well.
"""

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

from bot.cli.calendar import calendar_now
from bot.cli.database import lived_in_store
from bot.cli.office import office
from bot.cli.settings import caller_or_trouble, local_or_trouble
from bot.cli.speech import OK, Trouble, say
from bot.cli.which_workspace import add_workspace, the_one_meant
from bot.rituals.as_code.applying import present_in
from bot.rituals.as_code.present import Present
from bot.rituals.as_code.spelling import Spelling, read_spelling
from bot.rituals.as_code.writing import write_file
from bot.views.schedule_words import recurrence_in_words
from config.settings import Caller, Local, has_bot_token

SUMMARY = "Write a RITUALS.yaml from the workspace's teams, rituals and digests"
USUAL_NAME = "RITUALS.yaml"
_WITH_IDS = (
    "Channels and people stand in it with their ids: without SLACK_BOT_TOKEN I cannot ask Slack for names."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file to be written, if there is to be one."""
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="written anew; without it the text is printed"
    )
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")
    add_workspace(parser)


def run(options: argparse.Namespace) -> int:
    """Read the workspace and write the file. Raises Trouble."""
    path: Path | None = options.file
    if path is not None and path.exists() and not options.force:
        raise Trouble([f"{path} is there already. Add --force to replace it, or name another file."])
    text = asyncio.run(_written(path.name if path else USUAL_NAME, options.workspace))
    if path is None:
        say(text.rstrip("\n"))
    else:
        _write(path, text)
        say(f"Wrote {path}. drumbeat plan {path} shows that nothing would change.")
    return OK


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Trouble([f"{path} cannot be written: {error.strerror}. Name another file."]) from error


async def _written(file: str, workspace: str | None) -> str:
    if workspace is None and has_bot_token():
        return await _with_names(caller_or_trouble(), file)
    text = await _with_ids(local_or_trouble(), file, workspace)
    print(_WITH_IDS, file=sys.stderr, flush=True)
    return text


async def _with_names(caller: Caller, file: str) -> str:
    async with office(caller) as at_hand:
        present = await present_in(at_hand.store, at_hand.workspace.id, at_hand.now)
        spelling = await read_spelling(at_hand.slack, with_usergroups=bool(present.usergroups))
        return _text(present, spelling, at_hand.workspace.name, file, at_hand.now.date())


async def _with_ids(local: Local, file: str, workspace: str | None) -> str:
    async with lived_in_store(local.database_url) as store:
        here, now = await the_one_meant(store, workspace), await calendar_now(local.clock_url)
        present = await present_in(store, here.id, now)
    return _text(present, Spelling([], [], []), here.name, file, now.date())


def _text(present: Present, spelling: Spelling, workspace: str, file: str, today: date) -> str:
    return write_file(
        present, spelling, workspace=workspace, file=file, today=today, in_words=recurrence_in_words
    )
