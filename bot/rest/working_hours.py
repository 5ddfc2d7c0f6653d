"""When somebody is at work: not in their quiet hours, not on a day off, a public holiday, or while they are away."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rest.days_off import holiday, is_weekend
from bot.values.hours import after_quiet
from bot.values.rest import Away, Rest

FURTHEST = 60
"""Days one looks ahead. Whoever rests longer finds at the end of the night what could not wait for their return."""


def next_working_moment(now: datetime, zone: ZoneInfo, rest: Rest, team_country: str | None) -> datetime:
    """The earliest instant from now on, in UTC, at which somebody is at work and may be disturbed.

    `team_country` decides holidays and weekends for whoever has chosen no country of their own. Where there is no
    such instant within `FURTHEST` days, the end of the quiet hours it is now.
    """
    earliest = after_quiet(now, zone, rest.quiet)
    moment = earliest
    for _ in range(FURTHEST):
        day = moment.astimezone(zone).date()
        if is_at_work(day, rest, team_country):
            return moment
        midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
        moment = after_quiet(midnight, zone, rest.quiet)
    return earliest


def is_at_work(day: date, rest: Rest, team_country: str | None) -> bool:
    """Whether somebody works on this day of theirs."""
    country = rest.country or team_country
    is_free = away_on(day, rest) is not None or holiday(country, day) is not None
    return not is_free and works_on(day, rest, country)


def away_on(day: date, rest: Rest) -> Away | None:
    """The absence this day of theirs lies in."""
    return next((each for each in rest.away if each.covers(day)), None)


def works_on(day: date, rest: Rest, country: str | None) -> bool:
    """Whether somebody works on this day of the week: as they chose, else as people do in that country."""
    if rest.working_days is not None:
        return day.weekday() in rest.working_days
    return not is_weekend(country, day)
