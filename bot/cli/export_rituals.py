"""`drumbeat export-rituals [FILE]`: write RITUALS.yaml from what is in the workspace."""

import argparse
import asyncio
from pathlib import Path

from bot.cli.office import office
from bot.cli.settings import settings_or_trouble
from bot.cli.speech import OK, Trouble, say
from bot.rituals.as_code.applying import present_in
from bot.rituals.as_code.spelling import read_spelling
from bot.rituals.as_code.writing import write_file
from bot.views.schedule_words import recurrence_in_words
from config.settings import Settings

SUMMARY = "Write a RITUALS.yaml from the workspace's teams, rituals and digests"
USUAL_NAME = "RITUALS.yaml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file to be written, if there is to be one."""
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="written anew; without it the text is printed"
    )
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")


def run(options: argparse.Namespace) -> int:
    """Read the workspace and write the file. Raises Trouble."""
    path: Path | None = options.file
    if path is not None and path.exists() and not options.force:
        raise Trouble([f"{path} is there already. Add --force to replace it, or name another file."])
    text = asyncio.run(_written(settings_or_trouble(), path.name if path else USUAL_NAME))
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


async def _written(settings: Settings, file: str) -> str:
    async with office(settings) as at_hand:
        present = await present_in(at_hand.store, at_hand.workspace.id, at_hand.now)
        spelling = await read_spelling(at_hand.slack, with_usergroups=bool(present.usergroups))
        return write_file(
            present,
            spelling,
            workspace=at_hand.workspace.name,
            file=file,
            today=at_hand.now.date(),
            in_words=recurrence_in_words,
        )
