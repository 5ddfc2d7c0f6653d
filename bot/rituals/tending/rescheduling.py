"""From what somebody chooses in a form to a schedule: other days, another time, or their own words."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, time, timedelta

from bot.rituals.schedules import recurrence
from bot.rituals.schedules.schedule import dates_from
from bot.rituals.schedules.spreading import NONE
from bot.values.editing import Rhythm, When
from bot.values.errors import Unusable
from bot.values.recurrences import BYDAY, Frequency, Recurrence, recurrence_of
from bot.values.rest import WEEKDAYS
from bot.values.schedules import Schedule

_EVERY_DAY = Recurrence(Frequency.DAILY).rrule


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


def once(schedule: Schedule, day: date) -> Schedule:
    """The same time, on one day only."""
    return replace(schedule, rrule=_EVERY_DAY, anchor=day, starts_on=day, ends_on=day)


def next_weekday(today: date) -> date:
    """The first Monday to Friday after today."""
    days = (today + timedelta(days=ahead) for ahead in (1, 2, 3))
    return next(day for day in days if day.weekday() in WEEKDAYS)


def when_of(schedule: Schedule, words: str, spread: timedelta = NONE) -> When:
    """How a schedule would have been chosen; `words` say the same."""
    found = recurrence_of(schedule.rrule, schedule.anchor)
    days = tuple(BYDAY[day] for day in sorted(found.days))
    nth, weekday = found.nth[0] if found.nth else (1, 0)
    return When(
        rhythm=_rhythm_of(found),
        days=days or BYDAY[:5],
        nth=nth,
        weekday=BYDAY[weekday],
        words=words,
        at=schedule.at,
        zone=schedule.zone,
        starts_on=schedule.starts_on,
        ends_on=schedule.ends_on,
        spread=spread,
    )


def chosen(when: When, base: Schedule, today: date) -> Schedule:
    """The schedule somebody chose in place of `base`. Raises Unusable beside the field."""
    if when.starts_on and when.ends_on and when.ends_on < when.starts_on:
        raise Unusable("It would end before it starts.", field="ends_on")
    if when.ends_on and when.ends_on < today and when.ends_on != base.ends_on:
        raise Unusable("That day is over. To stop it now, pause it or end it.", field="ends_on")
    common = replace(base, zone=when.zone, starts_on=when.starts_on, ends_on=when.ends_on)
    found = replace(_repeating(when, common, today), zone=when.zone)
    return found if when.starts_on == base.starts_on else begun(found, today)


def _repeating(when: When, base: Schedule, today: date) -> Schedule:
    timed = replace(base, at=when.at)
    match when.rhythm:
        case Rhythm.AS_IS:
            return timed
        case Rhythm.WORDS:
            if not when.words:
                raise Unusable(
                    "Say when, for instance “every other Tuesday at 14:00” or “first Monday of the month”.",
                    field="words",
                )
            return in_words(when.words, base, when.at, today, field="words")
        case Rhythm.MONTHLY:
            return repeating(timed, monthly(when.nth, when.weekday), today)
        case Rhythm.WEEKDAYS:
            return repeating(timed, weekly(BYDAY[:5]), today)
        case Rhythm.DAILY:
            return repeating(timed, weekly(BYDAY), today)
        case _:
            if not when.days:
                raise Unusable("Choose at least one day.", field="days")
            every = 2 if when.rhythm == Rhythm.FORTNIGHTLY else 1
            return repeating(timed, weekly(when.days, every), today)


def _rhythm_of(found: Recurrence) -> Rhythm:
    days = found.days
    plain = replace(found, days=frozenset(), nth=(), interval=1, until=None)
    is_plain = plain == Recurrence(found.frequency) and found.until is None
    match found.frequency:
        case Frequency.DAILY if is_plain and found.interval == 1 and not days:
            return Rhythm.DAILY
        case Frequency.WEEKLY if is_plain and found.interval == 1:
            return Rhythm.WEEKDAYS if days == WEEKDAYS else Rhythm.WEEKLY
        case Frequency.WEEKLY if is_plain and found.interval == 2:
            return Rhythm.FORTNIGHTLY
        case Frequency.MONTHLY if is_plain and found.interval == 1 and len(found.nth) == 1 and not days:
            return Rhythm.MONTHLY if -1 <= found.nth[0][0] <= 4 else Rhythm.AS_IS
        case _:
            return Rhythm.AS_IS
