"""The doctor's look at the place of the keys: outside the database, reached by all processes and by nobody else."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from bot.cli.database import is_missing_file, shown, usable_store
from bot.cli.findings import Finding, fine, wrong
from bot.cli.speech import Trouble
from bot.privacy.looking import Look, look
from bot.store.keys import keyring
from bot.store.migrate import pending
from bot.values.errors import NoPlaceForKeys
from config.settings import Local

OTHERS = 0o077
UNTIL_THEN = (
    "Anonymous rounds and feedback with the name withheld wait for one: set DRUMBEAT_KEYS to a folder outside the"
    " database and its backups."
)
GIVE_ALL = "Give every process the same DRUMBEAT_KEYS: a folder they all mount, or a second PostgreSQL."


async def check_keys(local: Local) -> list[Finding]:
    """Whether the keys have a place outside the database, which every process reaches and nobody else reads."""
    if local.keys is None:
        return [fine("No place for keys is set", UNTIL_THEN)]
    place = await _database(local) if "://" in local.keys else _folder(Path(local.keys), local)
    return [place, *await _with_the_others(local)] if place.is_fine else [place]


def _folder(folder: Path, local: Local) -> Finding:
    if not folder.is_dir():
        return wrong(f"The folder {folder} for keys is not there", f"Create it: mkdir -m 700 {folder}.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return wrong(f"The folder {folder} for keys cannot be written", f"Own it: chown $USER {folder}.")
    if folder.stat().st_mode & OTHERS:
        return wrong(f"Others can read the keys in {folder}", f"Close it: chmod 700 {folder}.")
    if open_ones := [file for file in folder.glob("*.key") if file.stat().st_mode & OTHERS]:
        return wrong(
            f"Others can read keys in {folder}", f"Close them: chmod 600 {open_ones[0].parent}/*.key."
        )
    return _apart(folder.resolve(), local)


def _apart(folder: Path, local: Local) -> Finding:
    """A folder that can be used: does it travel with the database?"""
    if local.uses_sqlite:
        file = Path(shown(local.database_url)).resolve()
        if file.is_relative_to(folder):
            return wrong(
                "The database lies in the folder of the keys", "Keep them apart, and back up only one."
            )
        if folder.is_relative_to(file.parent):
            return fine(
                f"Keys have a folder of their own, {folder}",
                "It lies beside the database: whatever backs that up must leave this folder out.",
            )
    return fine(f"Keys have a place of their own, {folder}", "No backup may take it along.")


async def _database(local: Local) -> Finding:
    assert local.keys is not None
    keys = keyring(local.keys)
    try:
        await keys.names("")
    except NoPlaceForKeys as error:
        what, _, todo = str(error).partition(". ")
        return wrong(
            what, todo if "names a database" in what else "Check DRUMBEAT_KEYS and that its server runs."
        )
    finally:
        await keys.close()
    where = f"Keys have a database of their own, {shown(local.keys)}"
    if (
        urlsplit(local.keys).netloc.rpartition("@")[2]
        == urlsplit(local.database_url).netloc.rpartition("@")[2]
    ):
        return fine(
            where, "It is on the same server as the answers: a backup of that server must leave it out."
        )
    return fine(where, "No backup and no archive of its log may be kept.")


async def _with_the_others(local: Local) -> list[Finding]:
    """What every process that runs reads back, and whether the keys of open rounds are there."""
    if is_missing_file(local.database_url):
        return []
    keys = keyring(local.keys)
    try:
        async with usable_store(local.database_url) as store:
            return [] if await pending(store) else _told(await look(store, keys))
    except (Trouble, NoPlaceForKeys):
        # What is wrong with the database, or with the place, is a finding of its own.
        return []
    finally:
        await keys.close()


def _told(found: Look) -> list[Finding]:
    told = []
    if found.astray:
        told.append(wrong(f"{', '.join(found.astray)} reads other keys than this machine, or none", GIVE_ALL))
    elif found.together:
        told.append(fine(f"Every process that runs reads the same keys ({found.together})"))
    if found.missing:
        rounds = "one open round is" if found.missing == 1 else f"{found.missing} open rounds are"
        told.append(wrong(f"The key of {rounds} not there", "Bring back the place of keys they opened with."))
    return told
