"""Clock hours: at most one Drumbeat DM per person goes out in each of them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_HALF_HOUR = timedelta(minutes=30)


def clock_hour(instant: datetime, zone: ZoneInfo) -> datetime:
    """The start, in UTC, of the clock hour this instant falls in for someone living in `zone`."""
    return instant.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def next_clock_hour(instant: datetime, zone: ZoneInfo) -> datetime:
    """The start, in UTC, of the clock hour after the one this instant falls in."""
    this_hour = clock_hour(instant, zone)
    candidate = this_hour + _HALF_HOUR
    # Where clocks go back by half an hour, a clock hour lasts ninety minutes.
    while clock_hour(candidate, zone) <= this_hour:
        candidate += _HALF_HOUR
    return candidate
