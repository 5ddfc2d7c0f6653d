"""Summing up what is over: the only thing trends write, and nothing that could not be counted again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from bot.store import week_sums
from bot.store.engine import Store
from bot.store.trends import Weeks
from bot.store.week_sums import RitualWeek, monday_before
from bot.trends.week import HISTORY

AT_ONCE = 100
"""Rituals whose week is summed up in one transaction."""

A_WEEK = timedelta(weeks=1)


async def sum_up(store: Store, workspace_id: int, now: datetime) -> int:
    """Sum up a workspace's weeks that are over, as far back as trends look; how many rituals' weeks that were."""
    looked_at = _looked_at(now.date())
    async with store.reading() as tx:
        missing = await week_sums.to_sum_up(tx, workspace_id, looked_at, now)
        old = await week_sums.begun_before(tx, workspace_id, looked_at.first)
    for monday, ritual_ids in _some_at_a_time(missing):
        week = Weeks(monday, count=1, last=monday + A_WEEK - timedelta(days=1))
        async with store.transaction() as tx:
            await week_sums.sum_up(tx, workspace_id, week, ritual_ids, now)
    if old:
        async with store.transaction() as tx:
            await week_sums.forget(tx, old)
    return len(missing)


def _looked_at(today: date) -> Weeks:
    # A digest at the beginning of a week is about the week before, and looks back from there.
    return Weeks(monday_before(today) - HISTORY * A_WEEK, count=HISTORY + 1, last=today)


def _some_at_a_time(weeks: Iterable[RitualWeek]) -> Iterable[tuple[date, list[int]]]:
    for monday, group in groupby(weeks, key=lambda week: week[1]):
        rituals = [ritual_id for ritual_id, _ in group]
        for start in range(0, len(rituals), AT_ONCE):
            yield monday, rituals[start : start + AT_ONCE]
