"""Do-not-disturb: when somebody's notifications are silent, as Slack tells others about it.

docs.slack.dev/reference/methods/dnd.teamInfo: `dnd_enabled` with the period that has begun or comes next; for people
without a schedule `false` and 1. A snooze is told to nobody else as such (`snooze_*` is for its owner alone); what
others see of it, as in the client's little Z, is a period that has begun.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.errors import Json
from sandbox.model import User

_DAYS_AROUND = (-1, 0, 1, 2)


def status_of(user: User, now: datetime) -> Json:
    """What dnd.info and dnd.teamInfo say about somebody else."""
    period = _period(user, now)
    if period is None:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    since, until = (int(instant.timestamp()) for instant in period)
    return {"dnd_enabled": True, "next_dnd_start_ts": since, "next_dnd_end_ts": until}


def is_silent(user: User, now: datetime) -> bool:
    """Whether their notifications are silent at this instant."""
    period = _period(user, now)
    return period is not None and period[0] <= now < period[1]


def _period(user: User, now: datetime) -> tuple[datetime, datetime] | None:
    if user.snoozed is not None and user.snoozed[0] <= now < user.snoozed[1]:
        return user.snoozed
    return None if user.dnd is None else _scheduled(user.dnd, ZoneInfo(user.timezone or "UTC"), now)


def _scheduled(schedule: tuple[str, str], zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    begins, ends = (time.fromisoformat(at) for at in schedule)
    today = now.astimezone(zone).date()
    nights = [
        (
            datetime.combine(today + timedelta(days=day), begins, tzinfo=zone),
            datetime.combine(today + timedelta(days=day + (ends <= begins)), ends, tzinfo=zone),
        )
        for day in _DAYS_AROUND
    ]
    return next((since, until) for since, until in nights if now < until)
