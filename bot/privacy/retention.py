"""Retention: what was kept long enough is forgotten, each night of a workspace, in batches that let people pass."""

import calendar
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.privacy.erasing import erase
from bot.privacy.ports import Withheld
from bot.store import digest_notes, givers, goals, retention
from bot.store.engine import Store, Transaction
from bot.values.errors import NoPlaceForKeys
from bot.values.keeping import Keep
from bot.values.loops import LoopKind
from bot.values.ports import Keyring

log = logging.getLogger(__name__)

AT_NIGHT = time(3, 30)
"""By the clocks of most people: hardly anybody is asked anything then."""

AT_ONCE = 200
"""Rows forgotten in one transaction."""

Batch = Callable[..., Awaitable[int]]


async def tidy(
    store: Store, keys: Keyring, withheld: Withheld, keep: Keep, workspace_id: int, now: datetime
) -> int:
    """Forget what a workspace kept long enough; how many rows that were, without those that hung on them."""
    forgotten = 0
    for batch, before in _batches(keep, now):
        forgotten += await _all_of(
            store, partial(batch, workspace_id=workspace_id, before=before, limit=AT_ONCE)
        )
    async with store.transaction() as tx:
        forgotten += await _the_rest(tx, workspace_id, keep, now)
    forgotten += await _leavers(store, keys, withheld, keep, workspace_id, now)
    if forgotten:
        log.info("Forgot %s entries that were kept long enough.", forgotten)
    return forgotten


async def next_night(tx: Transaction, workspace_id: int, now: datetime) -> datetime:
    """When it is night again where most people of a workspace are."""
    zone = ZoneInfo(await givers.zone_of(tx, workspace_id) or "UTC")
    day = now.astimezone(zone).date()
    nights = (datetime.combine(day + timedelta(days=ahead), AT_NIGHT, zone) for ahead in range(3))
    return next(night for night in (each.astimezone(UTC) for each in nights) if night > now)


def months_before(now: datetime, months: int) -> datetime:
    """So many calendar months earlier, or the last day of that month where it has no such day."""
    ahead = now.year * 12 + now.month - 1 - months
    year, month = divmod(ahead, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def _batches(keep: Keep, now: datetime) -> list[tuple[Batch, datetime]]:
    """What is forgotten, each with the instant before which it is; rounds after all that belongs to them."""
    bottlenecks = partial(retention.forget_closed, kind=LoopKind.BOTTLENECK)
    feedback = partial(retention.forget_closed, kind=LoopKind.FEEDBACK)
    rounds = None if keep.answers is None or keep.results is None else max(keep.answers, keep.results)
    periods: tuple[tuple[Batch, int | None], ...] = (
        (retention.forget_asked, keep.answers),
        (retention.forget_texts, keep.anonymous_texts),
        (retention.forget_results, keep.results),
        (retention.forget_notes, keep.results),
        (retention.forget_signals, keep.results),
        (goals.forget, keep.results),
        (digest_notes.forget, keep.results),
        (bottlenecks, keep.bottlenecks),
        (feedback, keep.feedback),
        (retention.forget_rounds, rounds),
        (retention.empty_messages, keep.messages),
        (retention.forget_messages, keep.answers),
        (retention.forget_deletions, 0),
    )
    return [(batch, months_before(now, months)) for batch, months in periods if months is not None]


async def _all_of(store: Store, batch: Batch) -> int:
    total = 0
    while True:
        async with store.transaction() as tx:
            found = await batch(tx)
        total += found
        if found < AT_ONCE:
            return total


async def _the_rest(tx: Transaction, workspace_id: int, keep: Keep, now: datetime) -> int:
    before = months_before(now, keep.messages)
    await retention.notice_leavers(tx, workspace_id, now)
    return (
        await retention.give_up_doubts(tx, workspace_id, before)
        + await retention.forget_absences(tx, workspace_id, before.date())
        + await retention.forget_exports(tx, workspace_id, before)
    )


async def _leavers(
    store: Store, keys: Keyring, withheld: Withheld, keep: Keep, workspace_id: int, now: datetime
) -> int:
    async with store.reading() as tx:
        gone = await retention.leavers(tx, workspace_id, months_before(now, keep.leavers))
    erased = 0
    for somebody in gone:
        try:
            erased += await erase(store, keys, withheld, somebody, now)
        except NoPlaceForKeys as error:
            log.warning("Somebody who left could not be erased tonight: %s", error.user_message)
    return erased
