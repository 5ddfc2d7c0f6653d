"""Schedules in words, as people say them and as `bot.rituals.schedules.recurrence` reads them back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from bot.values.recurrences import EVERY_DAY, Frequency, Recurrence, recurrence_of
from bot.values.rest import WEEKDAYS
from bot.values.schedules import MEMBER_ZONE, Schedule
from bot.views.words import in_readers_time, listing, on_day

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MANY_MONTHS = 6
"""Of more months, those that are left out are named."""

NOT_SPREAD = timedelta(0)
"""Everybody is asked at the schedule's time."""

_NUMBERED = ("first", "second", "third", "fourth", "fifth")


def schedule_in_words(schedule: Schedule, spread: timedelta = NOT_SPREAD) -> str:
    """`every weekday at 09:00, in each person's own time zone, until 18 Dec 2026`."""
    hours = hours_in_words(schedule.at, spread)
    if schedule.starts_on is not None and schedule.starts_on == schedule.ends_on:
        day = schedule.starts_on
        return f"once, on {on_day(day)} {day.year} {hours}, {_where(schedule.zone)}"
    try:
        found = recurrence_of(schedule.rrule, schedule.anchor)
    except (ValueError, KeyError):
        found = None
    days = _days(found) if found else f"on a recurring schedule ({schedule.rrule})"
    ends_on = [day for day in (schedule.ends_on, found.until if found else None) if day]
    ends = [
        _counted_from(found, schedule.anchor) if found else "",
        f"from {full_date(schedule.starts_on)}" if schedule.starts_on else "",
        f"until {full_date(min(ends_on))}" if ends_on else "",
    ]
    said = [f"{days} {hours}", _where(schedule.zone), *filter(None, ends)]
    return ", ".join(said)


def recurrence_in_words(rrule: str, anchor: date) -> str:
    """`every weekday`, `on the first Mon of the month`, `every other Tue, counted from 1 Dec 2026`."""
    return _spoken(rrule, anchor, "")


def spoken_in_words(rrule: str, at: time, anchor: date) -> str:
    """What a person would type to get this: `every other Tue at 14:00, counted from 1 Dec 2026`."""
    return _spoken(rrule, anchor, f" at {at.strftime('%H:%M')}")


def hours_in_words(at: time, spread: timedelta = NOT_SPREAD) -> str:
    """`at 10:00`; of a random time, `between 10:00 and 16:00`."""
    begins = at.strftime("%H:%M")
    if not spread:
        return f"at {begins}"
    ends = datetime.combine(date.min, at) + spread
    return f"between {begins} and {ends.strftime('%H:%M') if ends.date() == date.min else 'midnight'}"


def coming_in_words(next_at: datetime | None, next_until: datetime | None = None) -> str:
    """When somebody is asked next, in the reader's own time; of a random time, between when."""
    if next_at is None:
        return "no date yet"
    begins = in_readers_time(next_at)
    if next_until is None:
        return begins
    until = f"<!date^{int(next_until.timestamp())}^{{time}}|{next_until.strftime('%H:%M')} UTC>"
    return f"{begins} or later, until {until}"


