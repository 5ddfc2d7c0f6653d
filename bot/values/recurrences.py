"""RFC 5545 recurrences by days, weeks and months, taken apart: which days, and which of them.

The same days can be written in many ways; `recurrence_of` finds the one way this house writes them, so that words
can be found for all of them and two recurrences that mean the same are equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_DAY = frozenset(range(7))


class Frequency(StrEnum):
    """What a recurrence counts in."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Each selection left empty selects every day.

    `days` are weekdays from Monday = 0; `nth` are (1, 0) for the first Monday of a month, (-1, 4) for the last
    Friday. Of the days left in each period (day, week, month), `positions` picks: the first (1), the last (-1).
    """

    frequency: Frequency
    interval: int = 1
    days: frozenset[int] = frozenset()
    nth: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    until: date | None = None

    @property
    def rrule(self) -> str:
        """As RFC 5545 writes it."""
        by_day = [BYDAY[day] for day in sorted(self.days)] + [f"{n}{BYDAY[day]}" for n, day in self.nth]
        parts = {
            "FREQ": str(self.frequency),
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYDAY": ",".join(by_day),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "BYMONTH": ",".join(map(str, self.months)),
            "BYSETPOS": ",".join(map(str, self.positions)),
            "UNTIL": f"{self.until:%Y%m%d}" if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def recurrence_of(rrule: str, anchor: date) -> Recurrence:
    """What a recurrence counted from `anchor` selects, in the one way this house writes it.

    Raises ValueError for what is not made of days, weeks and months.
    """
    return settled(_taken_apart(rrule), anchor)


def settled(read: Recurrence, anchor: date) -> Recurrence:
    """The one way of writing it."""
    found = _without_doubles(_as_counted_from(anchor, read))
    if found.positions:
        found = _without_needless_positions(found)
    return _in_its_own_frequency(found) if found.interval == 1 and not found.positions else found


def in_order(numbers: Iterable[int]) -> tuple[int, ...]:
    """From the first to the last of a period: 1, 2, … then -2, -1."""
    return tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))


def _taken_apart(rrule: str) -> Recurrence:
    parts = dict(part.split("=", 1) for part in rrule.upper().removeprefix("RRULE:").strip(";").split(";"))
    weekdays = [(day[:-2], BYDAY.index(day[-2:])) for day in parts.pop("BYDAY", "").split(",") if day]
    until = parts.pop("UNTIL", None)
    if parts.pop("WKST", "MO") != "MO":
        raise ValueError("weeks start on Monday")
    found = Recurrence(
        frequency=Frequency(parts.pop("FREQ", "")),
        interval=int(parts.pop("INTERVAL", "1")),
        days=frozenset(day for number, day in weekdays if not number),
        nth=tuple((int(number), day) for number, day in weekdays if number),
        month_days=_numbers(parts.pop("BYMONTHDAY", "")),
        months=_numbers(parts.pop("BYMONTH", "")),
        positions=_numbers(parts.pop("BYSETPOS", "")),
        until=date(int(until[:4]), int(until[4:6]), int(until[6:8])) if until else None,
    )
    if parts:
        raise ValueError(f"not known: {', '.join(parts)}")
    return found


def _numbers(listed: str) -> tuple[int, ...]:
    return in_order(int(number) for number in listed.split(",") if number)


def _as_counted_from(anchor: date, read: Recurrence) -> Recurrence:
    if read.days or read.nth or read.month_days:
        return read
    if read.frequency == Frequency.WEEKLY:
        return replace(read, days=frozenset({anchor.weekday()}))
    return replace(read, month_days=(anchor.day,)) if read.frequency == Frequency.MONTHLY else read


def _without_doubles(read: Recurrence) -> Recurrence:
    days, nth, months = read.days, read.nth, tuple(sorted(set(read.months)))
    if nth and days:
        # Selections narrow each other: of the second Tuesdays, those that are a Monday.
        nth, days = tuple(pair for pair in nth if pair[1] in days), frozenset()
        if not nth:
            raise ValueError("no day is left")
    if days == EVERY_DAY and (read.month_days or read.frequency == Frequency.DAILY):
        days = frozenset()
    if read.frequency == Frequency.WEEKLY and not days:
        days = EVERY_DAY
    by_place = sorted(set(nth), key=lambda pair: (pair[0] < 0, pair))
    return replace(read, days=days, nth=tuple(by_place), months=() if len(months) == 12 else months)


def _without_needless_positions(read: Recurrence) -> Recurrence:
    everything_else = not read.month_days and not read.nth
    if read.frequency == Frequency.DAILY and {1, -1} & set(read.positions):
        return replace(read, positions=())
    if read.frequency == Frequency.WEEKLY and everything_else and not read.months:
        return _picked_from_a_week(read)
    if read.frequency == Frequency.MONTHLY and everything_else and read.days == EVERY_DAY:
        return _picked(read, month_days=tuple(place for place in read.positions if abs(place) <= 31))
    if read.frequency == Frequency.MONTHLY and everything_else and len(read.days) == 1:
        [day] = read.days
        return _picked(read, nth=tuple((place, day) for place in read.positions if abs(place) <= 5))
    return read


def _picked(
    read: Recurrence, nth: tuple[tuple[int, int], ...] = (), month_days: tuple[int, ...] = ()
) -> Recurrence:
    if not nth and not month_days:
        return read
    return replace(read, days=frozenset(), nth=nth, month_days=month_days, positions=())


def _picked_from_a_week(read: Recurrence) -> Recurrence:
    week = sorted(read.days)
    places = [place - 1 if place > 0 else len(week) + place for place in read.positions]
    picked = frozenset(week[place] for place in places if 0 <= place < len(week))
    return replace(read, days=picked, positions=()) if picked else read


def _in_its_own_frequency(read: Recurrence) -> Recurrence:
    days = frozenset() if read.days == EVERY_DAY else read.days
    if days:
        return replace(read, frequency=Frequency.WEEKLY)
    if read.nth or read.month_days:
        return replace(read, frequency=Frequency.MONTHLY, days=days)
    return replace(read, frequency=Frequency.DAILY, days=days)
