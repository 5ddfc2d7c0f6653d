"""The doctor's look at this machine: the database, the signing secret and the calendar."""

import os
import re
from pathlib import Path

from bot.cli.calendar import calendar_now
from bot.cli.database import is_missing_file, shown, unmigrated, usable_store
from bot.cli.findings import Finding, fine, wrong
from bot.cli.speech import Trouble
from bot.privacy.leaving import KEPT
from bot.store import leaving
from bot.store.engine import Store
from bot.store.migrate import pending
from config.formats import COPY_FROM_BASIC_INFORMATION
from config.settings import Settings

SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")


async def check_database(url: str) -> list[Finding]:
    """Whether the database can be reached and written, and whether its tables are up to date."""
    if is_missing_file(url):
        return [_missing_file(Path(shown(url)))]
    try:
        async with usable_store(url) as store:
            found = [fine(f"The database {shown(url)} can be read and written")]
            waiting = await pending(store)
            if not waiting:
                return [*found, fine("Its tables are up to date"), *await _whom_we_left(store)]
            if store.is_sqlite:
                return [*found, fine("Its tables are not up to date", "drumbeat run sees to it.")]
            return [*found, _from(unmigrated(waiting))]
    except Trouble as trouble:
        return [_from(problem) for problem in trouble.problems]


async def _whom_we_left(store: Store) -> list[Finding]:
    async with store.reading() as tx:
        gone = await leaving.all_uninstalled(tx)
    return [
        wrong(
            f"Drumbeat was uninstalled from the workspace {each.slack_id} on {each.since:%d %B %Y}",
            "Nothing is asked or sent. Install it again and restart it, and it goes on; from"
            f" {each.since + KEPT:%d %B %Y} on everything is deleted, by drumbeat run or drumbeat worker.",
        )
        for each in gone
    ]


def _missing_file(file: Path) -> Finding:
    # Looking closer would make the file, and a doctor leaves things as they are.
    if os.access(file.parent, os.W_OK | os.X_OK):
        return fine(f"The database {file} is not there yet", "drumbeat run makes it.")
    return wrong(
        f"The database {file} cannot be made", "Create its folder, or give yourself the right to write it."
    )


def check_signing_secret(settings: Settings) -> list[Finding]:
    """Whether the signing secret has the shape of one."""
    if settings.signing_secret is None:
        return []
    if SIGNING_SECRET.fullmatch(settings.signing_secret.reveal()):
        return [fine("The signing secret looks right")]
    return [wrong("The signing secret is not 32 hexadecimal digits", COPY_FROM_BASIC_INFORMATION)]


async def check_calendar(clock_url: str | None) -> list[Finding]:
    """Whether the calendar clock we are told to follow answers."""
    if clock_url is None:
        return []
    try:
        now = await calendar_now(clock_url)
    except Trouble as trouble:
        return [_from(problem) for problem in trouble.problems]
    return [fine(f"The calendar at {clock_url} says {now:%a %d %b %Y, %H:%M} UTC")]


def _from(sentence: str) -> Finding:
    what, _, todo = sentence.partition(". ")
    return wrong(what, todo)
