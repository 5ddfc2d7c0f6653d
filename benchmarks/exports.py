"""What taking a workspace along costs, over a hundred thousand answers and over a million: `drumbeat export`, run as
whoever runs Drumbeat does, in a process of its own.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.millions import Size, fill
from tests.databases import make_tables, postgres_server, sqlite_url

FEW = Size(teams=10, answers=100_000)
MANY = Size(teams=40, answers=1_000_000)

PER = 100_000
MOST_TIMES_DEARER = 1.3
FLAT = 20.0
"""Megabytes by which the export of many may be larger at its peak than that of few."""

_RUN = """
import resource
import sys
from pathlib import Path

from bot.__main__ import main

try:
    main()
except SystemExit as end:
    code = end.code
used = resource.getrusage(resource.RUSAGE_SELF)
status = Path("/proc/self/status").read_text("utf-8")
peak = next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
print("used", used.ru_utime + used.ru_stime, int(peak) / 1024)
sys.exit(code)
"""
"""The process says itself what it took: what its parent is told of its memory begins with the parent's own."""

_SETTINGS = {"SLACK_BOT_TOKEN": f"xoxb-{'0' * 32}", "SLACK_SIGNING_SECRET": "0" * 32}
"""Nothing is sent to anybody; they only have to be there."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """CPU seconds of the process and, at its peak, its megabytes; how large the archive is."""

    answers: int
    cpu: float
    peak: float
    archive: float

    @property
    def per_100k(self) -> float:
        """CPU seconds for a hundred thousand answers."""
        return self.cpu * PER / self.answers


async def measure() -> list[Figure]:
    """On SQLite."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        few, many = (Path(folder) / f"{name}.db" for name in ("few", "many"))
        measured = []
        for path, size in ((few, FEW), (many, MANY)):
            await make_tables(sqlite_url(path))
            measured.append(await _measured("SQLite", sqlite_url(path), f"sqlite:///{path}", size))
    return _figures("SQLite", *measured)


def measure_postgres() -> list[Figure]:
    """The same on PostgreSQL, whose own work is not in the figures."""
    with postgres_server() as server, server.fresh_database() as few, server.fresh_database() as many:
        measured = [
            asyncio.run(_measured("PostgreSQL", url, url.replace("+psycopg", ""), size))
            for url, size in ((few, FEW), (many, MANY))
        ]
    return _figures("PostgreSQL", *measured)


async def _measured(name: str, url: str, as_set: str, size: Size) -> _Measured:
    start = time.monotonic()
    await fill(url, size)
    print(
        f"  {size.answers:,} answers on {name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True
    )
    return await asyncio.to_thread(_exported, as_set, size)


def _exported(url: str, size: Size) -> _Measured:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        archive = Path(folder) / "export.zip"
        said = subprocess.run(
            [sys.executable, "-c", _RUN, "export", "--to", str(archive)],
            env={**os.environ, **_SETTINGS, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            check=True,
            encoding="utf-8",
        )
        _used, cpu, peak = said.stdout.splitlines()[-1].split()
        return _Measured(size.answers, float(cpu), float(peak), archive.stat().st_size / 1e6)


def _figures(name: str, few: _Measured, many: _Measured) -> list[Figure]:
    dearer, more = many.per_100k / few.per_100k, many.peak - few.peak
    return [
        Figure(f"export, {name}, 100 thousand answers", _in_words(few)),
        Figure(f"export, {name}, 1 million", _in_words(many)),
        Figure("  times as dear an answer", f"{dearer:.2f}", "≤ 1.3", dearer <= MOST_TIMES_DEARER),
        Figure("  memory at its peak", f"{more:.1f} MB more", "flat: < 20", more < FLAT),
    ]


def _in_words(each: _Measured) -> str:
    return f"{each.per_100k:.1f} s of CPU for 100 thousand, peak {each.peak:.0f} MB, {each.archive:.0f} MB of archive"
