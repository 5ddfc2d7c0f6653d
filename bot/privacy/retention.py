"""Retention: what was kept long enough is forgotten, each night of a workspace, in batches that let people pass.

Most nights there is nothing: then one question is asked and nothing written.
"""

import calendar
import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.privacy.erasing import erase
from bot.privacy.ports import Withheld
from bot.store import givers, kept, retention
from bot.store.engine import Store, Transaction
from bot.store.kept import Kind, Old
from bot.store.wiping import EVERYWHERE, wipe
from bot.values.errors import NoPlaceForKeys
from bot.values.keeping import Keep
from bot.values.ports import Keyring

log = logging.getLogger(__name__)

AT_NIGHT = time(3, 30)
"""By the clocks of most people: hardly anybody is asked anything then."""

AT_ONCE = 200
"""Rows forgotten in one transaction."""


async def tidy(
    store: Store, keys: Keyring, withheld: Withheld, keep: Keep, workspace_id: int, now: datetime
) -> int:
    """Forget what a workspace kept long enough; how many rows that were, without those that hung on them."""
    forgotten = 0
    # Looked for again after each time: a round is old when all that belonged to it is gone.
    while old := await _found(store, keep, workspace_id, now):
        for each in old:
            forgotten += await _all_of(store, workspace_id, each)
    forgotten += await _leavers(store, keys, withheld, keep, workspace_id, now)
    if forgotten:
        # Where somebody reads what was there before, the next night does it.
        await wipe(store, EVERYWHERE)
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


async def _found(store: Store, keep: Keep, workspace_id: int, now: datetime) -> list[Old]:
    async with store.reading() as tx:
        return await kept.found(tx, workspace_id, _kinds(keep, now))


def _kinds(keep: Keep, now: datetime) -> list[Old]:
    """What is forgotten, each with the instant before which it is; rounds after all that belongs to them."""
    rounds = None if keep.answers is None or keep.results is None else max(keep.answers, keep.results)
    periods: tuple[tuple[Kind, int | None], ...] = (
        (retention.ASKED, keep.answers),
        (retention.TEXTS, keep.anonymous_texts),
        (retention.RESULTS, keep.results),
        (retention.TOLD, keep.results),
        (retention.HEARD, keep.results),
        (retention.GOALS, keep.results),
        (retention.NOTES, keep.results),
        (retention.MARKS, keep.results),
        (retention.BOTTLENECKS, keep.bottlenecks),
        (retention.FEEDBACK, keep.feedback),
        (retention.ROUNDS, rounds),
        (retention.DOUBTS, keep.messages),
        (retention.UNSENT, keep.messages),
        (retention.MESSAGES, keep.messages),
        (retention.SENT, keep.answers),
        (retention.DELETIONS, 0),
        (retention.ABSENCES, keep.messages),
        (retention.EXPORTS, keep.messages),
    )
    return [(kind, months_before(now, months)) for kind, months in periods if months is not None]


async def _all_of(store: Store, workspace_id: int, old: Old) -> int:
    total = 0
    while True:
        async with store.transaction() as tx:
            found = await kept.forget(tx, workspace_id, old, limit=AT_ONCE)
        total += found
        if found < AT_ONCE:
            return total


async def _leavers(
    store: Store, keys: Keyring, withheld: Withheld, keep: Keep, workspace_id: int, now: datetime
) -> int:
    async with store.reading() as tx:
        is_news = await retention.is_to_be_noticed(tx, workspace_id)
        gone = await retention.leavers(tx, workspace_id, months_before(now, keep.leavers))
    if is_news:
        async with store.transaction() as tx:
            await retention.notice_leavers(tx, workspace_id, now)
    erased = 0
    for somebody in gone:
        try:
            erased += await erase(store, keys, withheld, somebody, now)
        except NoPlaceForKeys as error:
            log.warning("Somebody who left could not be erased tonight: %s", error.user_message)
    return erased
