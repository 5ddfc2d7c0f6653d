"""`drumbeat export --member U0ALICE [--to FILE]`: everything that is kept about one person."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.cli.person import add_member, desk
from bot.cli.settings import settings_or_trouble
from bot.cli.speech import OK, Trouble, say
from bot.privacy.exporting import everything_about, file_name, written
from config.settings import Settings

SUMMARY = "Write everything that is kept about one person to a file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whose data, and where to."""
    add_member(parser)
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help="written anew; without it drumbeat-U0ALICE-DATE.json in this folder, and - prints it",
    )
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")


def run(options: argparse.Namespace) -> int:
    """Read everything and write it. Raises Trouble."""
    return asyncio.run(_export(settings_or_trouble(), options))


async def _export(settings: Settings, options: argparse.Namespace) -> int:
    async with desk(settings, options) as at_hand:
        path: Path = options.to or Path(file_name(at_hand.member, at_hand.now))
        prints = str(path) == "-"
        if not prints:
            _check_free(path, force=options.force)
        document = await everything_about(
            at_hand.store, at_hand.withheld, at_hand.member, at_hand.now, on_progress=_tell
        )
    if prints:
        say(written(document).decode().rstrip("\n"))
        return OK
    _write(path, written(document))
    say(f"Wrote {path}: everything that is kept about {at_hand.member.name}. Hand it to nobody else.")
    return OK


def _check_free(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise Trouble([f"{path} is a folder. Name a file in it."])
    if path.exists() and not force:
        raise Trouble([f"{path} is there already. Add --force to replace it, or name another file."])


def _write(path: Path, content: bytes) -> None:
    try:
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise Trouble([f"{path} cannot be written: {error.strerror}. Name another file."]) from error


def _tell(what: str) -> None:
    # Beside what is printed, which may go into a pipe.
    print(f"  read {what}", file=sys.stderr, flush=True)
