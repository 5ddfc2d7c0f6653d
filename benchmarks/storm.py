"""`make storm`: kill -9 in the middle of a fan-out, again and again, and count who was asked how often."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import make_tables, postgres_server, sqlite_url
from tests.reliability.storm import Report, Weather, storm

COLUMNS = (
    ("database", 22),
    ("people", 7),
    ("kills", 6),
    ("in fan-out", 11),
    ("at start", 9),
    ("answers lost", 13),
    ("read back", 10),
    ("429s", 5),
    ("once", 5),
    ("twice", 6),
    ("never", 6),
    ("seconds", 8),
)


def main() -> int:
    """Run the storms that were asked for; 0 when everybody was asked exactly once in each."""
    options = _arguments()
    print("".join(name.rjust(width) for name, width in COLUMNS), flush=True)
    reports = [_run(name, options) for name in _databases(options.database)]
    held = all(report.held for report in reports)
    print("\nEverybody was asked exactly once." if held else "\nNOT everybody was asked exactly once.")
    return 0 if held else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make storm", description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--lost", type=float, default=0.2, help="share of answers lost after storing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    return parser.parse_args()


def _databases(chosen: str) -> tuple[str, ...]:
    return ("sqlite", "postgresql") if chosen == "both" else (chosen,)


def _run(database: str, options: argparse.Namespace) -> Report:
    with tempfile.TemporaryDirectory(prefix="storm") as name, _database(database, Path(name)) as url:
        report = asyncio.run(storm(url, _weather(database, options), Path(name)))
    _print(database, report)
    return report


def _weather(database: str, options: argparse.Namespace) -> Weather:
    alone = database == "sqlite"
    return Weather(
        people=options.people,
        kills=options.kills,
        lost=options.lost,
        seed=options.seed,
        replicas=1 if alone else 2,
        # Two replicas are never both dead: Slack itself has to make the fan-out last as long as the kills.
        posts_per_minute=300 if alone else 120,
    )


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        url = sqlite_url(folder / "storm.db")
        asyncio.run(make_tables(url))
        yield url
        return
    with postgres_server() as server, server.fresh_database() as url:
        yield url


def _print(database: str, report: Report) -> None:
    one = "1 replica" if report.weather.replicas == 1 else f"{report.weather.replicas} replicas"
    values = (
        f"{database}, {one}",
        report.weather.people,
        report.kills,
        report.landed,
        report.at_start,
        report.lost_answers,
        report.read_back,
        report.throttled,
        report.once,
        len(report.twice),
        len(report.never),
        f"{report.seconds:.0f}",
    )
    pairs = zip(values, COLUMNS, strict=True)
    print("".join(str(value).rjust(width) for value, (_, width) in pairs), flush=True)
    for label, people in (("twice", report.twice), ("never", report.never)):
        if people:
            print(f"  asked {label}: {', '.join(people)}")


if __name__ == "__main__":
    sys.exit(main())
