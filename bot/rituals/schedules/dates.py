"""The dates of a recurrence: period after period, the days that are left of each.

Our own, since the library looks on until the year 9999 for a day that never comes.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from bot.values.recurrences import Frequency, Recurrence, recurrence_of

FAR = timedelta(days=12 * 366)
"""How far ahead is looked: the 29th of February may be eight years away."""


def dates_of(rrule: str, anchor: date, first: date) -> Iterator[date]:
    """The dates from `first` on, in order, as far ahead as one looks."""
    found = _known(rrule, anchor)
    begin = max(first, anchor)
    last = min(begin + FAR, found.until or date.max)
    for period in _periods(found, anchor, begin):
        if period[0] > last:
            return
        yield from (day for day in _selected(found, period) if begin <= day <= last)


@lru_cache(maxsize=512)
def _known(rrule: str, anchor: date) -> Recurrence:
    return recurrence_of(rrule, anchor)


def _periods(found: Recurrence, anchor: date, begin: date) -> Iterator[list[date]]:
    """The days of each day, week or month it counts, from the one `begin` is in or the next one on."""
    if found.frequency == Frequency.MONTHLY:
        yield from _months(found.interval, anchor, begin)
        return
    length = 7 if found.frequency == Frequency.WEEKLY else 1
    start = anchor - timedelta(days=anchor.weekday()) if length == 7 else anchor
    step = timedelta(days=length * found.interval)
    start += (begin - start) // step * step
    while True:
        yield [start + timedelta(days=count) for count in range(length)]
        start += step


def _months(interval: int, anchor: date, begin: date) -> Iterator[list[date]]:
    month = anchor.year * 12 + anchor.month - 1
    month += (begin.year * 12 + begin.month - 1 - month) // interval * interval
    while True:
        year, of_year = divmod(month, 12)
        yield [date(year, of_year + 1, day + 1) for day in range(monthrange(year, of_year + 1)[1])]
        month += interval


def _selected(found: Recurrence, period: list[date]) -> list[date]:
    days = [day for day in period if _is_selected(found, day)]
    if not found.positions or not days:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in found.positions}
    return [day for place, day in enumerate(days) if place in places]


def _is_selected(found: Recurrence, day: date) -> bool:
    if (found.months and day.month not in found.months) or (found.days and day.weekday() not in found.days):
        return False
    if not found.nth and not found.month_days:
        return True
    length = monthrange(day.year, day.month)[1]
    by_number = {day.day, day.day - length - 1}
    by_weekday = {((day.day - 1) // 7 + 1, day.weekday()), (-((length - day.day) // 7 + 1), day.weekday())}
    return (not found.month_days or bool(by_number & set(found.month_days))) and (
        not found.nth or bool(by_weekday & set(found.nth))
    )
