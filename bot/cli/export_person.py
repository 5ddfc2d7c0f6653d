"""Everything that is kept about one person, as one document."""

import argparse
import sys
from pathlib import Path

from bot.cli.free_file import cannot_be_written, check_free
from bot.cli.person import desk
from bot.cli.speech import OK, say
from bot.privacy.exporting import everything_about, file_name, written
from config.settings import Local


async def export_person(local: Local, options: argparse.Namespace) -> int:
    """Read it and write it. Raises Trouble."""
    async with desk(local, options) as at_hand:
        path: Path = options.to or Path(file_name(at_hand.member, at_hand.now))
        prints = str(path) == "-"
        if not prints:
            check_free(path, force=options.force)
        document = await everything_about(
            at_hand.store, at_hand.withheld, at_hand.member, at_hand.now, on_progress=_tell
        )
    if prints:
        say(written(document).decode().rstrip("\n"))
        return OK
    _write(path, written(document))
    say(f"Wrote {path}: everything that is kept about {at_hand.member.name}. Hand it to nobody else.")
    return OK


def _write(path: Path, content: bytes) -> None:
    try:
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise cannot_be_written(path, error) from error


def _tell(what: str) -> None:
    # Beside what is printed, which may go into a pipe.
    print(f"  read {what}", file=sys.stderr, flush=True)
