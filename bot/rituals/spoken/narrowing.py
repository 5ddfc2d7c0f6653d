"""What narrows a recurrence that was named: exceptions, "only on", months, quarters."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.rituals.spoken.cursor import Unclear
from bot.values.recurrences import EVERY_DAY, Frequency, Recurrence

Narrowing = Callable[[Recurrence], Recurrence]
_QUARTERS = {True: (1, 4, 7, 10), False: (3, 6, 9, 12)}
"""The first months of quarters, and their last ones."""


def of_the_quarter(found: Recurrence) -> Recurrence:
    places = [*found.positions, *found.month_days, *(place for place, _ in found.nth)]
    from_the_start = {place > 0 for place in places}
    furthest = 4 if found.nth else 28 if found.month_days else 20
    if len(from_the_start) > 1 or any(abs(place) > furthest for place in places):
        raise Unclear("That is not one day of a quarter: name its months, like “of Jan, Apr, Jul and Oct”.")
    return replace(found, months=_QUARTERS[from_the_start.pop()])


def in_months(months: Iterable[int], *, but: bool = False) -> Narrowing:
    def narrow(found: Recurrence) -> Recurrence:
        kept = tuple(month for month in months if not found.months or month in found.months)
        if not kept:
            raise Unclear("There is no month left.")
        if but and found.months and len(kept) == len(found.months):
            raise Unclear("That month is left out already.")
        return replace(found, months=kept)

    return narrow


def except_days(found: Recurrence, days: frozenset[int]) -> Recurrence:
    selected = found.days or (frozenset(day for _, day in found.nth) if found.nth else EVERY_DAY)
    if not days <= selected:
        raise Unclear("What you except is not one of the days.")
    return only_days(found, EVERY_DAY - days)


def only_days(found: Recurrence, days: frozenset[int]) -> Recurrence:
    if found.positions:
        raise Unclear("The days are counted already: name them without an exception.")
    selected = frozenset(day for _, day in found.nth) or found.days or EVERY_DAY
    if not selected & days:
        raise Unclear("There is no day left.")
    if found.nth:
        return replace(found, nth=tuple(pair for pair in found.nth if pair[1] in days))
    return replace(found, days=selected & days)


def only_month_days(found: Recurrence, month_days: tuple[int, ...]) -> Recurrence:
    if found.month_days or found.positions:
        raise Unclear("The days of the month are named already.")
    return replace(found, month_days=month_days)


def only_places(found: Recurrence, places: tuple[int, ...], each: Frequency | None) -> Recurrence:
    if found.positions:
        raise Unclear("Which of them is said twice.")
    if each is None or (found.frequency != each and found.interval > 1):
        raise Unclear("It counts in another measure than that.")
    return replace(found, frequency=each, positions=places)
