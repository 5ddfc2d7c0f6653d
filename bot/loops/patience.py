"""What time itself does to a loop: one nudge when a day that was given has passed, one word to a lead when the team's
days are over, and after two weeks of silence an answer is presumed to hold. Pure rules.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.loops.lifecycle import ANSWERED_LONG_AGO
from bot.rest.days_off import holiday, is_weekend
from bot.values.loops import Loop, LoopState, Step

MORNING = time(9, 0)
"""When the day after a given one begins to count; each message waits for its reader's own working hours."""

ACKNOWLEDGED_WITHIN = 2
"""Working days in which whoever feedback is for says that they have it: 48 hours, weekends and holidays apart."""

_DAYS_AHEAD = 2
"""Working days until the day that is offered to whoever takes something on."""

_LONGEST_REST = 30
"""Days off in a row, more than any country has: beyond them a day counts, whatever a calendar says."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the team that waits is patient: `days` working days in its `country`, then a lead is told; 0: none is.

    A day begins in `zone`.
    """

    days: int
    zone: ZoneInfo
    country: str | None = None


def what_is_due(loop: Loop, patience: Patience, now: datetime) -> Step | None:
    """What time does to this loop first by now: PRESUMED, ESCALATED or NUDGED; None while there is nothing."""
    passed = [(at, step) for step, at in _due(loop, patience).items() if at <= now]
    return min(passed)[1] if passed else None


def next_look(loop: Loop, patience: Patience) -> datetime | None:
    """When time does something next, in UTC; None: never."""
    return min(_due(loop, patience).values(), default=None)


def day_to_offer(loop: Loop, today: date, country: str | None = None) -> date:
    """By when whoever takes it on could promise an answer: the day that was given, as long as it is ahead."""
    if loop.due_on is not None and loop.due_on >= today:
        return loop.due_on
    return working_days_after(today, _DAYS_AHEAD, country)


def working_days_after(day: date, days: int, country: str | None = None) -> date:
    """The day so many working days of that country after this one; Monday to Friday where none is given."""
    for _ in range(days):
        day = _next_working_day(day, country)
    return day


def _next_working_day(day: date, country: str | None) -> date:
    for _ in range(_LONGEST_REST):
        day += timedelta(days=1)
        if not is_weekend(country, day) and holiday(country, day) is None:
            break
    return day


def _due(loop: Loop, patience: Patience) -> dict[Step, datetime]:
    if loop.state == LoopState.ANSWERED:
        return {Step.PRESUMED: loop.since + ANSWERED_LONG_AGO}
    if not loop.is_open:
        return {}
    if loop.is_feedback:
        return _due_of_feedback(loop, patience)
    due: dict[Step, datetime] = {}
    if loop.due_on is not None and loop.nudged_at is None:
        due[Step.NUDGED] = _morning_after(loop.due_on, 1, patience)
    if patience.days and loop.escalated_at is None:
        given = loop.due_on or loop.since.astimezone(patience.zone).date()
        due[Step.ESCALATED] = _morning_after(given, patience.days + 1, patience)
    return due


def _due_of_feedback(loop: Loop, patience: Patience) -> dict[Step, datetime]:
    """Only whoever it is for is reminded, once of what they were told and once of each day they gave."""
    if loop.nudged_at is not None:
        return {}
    if loop.due_on is not None:
        return {Step.NUDGED: _morning_after(loop.due_on, 1, patience)}
    if loop.state != LoopState.RAISED:
        return {}
    came = loop.since.astimezone(patience.zone)
    day = working_days_after(came.date(), ACKNOWLEDGED_WITHIN, patience.country)
    return {Step.NUDGED: datetime.combine(day, came.time(), tzinfo=patience.zone).astimezone(UTC)}


def _morning_after(day: date, days: int, patience: Patience) -> datetime:
    morning = working_days_after(day, days, patience.country)
    return datetime.combine(morning, MORNING, tzinfo=patience.zone).astimezone(UTC)
