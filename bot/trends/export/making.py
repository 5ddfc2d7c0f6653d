"""What all tables of an export are made with, and how they are read: a span of rows at a time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.store.engine import Store, Transaction
from bot.values.exporting import Extent, Span
from bot.values.files import Page

AT_ONCE = 500
"""Numbers in one span. Each span is a look of its own: nothing is held in between, and whoever writes may."""

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
    end = making.ends[last]
    for start in range(0, end, AT_ONCE):
        async with making.store.reading() as tx:
            page = await read(tx, Span(start, min(start + AT_ONCE, end)))
        if page:
            yield page


async def at_once(making: Making, read: Callable[[Transaction], Awaitable[Page]]) -> AsyncIterator[Page]:
    """What is few enough to be read in one look."""
    async with making.store.reading() as tx:
        page = await read(tx)
    if page:
        yield page
