"""What a schedule means, whatever way it is written: two that mean the same ask on the same days from now on."""

from dataclasses import dataclass, replace
from datetime import date, time

from bot.rituals.as_code.schedule import ANCHOR
from bot.values.recurrences import Frequency, Recurrence, recurrence_of
from bot.values.schedules import Schedule


@dataclass(frozen=True, slots=True)
class Meaning:
    """A schedule's days, time and zone. `starts` is a day to come; one that is over makes no difference any more."""

    days: Recurrence | str
    phase: int
    at: time
    zone: str
    starts: date | None
    ends: date | None


def meaning_of(schedule: Schedule, today: date) -> Meaning:
    """What this schedule means from today on."""
    days, until = days_of(schedule)
    starts = [day for day in (schedule.starts_on, schedule.anchor) if day and day > today]
    ends = [day for day in (schedule.ends_on, until) if day]
    return Meaning(
        days=days,
        phase=_phase(days, schedule.anchor),
        at=schedule.at,
        zone=schedule.zone,
        starts=max(starts, default=None),
        ends=min(ends, default=None),
    )


def days_of(schedule: Schedule) -> tuple[Recurrence | str, date | None]:
    """The days without their end, and that end; a recurrence nobody can take apart stays as it is written."""
    try:
        found = recurrence_of(schedule.rrule, schedule.anchor)
    except (ValueError, KeyError):
        return schedule.rrule, None
    return replace(found, until=None), found.until


def _phase(days: Recurrence | str, anchor: date) -> int:
    """In which of the days, weeks or months they come, where not in each."""
    if isinstance(days, str):
        return (anchor - ANCHOR).days
    counted = {
        Frequency.DAILY: anchor.toordinal(),
        Frequency.WEEKLY: (anchor.toordinal() - 1) // 7,
        Frequency.MONTHLY: anchor.year * 12 + anchor.month,
    }
    return counted[days.frequency] % days.interval
