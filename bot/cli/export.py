"""`drumbeat export [--since DAY] [--to FILE]`: every team's answers and figures, as tables in one archive; with
`--member U0ALICE` everything that is kept about one person instead.
"""

import argparse
import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.cli.export_person import export_person
from bot.cli.export_workspace import export_workspace
from bot.cli.person import add_member
from bot.cli.settings import local_or_trouble
from bot.cli.speech import Trouble

SUMMARY = "Write all answers and figures to an archive of tables, or what is kept about one person to a file"

_NO_DAY = "--since {} is no day. Write it like 2026-01-31."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what, since when, and where to."""
    add_member(parser, required=False)
    parser.add_argument(
        "--since",
        metavar="DAY",
        help="only what was asked or happened on this day or later, as 2026-01-31; without it all that is kept",
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help=(
            "written anew; without it drumbeat-export-DATE.zip (or drumbeat-U0ALICE-DATE.json) in this folder."
            " One person's can be printed with -"
        ),
    )
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")


def run(options: argparse.Namespace) -> int:
    """Read everything and write it. Raises Trouble."""
    problems = list(_mistakes(options))
    try:
        local = local_or_trouble()
    except Trouble as trouble:
        raise Trouble([*problems, *trouble.problems]) from trouble
    if problems:
        raise Trouble(problems)
    if options.member is not None:
        return asyncio.run(export_person(local, options))
    return asyncio.run(export_workspace(local, options, _day(options.since)))


def _mistakes(options: argparse.Namespace) -> Iterator[str]:
    if options.since is not None and _day(options.since) is None:
        yield _NO_DAY.format(options.since)
    if options.since is not None and options.member is not None:
        yield "--since is for all answers. What is kept about one person is always written whole: leave it out."
    if str(options.to) == "-" and options.member is None:
        yield "An archive cannot be printed. Name a file: --to FILE."


def _day(typed: str | None) -> date | None:
    try:
        return None if typed is None else date.fromisoformat(typed)
    except ValueError:
        return None
