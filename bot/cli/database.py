"""Opening the database for a command: usable and migrated, or a sentence that says what to do."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.cli.speech import Trouble, say
from bot.store.engine import Store, StoreUnavailable, check_usable, open_store
from bot.store.migrate import BrokenReferences, NewerDatabase, migrate, pending

# What the drivers say, and what it means. The first fragment that occurs decides.
MEANINGS = (
    (
        "unable to open database file",
        "cannot be opened",
        "Create its folder, or name another in DATABASE_URL.",
    ),
    ("readonly database", "cannot be written", "Give yourself write permission for the file and its folder."),
    (
        "database is locked",
        "is held by another process",
        "Stop the other one, or use PostgreSQL for several.",
    ),
    ("not a database", "is no SQLite file", "Move it away, or name another file in DATABASE_URL."),
    ("disk is full", "has no room left on its disk", "Make room and try again."),
    ("password authentication failed", "refuses the password", "Check user and password in DATABASE_URL."),
    (
        "no password supplied",
        "wants a password",
        "Write it in DATABASE_URL: postgresql://user:password@host/name.",
    ),
    ("does not exist", "has no such database or user", "Create it: createdb NAME, createuser USER."),
    ("permission denied", "does not let us write", "Grant the user rights on the schema public."),
    ("connection refused", "does not answer", "Start the server, or check host and port in DATABASE_URL."),
    ("resolve", "is on a host nobody knows", "Check the host in DATABASE_URL."),
    ("timeout", "does not answer in time", "Check host, port and firewall."),
    ("no such file", "does not answer", "Start the server, or check the socket's folder in DATABASE_URL."),
)


@asynccontextmanager
async def usable_store(url: str) -> AsyncIterator[Store]:
    """A store that can be written. Raises Trouble."""
    store, threads = open_store(url), set(threading.enumerate())
    try:
        await check_usable(store)
        yield store
    except StoreUnavailable as error:
        await _let_the_driver_finish(threads)
        raise Trouble([explain(error, url)]) from error
    except (NewerDatabase, BrokenReferences) as error:
        raise Trouble([f"{error} Use the newest Drumbeat with this database."]) from error
    finally:
        await store.close()


async def _let_the_driver_finish(earlier: set[threading.Thread]) -> None:
    # aiosqlite's thread for a connection that failed reports to the event loop once more; where a command ends
    # at once the loop is gone by then, and the person would read a traceback below our sentence.
    for thread in set(threading.enumerate()) - earlier:
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 1)


@asynccontextmanager
async def migrated_store(url: str) -> AsyncIterator[Store]:
    """A store whose tables are up to date. A SQLite file is migrated by the way; PostgreSQL is not: Trouble."""
    async with usable_store(url) as store:
        if store.is_sqlite:
            if applied := await migrate(store):
                say(f"Brought the tables of {shown(url)} up to date ({', '.join(applied)}).")
        elif waiting := await pending(store):
            raise Trouble([unmigrated(waiting)])
        yield store


@asynccontextmanager
async def lived_in_store(url: str) -> AsyncIterator[Store]:
    """The same for work with what is in it already: a file that is not there is not made. Raises Trouble."""
    if is_missing_file(url):
        todo = "Go to the folder it is in, or name it in DATABASE_URL."
        raise Trouble([f"There is no database {shown(url)}. {todo}"])
    async with migrated_store(url) as store:
        yield store


def is_missing_file(url: str) -> bool:
    """Whether this is a SQLite file that has not been made yet."""
    return url.startswith("sqlite") and not Path(shown(url)).exists()


def unmigrated(waiting: list[str]) -> str:
    """What to do about pending migrations."""
    return f"The database lacks the migrations {', '.join(waiting)}. Run drumbeat migrate once, then start again."


def explain(error: StoreUnavailable, url: str) -> str:
    """What the driver said, in words that help."""
    said = str(error).strip().lower()
    for fragment, meaning, todo in MEANINGS:
        if fragment in said:
            return f"The database {shown(url)} {meaning}. {todo}"
    return f"The database {shown(url)} cannot be used: {str(error).strip()}."


def shown(url: str) -> str:
    """An address as it may be shown: without user and password."""
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        return parts.path.removeprefix("/")
    return f"{parts.hostname or 'on this machine'}{parts.path}"
