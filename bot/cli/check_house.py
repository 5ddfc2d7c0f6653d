"""The doctor's look at this machine: the database, the signing secret, the calendar and the keys."""

import os
import re
from pathlib import Path

from bot.cli.calendar import calendar_now
from bot.cli.database import shown, unmigrated, usable_store
from bot.cli.findings import Finding, fine, wrong
from bot.cli.speech import Trouble
from bot.store.migrate import pending
from config.formats import COPY_FROM_BASIC_INFORMATION
from config.settings import Settings

SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")
OTHERS = 0o077


async def check_database(url: str) -> list[Finding]:
    """Whether the database can be reached and written, and whether its tables are up to date."""
    if _is_missing_file(url):
        return [_missing_file(Path(shown(url)))]
    try:
        async with usable_store(url) as store:
            found = [fine(f"The database {shown(url)} can be read and written")]
            waiting = await pending(store)
            if not waiting:
                return [*found, fine("Its tables are up to date")]
            if store.is_sqlite:
                return [*found, fine("Its tables are not up to date", "drumbeat run sees to it.")]
            return [*found, _from(unmigrated(waiting))]
    except Trouble as trouble:
        return [_from(problem) for problem in trouble.problems]


def _is_missing_file(url: str) -> bool:
    """Whether this is a SQLite file that has not been made yet."""
    return url.startswith("sqlite") and not Path(shown(url)).exists()


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


async def check_calendar(settings: Settings) -> list[Finding]:
    """Whether the calendar clock we are told to follow answers."""
    if settings.clock_url is None:
        return []
    try:
        now = await calendar_now(settings.clock_url)
    except Trouble as trouble:
        return [_from(problem) for problem in trouble.problems]
    return [fine(f"The calendar at {settings.clock_url} says {now:%a %d %b %Y, %H:%M} UTC")]


async def check_keys(settings: Settings) -> list[Finding]:
    """Whether round keys have a place outside the database, which nobody else can read."""
    if settings.keys is None:
        return [fine("No place for round keys is set", "Anonymous rounds will need one; none is built yet.")]
    if "://" in settings.keys:
        return await check_database(settings.keys)
    return [_keys_folder(Path(settings.keys), settings)]


def _keys_folder(folder: Path, settings: Settings) -> Finding:
    if not folder.is_dir():
        return wrong(f"The folder {folder} for round keys is not there", f"Create it: mkdir -m 700 {folder}.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return wrong(
            f"The folder {folder} for round keys cannot be written", f"Own it: chown $USER {folder}."
        )
    if folder.stat().st_mode & OTHERS:
        return wrong(f"Others can read the round keys in {folder}", f"Close it: chmod 700 {folder}.")
    if settings.uses_sqlite and Path(shown(settings.database_url)).resolve().is_relative_to(folder.resolve()):
        return wrong(
            "The database lies in the folder of the round keys", "Keep them apart, and back up only one."
        )
    return fine(f"Round keys have a place of their own, {folder}")


def _from(sentence: str) -> Finding:
    what, _, todo = sentence.partition(". ")
    return wrong(what, todo)
