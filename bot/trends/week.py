"""Which days a digest covers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.store.trends import Weeks
from bot.values.digests import Week
from bot.values.facts import Period

THURSDAY = 3
"""From this weekday on (Monday is 0) a digest is about the current week; before it, about the last one."""

HISTORY = 26
"""Weeks that trends look at, the covered one included."""


def covered(at: datetime, zone: ZoneInfo) -> Period:
    """What a digest of this instant covers: the ISO week that ended last, or from Thursday the current one so far."""
    today = at.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    if today.weekday() >= THURSDAY:
        return Period(Week(monday), last=today, so_far=True)
    return Period(Week(monday - timedelta(weeks=1)), last=monday - timedelta(days=1), so_far=False)


def just(period: Period) -> Weeks:
    """The covered week alone."""
    return Weeks(period.first, count=1, last=period.last)


def up_to(period: Period, weeks: int = HISTORY) -> Weeks:
    """The covered week and those before it, `weeks` in all."""
    return Weeks(period.first - timedelta(weeks=weeks - 1), count=weeks, last=period.last)


def weeks_between(earlier: date, later: date) -> int:
    """How many weeks lie between two Mondays."""
    return (later - earlier).days // 7
