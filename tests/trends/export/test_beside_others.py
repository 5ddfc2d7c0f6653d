"""While an export is made in the process of the bot, others have their turn: counted in calls, since how long one
takes is the machine's affair.
"""

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from types import FrameType
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from benchmarks.millions import Size
from benchmarks.millions import fill as live_through
from bot.store.engine import Store, Transaction, open_store
from bot.store.tables import loop, member, team
from bot.trends.export.making import AT_ONCE, MOST_AT_ONCE, Making, paged
from bot.values.exporting import Extent, Span
from bot.values.files import Page
from bot.values.loops import LoopKind, LoopState
from tests.databases import quick_folder
from tests.trends.export.taking import NOW, write

SIZE, BOTTLENECKS = Size(2, 8_000), 250
"""Full spans of prompts and of rounds, and bottlenecks that are figured out anew for each of 26 weeks."""

IN_A_ROW = 40_000
"""Calls: some hundredths of a second on a slow machine. One span of five hundred rows is half of that."""


class Turns:
    """Counts the calls this thread makes between one turn of others and the next."""

    def __init__(self) -> None:
        self.longest = self._calls = 0

    async def __aenter__(self) -> "Turns":
        self._task = asyncio.create_task(self._take_turns())
        sys.setprofile(self._count)
        return self

    async def __aexit__(self, *_error: object) -> None:
        sys.setprofile(None)
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    def _count(self, _frame: FrameType, event: str, _about: object) -> None:
        self._calls += event in ("call", "c_call")

    async def _take_turns(self) -> None:
        while True:
            self.longest, self._calls = max(self.longest, self._calls), 0
            await asyncio.sleep(0)


async def test_however_much_is_exported_others_have_their_turn_in_between(sqlite_database_url: str) -> None:
    with quick_folder() as folder:
        workspace_id = await live_through(sqlite_database_url, SIZE)
        store = open_store(sqlite_database_url)
        try:
            await _raise(store, workspace_id, BOTTLENECKS)
            async with Turns() as turns:
                await write(store, Extent(workspace_id), folder)
        finally:
            await store.close()
    assert turns.longest < IN_A_ROW


async def test_where_people_said_a_lot_looks_are_shorter_and_nothing_is_passed_over(store: Store) -> None:
    async def last(_tx: Transaction) -> int:
        return 0

    spans: list[Span] = []

    async def read(_tx: Transaction, span: Span) -> Page:
        spans.append(span)
        each = 20 if 1_000 < span.last <= 3_000 else 1
        return [{}] * (each * (span.last - span.after))

    making = Making(store, Extent(1), NOW, ZoneInfo("UTC"), {last: 6_321})
    rows = [len(page) async for page in paged(making, last, read)]
    assert [span.after for span in spans] == [0, *(span.last for span in spans[:-1])]
    assert spans[-1].last == 6_321
    assert max(rows[5:]) <= 2 * MOST_AT_ONCE, "but for the first few of those"
    assert rows[-2] == AT_ONCE, "and as long as before once they are over"


async def _raise(store: Store, workspace_id: int, count: int) -> None:
    async with store.transaction() as tx:
        waiting, waited_on = (await tx.execute(select(team.c.id).order_by(team.c.id).limit(2))).scalars()
        raiser = (await tx.execute(select(member.c.id).limit(1))).scalar_one()
        same = {
            "workspace_id": workspace_id,
            "kind": LoopKind.BOTTLENECK,
            "title": "The API",
            "state": LoopState.RAISED,
            "version": 1,
            "raiser_id": raiser,
            "team_id": waiting,
            "waits_on_team_id": waited_on,
        }
        at = [NOW - timedelta(days=number % 200) for number in range(count)]
        await tx.execute(insert(loop), [{**same, "raised_at": each, "since": each} for each in at])
