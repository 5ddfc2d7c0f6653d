"""How far a ritual's random times may reach: some hours, and not beyond the day."""

from datetime import date, datetime, time, timedelta

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=12)
NONE = timedelta(0)


def until_midnight(at: time) -> timedelta:
    """What is left of a day."""
    begins = datetime.combine(date.min, at)
    return datetime.combine(date.min + timedelta(days=1), time()) - begins


def reaching(spread: timedelta, at: time) -> timedelta:
    """As much of it as the day has room for."""
    left = until_midnight(at)
    return min(spread, left) if left >= SHORTEST else NONE