def full_date(day: date) -> str:
    """`1 Dec 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _spoken(rrule: str, anchor: date, at: str) -> str:
    found = recurrence_of(rrule, anchor)
    until = f"until {full_date(found.until)}" if found.until else ""
    return ", ".join(filter(None, (_days(found) + at, _counted_from(found, anchor), until)))


def _where(zone: str) -> str:
    return "in each person's own time zone" if zone == MEMBER_ZONE else f"{zone.replace('_', ' ')} time"


def _counted_from(found: Recurrence, anchor: date) -> str:
    # "Every other Tuesday" alone does not say which.
    return f"counted from {full_date(anchor)}" if found.interval > 1 else ""


def _days(found: Recurrence) -> str:
    begin = {Frequency.DAILY: _by_days, Frequency.WEEKLY: _by_weeks, Frequency.MONTHLY: _by_months}
    return ", ".join([begin[found.frequency](found), *_narrowed(found)])


def _by_days(found: Recurrence) -> str:
    return f"every {_period(found.interval, 'day')}"


def _by_weeks(found: Recurrence) -> str:
    days = _weekdays(found.days)
    if found.interval == 1:
        return f"every {_but_one(found.days) or days}"
    if found.interval == 2 and len(found.days) == 1:
        return f"every other {days}"
    return f"every {_period(found.interval, 'week')} on {_weekdays(found.days, many=True)}"


def _by_months(found: Recurrence) -> str:
    which = _which_of_a_month(found)
    if found.interval > 1:
        return f"every {_period(found.interval, 'month')} on {which}"
    return f"on {which} of {_months(found.months) if _says_months(found) else 'the month'}"


def _which_of_a_month(found: Recurrence) -> str:
    if found.nth:
        return _nth(found.nth)
    if found.month_days:
        return f"the {_month_days(found.month_days)}"
    if found.positions:
        return f"the {listing([_place(place) for place in found.positions])} {_one_of(found.days)}"
    return f"every {_weekdays(found.days)}"


def _narrowed(found: Recurrence) -> list[str]:
    """What else must hold, each read as "only …"."""
    monthly = found.frequency == Frequency.MONTHLY
    days = found.days if found.frequency == Frequency.DAILY or (monthly and found.month_days) else ()
    month_days = found.month_days if not monthly or found.nth else ()
    in_sentence = monthly and not found.nth and not found.month_days
    places = () if in_sentence else found.positions
    each = {Frequency.DAILY: "day", Frequency.WEEKLY: "week", Frequency.MONTHLY: "month"}[found.frequency]
    listed = [
        f"only on {_weekdays(days, many=True)}" if days else "",
        f"only on the {_month_days(month_days)}" if month_days else "",
        _in_months(found.months) if found.months and not _says_months(found) else "",
        f"only the {listing([_place(place) for place in places])} of them each {each}" if places else "",
    ]
    return [part for part in listed if part]


def _says_months(found: Recurrence) -> bool:
    few = 0 < len(found.months) <= _MANY_MONTHS
    return found.frequency == Frequency.MONTHLY and found.interval == 1 and few


def _in_months(months: Sequence[int]) -> str:
    if len(months) <= _MANY_MONTHS:
        return f"only in {_months(months)}"
    return f"except in {_months([month for month in range(1, 13) if month not in months])}"


def _but_one(days: Collection[int]) -> str | None:
    for whole, name in ((EVERY_DAY, "day"), (WEEKDAYS, "weekday")):
        if set(days) < whole and len(days) == len(whole) - 1:
            [left_out] = whole - set(days)
            return f"{name} except {_DAYS[left_out]}"
    return None


def _period(interval: int, of: str) -> str:
    return {1: of, 2: f"other {of}"}.get(interval, f"{interval} {of}s")


def _weekdays(days: Collection[int], *, many: bool = False) -> str:
    if frozenset(days) == WEEKDAYS:
        return "weekdays" if many else "weekday"
    return listing([_DAYS[day] for day in sorted(days)])


def _one_of(days: Collection[int]) -> str:
    if frozenset(days) == WEEKDAYS:
        return "working day"
    return listing([_DAYS[day] for day in sorted(days)], "or")


def _months(months: Sequence[int]) -> str:
    return listing([_MONTHS[month - 1] for month in months])


def _nth(nth: Sequence[tuple[int, int]]) -> str:
    if len({day for _, day in nth}) == 1:
        return f"the {listing([_place(place) for place, _ in nth])} {_DAYS[nth[0][1]]}"
    return listing([f"the {_place(place)} {_DAYS[day]}" for place, day in nth])


def _month_days(days: Sequence[int]) -> str:
    said = listing([_ordinal(day) if day > 0 else _place(day) for day in days])
    return said if days[-1] > 0 else f"{said} day"


def _place(place: int) -> str:
    if place == -1:
        return "last"
    if place < 0:
        return f"{_place(-place)} to last"
    return _NUMBERED[place - 1] if place <= len(_NUMBERED) else _ordinal(place)


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
