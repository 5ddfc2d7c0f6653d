"""`make quarter`: 15 September to 15 December with sixty people, and whether every promise was kept."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tqdm import tqdm

from benchmarks.quarter.checks import run_checks, table
from benchmarks.quarter.company import Person, company
from benchmarks.quarter.comparison import Check, Comparison
from benchmarks.quarter.expected import expectations
from benchmarks.quarter.life import Played, play
from tests.databases import make_tables, postgres_server, sqlite_url

BEGINS = datetime(2026, 9, 14, 20, 5, tzinfo=UTC)
"""When the rituals are set up: the first round is that of 15 September."""

LAST = date(2026, 12, 15)


def main() -> int:
    """Play the quarter on the database that was asked for; 1 when a promise was broken."""
    options = _arguments()
    last = min(LAST, BEGINS.date() + timedelta(weeks=options.weeks)) if options.weeks else LAST
    start = time.monotonic()
    with _database(options.database) as url:
        checks, played = quarter(url, company(options.people), last, show_progress=True)
    print(
        f"{len(played.posts):,} messages to Slack, {played.halts:,} instants, {time.monotonic() - start:.0f} s\n"
    )
    print(table(checks))
    return int(any(check.broken for check in checks))


def quarter(
    url: str, people: Sequence[Person], last: date, *, show_progress: bool = False
) -> tuple[list[Check], Played]:
    """Play rounds up to a date on a migrated database, and check them."""
    days = (last - BEGINS.date()).days
    with tqdm(total=days, unit="day", disable=not show_progress, desc="Living", leave=False) as bar:

        def progress(now: datetime) -> None:
            bar.update(min(days, (now - BEGINS).days) - bar.n)

        played = asyncio.run(play(url, people, BEGINS, last, progress))
    compared = Comparison(people, expectations(people, BEGINS, last), played, last)
    return run_checks(compared), played


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make quarter", description=__doc__)
    parser.add_argument("--people", type=int, default=60, help="the first so many of the sixty")
    parser.add_argument("--weeks", type=int, help="so many weeks from 15 September (default: to 15 December)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "postgresql":
        with postgres_server() as server, server.fresh_database() as url:
            yield url
        return
    # In memory where the machine has room for it: the quarter is about rules, not about a disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="quarter-", dir=memory) as folder:
        url = sqlite_url(Path(folder) / "quarter.db")
        asyncio.run(make_tables(url))
        yield url


if __name__ == "__main__":
    sys.exit(main())
