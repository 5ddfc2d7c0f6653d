"""What all tables of an export are made with, and how they are read: a span of rows at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.store.engine import Store, Transaction
from bot.values.exporting import Extent, Span
from bot.values.files import Page

AT_ONCE = 500
"""Numbers in one span. Each span is a look of its own: nothing is held in between, and whoever writes may."""

MOST_AT_ONCE = 1000
"""Rows of one span; where there are more the next is shorter, so that no look holds up others for long."""

Named = dict[str, Any]
Last = Callable[[Transaction], Awaitable[int]]
Read = Callable[[Transaction, Span], Awaitable[Page]]


@dataclass(frozen=True, slots=True)
class Making:
    """What is exported, out of which store, now; `zone` is the one most people live in. `ends`: the highest number of
    each kind when it began, since no table may point to what came after another was read."""

    store: Store
    extent: Extent
    now: datetime
    zone: ZoneInfo
    ends: Mapping[Last, int]

    def day_of(self, at: datetime | None, zone: str | None = None) -> date | None:
        """The day it was at an instant, in this zone or where most people live."""
        if at is None:
            return None
        return at.astimezone(ZoneInfo(zone) if zone else self.zone).date()


async def paged(making: Making, last: Last, read: Read) -> AsyncIterator[Page]:
    """Everything there was when the export began, a span at a time."""
    start, end, at_once = 0, making.ends[last], AT_ONCE
    while start < end:
        span = Span(start, min(start + at_once, end))
        async with making.store.reading() as tx:
            page = await read(tx, span)
        if page:
            yield page
        start = span.last
        at_once = max(1, at_once // 2) if len(page) > MOST_AT_ONCE else min(AT_ONCE, at_once * 2)


aside = asyncio.to_thread
"""How figures are made once what they are made of was read: in a thread, where they hold up neither whoever presses a
button meanwhile nor whoever reads the database."""


def by_name(rows: Sequence[Any]) -> list[Named]:
    """Rows whose columns are called what the table calls them. Asking each row for each of them takes longer than
    reading it, and there are millions."""
    names = rows[0]._fields if rows else ()
    return [dict(zip(names, row, strict=True)) for row in rows]


async def at_once(making: Making, read: Callable[[Transaction], Awaitable[Page]]) -> AsyncIterator[Page]:
    """What is few enough to be read in one look."""
    async with making.store.reading() as tx:
        page = await read(tx)
    if page:
        yield page
