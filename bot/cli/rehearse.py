"""`drumbeat rehearse RITUALS.yaml`: everything that would be sent in the coming weeks, without sending it."""

import argparse
import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.office import add_file
from bot.cli.rehearsing.company import MOST_PEOPLE, USUAL_PEOPLE, Cast
from bot.cli.rehearsing.plan import Plan
from bot.cli.rituals_file import read_rituals, trouble_with
from bot.cli.speech import OK, say
from bot.cli.stopping import told_to_stop, unless
from bot.rituals.as_code.file import FileProblems, RitualsFile

if TYPE_CHECKING:
    from bot.cli.rehearsing.playing import Progress

SUMMARY = "Play a RITUALS.yaml for some weeks: who would be asked what and when, and what holds it back"
USUAL_WEEKS, MOST_WEEKS = 4, 26


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, how long, from when, with how many people, and how to tell it."""
    add_file(parser)
    parser.add_argument(
        "--weeks",
        type=_number(MOST_WEEKS),
        default=USUAL_WEEKS,
        help=f"weeks to play (default: {USUAL_WEEKS})",
    )
    parser.add_argument(
        "--people",
        type=_number(MOST_PEOPLE),
        default=USUAL_PEOPLE,
        help=f"people to play with, those the file names included (default: {USUAL_PEOPLE})",
    )
    parser.add_argument(
        "--from", dest="first", type=_date, metavar="DATE", help="first day (default: next Monday)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number invents other colleagues")
    parser.add_argument("--nobody-answers", action="store_true", help="everybody stays silent")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people or for programs"
    )


def run(options: argparse.Namespace) -> int:
    """Play it in a workspace of its own and print what happened. Raises Trouble."""
    file = read_rituals(options.file)
    with tempfile.TemporaryDirectory(prefix="drumbeat-rehearsal-") as folder:
        told = asyncio.run(_rehearse(options, file, Path(folder)))
    if told is not None:
        say(told)
    return OK


async def _rehearse(options: argparse.Namespace, file: RitualsFile, folder: Path) -> str | None:
    """What is told of it; None when we are told to stop first."""
    from bot.cli.rehearsing.playing import opened, play
    from bot.cli.rehearsing.telling import tell
    from bot.cli.rehearsing.words import as_json, as_text

    stopped = told_to_stop()
    _hear_the_bot_alone()
    cast = Cast(file, options.people, options.seed)
    first = options.first or _next_monday(datetime.now(UTC).date())
    plan = Plan(file, cast, first, options.weeks, options.seed, not options.nobody_answers)
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(opened(plan, folder))
        with _bar(plan) as progress:
            try:
                rehearsed = await unless(stopped, [workspace], play(plan, workspace, folder, progress))
            except FileProblems as problems:
                raise trouble_with(problems) from problems
    if rehearsed is None:
        return None
    return (as_json if options.format == "json" else as_text)(plan, tell(rehearsed))


@contextmanager
def _bar(plan: Plan) -> Iterator["Progress"]:
    from tqdm import tqdm

    layout = f"Rehearsing {plan.file.source} {{bar}} {{percentage:3.0f}} % {{desc}}"
    whole = (plan.ends - plan.begins).total_seconds()
    with tqdm(total=100, unit="%", bar_format=layout, leave=False) as bar:

        def progress(now: datetime) -> None:
            bar.set_description_str(f"{now:%a} {now.day} {now:%b}", refresh=False)
            bar.update(100 * (now - plan.begins).total_seconds() / whole - bar.n)

        yield progress


def _hear_the_bot_alone() -> None:
    # What the libraries say when their Slack is switched off in the end is nobody's concern.
    handler = logging.StreamHandler()
    handler.addFilter(logging.Filter("bot"))
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler], force=True)


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def _number(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"write a whole number from 1 to {most}")
        return int(text)

    return read


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write a date like 2026-10-12") from error
