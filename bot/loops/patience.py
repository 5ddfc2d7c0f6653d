"""What time itself does to a loop: one nudge when a day that was given has passed, one word to a lead when the team's
days are over, and after two weeks of silence an answer is presumed to hold. Pure rules.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.loops.lifecycle import ANSWERED_LONG_AGO
from bot.values.loops import Loop, LoopState, Step

MORNING = time(9, 0)
"""When the day after a given one begins to count; each message waits for its reader's own working hours."""

_WEEKEND = (5, 6)


def what_is_due(loop: Loop, *, days: int, zone: ZoneInfo, now: datetime) -> Step | None:
    """What time does to this loop first by now: PRESUMED, ESCALATED or NUDGED; None while there is nothing.

    `days` working days of the waiting team pass before a lead is told; 0: none is ever told.
    """
    due = _due(loop, days, zone)
    passed = [(at, step) for step, at in due.items() if at <= now]
    return min(passed)[1] if passed else None


def next_look(loop: Loop, *, days: int, zone: ZoneInfo) -> datetime | None:
    """When time does something next, in UTC; None: never."""
    return min(_due(loop, days, zone).values(), default=None)


def is_overdue(loop: Loop, today: date) -> bool:
    """Whether the day that was given has passed without what was promised."""
    return loop.is_open and loop.due_on is not None and loop.due_on < today


def working_days_after(day: date, days: int) -> date:
    """The day so many working days (Monday to Friday) after this one."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() not in _WEEKEND
    return day


def _due(loop: Loop, days: int, zone: ZoneInfo) -> dict[Step, datetime]:
    if loop.state == LoopState.ANSWERED:
        return {Step.PRESUMED: loop.since + ANSWERED_LONG_AGO}
    if not loop.is_open:
        return {}
    due: dict[Step, datetime] = {}
    if loop.due_on is not None and loop.nudged_at is None:
        due[Step.NUDGED] = _morning(working_days_after(loop.due_on, 1), zone)
    if days and loop.escalated_at is None:
        given = loop.due_on or loop.since.astimezone(zone).date()
        due[Step.ESCALATED] = _morning(working_days_after(given, days + 1), zone)
    return due


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)
