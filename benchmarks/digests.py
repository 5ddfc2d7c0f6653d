"""One team's digest and a whole workspace's, over a hundred thousand answers and over ten million."""

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.millions import Size, fill, settle
from bot.store.engine import Store, Transaction, open_store
from bot.trends.facts import gather
from bot.trends.scope import Scope
from bot.trends.summing import sum_up
from bot.trends.week import covered
from bot.views.digests.digest import build_details, build_digest
from tests.databases import make_tables, postgres_server, sqlite_url
from tests.trends.company import NEXT_MONDAY

FEW = Size(teams=10, answers=100_000)
MANY = Size(teams=240, answers=10_000_000)

TIMES = 40
WORKSPACE_TIMES = 20
MOST_TIMES_LONGER = 1.5
UNDER = 2.0
FLAT = 20.0
"""Megabytes by which a process may grow at its peak over twenty digests of a whole workspace."""

_ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class _Measured:
    night: float
    """Seconds to sum up half a year at once, as in the first night after an update; other nights sum up a week."""
    team: Sequence[float]
    workspace: Sequence[float]
    grew: float


async def measure() -> list[Figure]:
    """On SQLite."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        few, many = (sqlite_url(Path(folder) / f"{name}.db") for name in ("few", "many"))
        for url in (few, many):
            await make_tables(url)
        return await _measure("SQLite", few, many)


def measure_postgres() -> list[Figure]:
    """The same on PostgreSQL."""
    with postgres_server() as server, server.fresh_database() as few, server.fresh_database() as many:
        return asyncio.run(_measure("PostgreSQL", few, many))


async def _measure(name: str, few: str, many: str) -> list[Figure]:
    measured = []
    for url, size in ((few, FEW), (many, MANY)):
        start = time.monotonic()
        workspace_id = await fill(url, size)
        print(
            f"  {size.answers:,} answers on {name}: {time.monotonic() - start:.0f} s",
            file=sys.stderr,
            flush=True,
        )
        measured.append(await _timed(url, workspace_id))
    return _figures(name, *measured)


def _figures(name: str, few: _Measured, many: _Measured) -> list[Figure]:
    longer = statistics.median(many.team) / statistics.median(few.team)
    p95 = percentile(many.workspace, 0.95)
    return [
        Figure(f"summing up half a year of {MANY.teams} teams, {name}", f"{many.night:.1f} s"),
        Figure(f"one team's digest, {name}, 100 thousand answers", milliseconds(few.team)),
        Figure(f"one team's digest, {name}, 10 million", milliseconds(many.team)),
        Figure("  times as long", f"{longer:.2f}", "≤ 1.5", longer <= MOST_TIMES_LONGER),
        Figure(
            f"the workspace's digest, {name}, {MANY.teams} teams, 10 million",
            f"p95 {p95 * 1000:.0f} ms, max {max(many.workspace) * 1000:.0f} ms",
            "p95 < 2 s",
            p95 < UNDER,
        ),
        Figure(
            "  memory, twenty of them after the first",
            f"{many.grew:.1f} MB more",
            "flat: < 20",
            many.grew < FLAT,
        ),
    ]


async def _timed(url: str, workspace_id: int) -> _Measured:
    store = open_store(url)
    try:
        start = time.monotonic()
        await sum_up(store, workspace_id, NEXT_MONDAY)
        night = time.monotonic() - start
        await settle(store)
        team = [await _once(store, workspace_id, "C00003") for _ in range(TIMES)]
        first = await _once(store, workspace_id, "C-ALL")
        with _memory() as grew:
            workspace = [await _once(store, workspace_id, "C-ALL") for _ in range(WORKSPACE_TIMES)]
        return _Measured(night, team[1:], [first, *workspace], grew[0])
    finally:
        await store.close()


async def _once(store: Store, workspace_id: int, channel_id: str) -> float:
    start = time.monotonic()
    period = covered(NEXT_MONDAY, _ZONE)
    scope = Scope(workspace_id, channel_id, period, NEXT_MONDAY, _ZONE, lambda _from, _to: True)

    async def composed(tx: Transaction) -> None:
        facts = await gather(tx, scope)
        build_digest(facts)
        build_details(facts)

    await store.aside(composed)
    return time.monotonic() - start


@contextmanager
def _memory() -> Iterator[list[float]]:
    """By how many megabytes this process grew at its peak."""
    before, grew = _peak(), [0.0]
    yield grew
    grew[0] = _peak() - before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
