"""`make bench`: everything we claim about speed, and about what we call a change, measured on this machine, with the
bar beside each figure.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable

from benchmarks import acks, change, digests, exports, fan_out, heartbeat, portfolio, process, submissions
from benchmarks.figures import Figure, table

MEASURES: dict[str, Callable[[], list[Figure]]] = {
    "acks": lambda: [*asyncio.run(acks.measure()), *acks.measure_postgres()],
    "submissions": lambda: asyncio.run(submissions.measure()),
    "fan-out": lambda: asyncio.run(fan_out.measure()),
    "heartbeat": lambda: [*asyncio.run(heartbeat.measure()), *heartbeat.measure_postgres()],
    "portfolio": lambda: [*asyncio.run(portfolio.measure()), *portfolio.measure_postgres()],
    "change": change.measure,
    "digests": lambda: [*asyncio.run(digests.measure()), *digests.measure_postgres()],
    "exports": lambda: [*asyncio.run(exports.measure()), *exports.measure_postgres()],
    "process": lambda: asyncio.run(process.measure()),
}


def main() -> int:
    """Measure what was asked for, or everything; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"any of {', '.join(MEASURES)}")
    wanted = parser.parse_args().only or list(MEASURES)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; everything on this machine.", flush=True)
    figures: list[Figure] = []
    for name in wanted:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        figures += MEASURES[name]()
    print(table(figures))
    return int(any(figure.held is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
