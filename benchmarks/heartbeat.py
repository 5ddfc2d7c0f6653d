"""A heartbeat that finds nothing to do, in a workspace with ten thousand rituals."""

import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from benchmarks.figures import Figure, milliseconds, percentile
from bot.jobs.heartbeat import Heartbeat
from bot.rituals.tending.templates import DAILY_CHECK_IN, plan_from_template
from bot.store import members, rituals, workspaces
from bot.store.engine import Store, open_store
from bot.store.tables import ritual
from bot.values.people import Profile
from tests.databases import make_tables, postgres_server, sqlite_url
from tests.reliability.crowd import MONDAY

RITUALS = 10_000
BEATS = 300
UNDER = 0.010


class StandingClock:
    """Calendar time that stands still."""

    def now(self) -> object:
        """Monday morning."""
        return MONDAY


async def measure() -> list[Figure]:
    """On both databases."""
    with tempfile.TemporaryDirectory(prefix="beat") as name:
        url = sqlite_url(Path(name) / "beat.db")
        await make_tables(url)
        return [await _measure("SQLite", url)]


def measure_postgres() -> list[Figure]:
    """The same on PostgreSQL."""
    import asyncio

    with postgres_server() as server, server.fresh_database() as url:
        return [asyncio.run(_measure("PostgreSQL", url))]


async def _measure(name: str, url: str) -> Figure:
    store = open_store(url)
    try:
        await _fill(store)
        seconds = await _beat(store)
    finally:
        await store.close()
    held = percentile(seconds, 0.99) < UNDER
    return Figure(f"idle heartbeat, 10,000 rituals, {name}", milliseconds(seconds), "p99 < 10 ms", held)


async def _beat(store: Store) -> list[float]:
    heartbeat = Heartbeat(store, StandingClock(), (), seconds=60)  # type: ignore[arg-type]
    seconds = []
    for _ in range(BEATS):
        start = time.monotonic()
        await heartbeat.beat()
        seconds.append(time.monotonic() - start)
    return seconds


async def _fill(store: Store) -> None:
    async with store.transaction() as tx:
        here = await workspaces.save(
            tx, slack_id="T1", name="Home", bot_user_id="U1", bot_id="B1", now=MONDAY + timedelta(days=1)
        )
        await members.save(tx, here.id, [Profile("U2", "Ana", "Europe/Berlin", True, False, False)])
        (owner,) = await members.by_slack_ids(tx, here.id, ["U2"])
        plan = plan_from_template(DAILY_CHECK_IN, now=MONDAY)
        first = await rituals.create(tx, here.id, owner.id, plan, [], now=MONDAY)
        await rituals.set_next(tx, first, date(2026, 11, 24), MONDAY + timedelta(days=1))
        row = (await tx.execute(select(ritual))).mappings().one()
        copied = {name: value for name, value in row.items() if name != "id"}
        await tx.execute(
            insert(ritual), [{**copied, "name": f"No. {number}"} for number in range(1, RITUALS)]
        )
