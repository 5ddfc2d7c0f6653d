"""From what somebody chooses in a form to a schedule: other days, another time, or their own words."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, time, timedelta

from bot.rituals import recurrence
from bot.rituals.schedule import dates_from
from bot.values.errors import Unusable
from bot.values.recurrences import BYDAY, Frequency, Recurrence, recurrence_of
from bot.values.schedules import Schedule


def in_words(text: str, base: Schedule, at: time, today: date, *, field: str) -> Schedule:
    """The schedule these words say, at `at` unless they name a time. Raises Unusable beside the field."""
    try:
        spoken = recurrence.read_words(text, today=_first_day(base, today))
    except recurrence.NotUnderstood as error:
        raise Unusable(error.user_message, field=field) from error
    return replace(base, rrule=spoken.rrule, at=spoken.at or at, anchor=spoken.anchor)


def on_days(base: Schedule, days: Collection[str], today: date) -> Schedule:
    """The same rhythm on other weekdays."""
    found = recurrence_of(base.rrule, base.anchor)
    return repeating(base, replace(found, days=weekdays(days)), today)


def repeating(base: Schedule, wanted: Recurrence, today: date) -> Schedule:
    """A schedule of this recurrence, counted from its first date from today on; the same one stays as it is."""
    if wanted.rrule == recurrence_of(base.rrule, base.anchor).rrule:
        return base
    return begun(replace(base, rrule=wanted.rrule), today)


def begun(schedule: Schedule, today: date) -> Schedule:
    """The schedule counted from today on: every other week begins with the first such day there is."""
    start = _first_day(schedule, today)
    found = recurrence_of(schedule.rrule, start)
    # Yesterday: then today has begun in every zone.
    anchor = start - timedelta(days=1)
    if found.interval > 1:
        every = replace(schedule, rrule=replace(found, interval=1).rrule, anchor=start)
        anchor = next(dates_from(every, start), start)
    return replace(schedule, anchor=anchor)


def weekly(days: Collection[str], every: int = 1) -> Recurrence:
    """On these weekdays, every so many weeks."""
    chosen = weekdays(days)
    if len(chosen) == 7 and every == 1:
        return Recurrence(Frequency.DAILY)
    return Recurrence(Frequency.WEEKLY, interval=every, days=chosen)


def monthly(nth: int, day: str) -> Recurrence:
    """On the nth such weekday of each month; -1 is the last."""
    return Recurrence(Frequency.MONTHLY, nth=((nth, BYDAY.index(day)),))


def weekdays(days: Collection[str]) -> frozenset[int]:
    """`MO` … `SU` as numbers."""
    return frozenset(BYDAY.index(day) for day in days)


def _first_day(schedule: Schedule, today: date) -> date:
    return max(today, schedule.starts_on) if schedule.starts_on else today
