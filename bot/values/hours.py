"""Clock hours, of which each takes at most one Drumbeat DM per person, and quiet hours, which take none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.values.rest import Quiet

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


def is_quiet(instant: datetime, zone: ZoneInfo, quiet: Quiet) -> bool:
    """Whether this instant lies in the quiet hours of someone living in `zone`."""
    return quiet.covers(instant.astimezone(zone).time())


def quiet_begins(instant: datetime, zone: ZoneInfo, quiet: Quiet) -> datetime | None:
    """When quiet hours begin next, in UTC; None where there are none."""
    if quiet.since == quiet.until:
        return None
    today = instant.astimezone(zone).date()
    begins = (datetime.combine(today + timedelta(days=day), quiet.since, tzinfo=zone) for day in (0, 1, 2))
    return min(begin.astimezone(UTC) for begin in begins if begin > instant)


def after_quiet(instant: datetime, zone: ZoneInfo, quiet: Quiet) -> datetime:
    """This instant, in UTC; or, where it lies in quiet hours, their end."""
    if not is_quiet(instant, zone, quiet):
        return instant.astimezone(UTC)
    today = instant.astimezone(zone).date()
    # Where clocks go back, the end may come twice in one night; where they jump over it, it comes as much later, and
    # read by the offset after the jump it would lie before it, in the quiet hours. A waking hour that short may be
    # jumped over as a whole: then there is the next day's.
    ends = (
        datetime.combine(today + timedelta(days=day), quiet.until, tzinfo=zone)
        .replace(fold=fold)
        .astimezone(UTC)
        for day in (0, 1, 2)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > instant and not is_quiet(end, zone, quiet))
