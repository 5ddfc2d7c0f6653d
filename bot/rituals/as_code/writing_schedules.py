"""When a ritual asks, as a file writes it: weekdays, or plain words where they are not enough."""

from collections.abc import Iterator
from datetime import date

from bot.rituals.as_code.meaning import days_of, meaning_of
from bot.rituals.as_code.nodes import Unreadable
from bot.rituals.as_code.saying import InWords, as_written, length_in_words
from bot.rituals.as_code.scalars import quoted, scalar
from bot.rituals.as_code.schedule import ANCHOR, read_every
from bot.rituals.as_code.values import DAYS
from bot.rituals.schedules.spreading import NONE, reaching
from bot.values.recurrences import Frequency, Recurrence
from bot.values.rituals import RitualPlan
from bot.values.schedules import MEMBER_ZONE, Schedule


def schedule_lines(
    plan: RitualPlan, suggested: RitualPlan | None, today: date, in_words: InWords
) -> Iterator[str]:
    """The schedule; its zone and random times where they are not what is usual or suggested."""
    schedule, meaning = plan.schedule, meaning_of(plan.schedule, today)
    once = _is_once(schedule)
    starts = max(filter(None, (schedule.starts_on, meaning.starts)), default=None)
    days = f"on: {schedule.starts_on}" if once else _days(schedule, starts, today, in_words)
    parts = [days, f'at: "{schedule.at:%H:%M}"']
    if plan.spread != reaching(suggested.spread if suggested else NONE, schedule.at):
        parts.append(f"within: {length_in_words(plan.spread)}")
    if schedule.zone != (suggested.schedule.zone if suggested else MEMBER_ZONE):
        parts.append(f"zone: {schedule.zone}")
    if starts and not once:
        parts.append(f"starts: {starts}")
    if meaning.ends and not once:
        parts.append(f"ends: {meaning.ends}")
    yield f"schedule: {{{', '.join(parts)}}}"


def _is_once(schedule: Schedule) -> bool:
    days, until = days_of(schedule)
    is_one_day = schedule.starts_on is not None and schedule.starts_on == schedule.ends_on
    return is_one_day and days == Recurrence(Frequency.DAILY) and until is None


def _days(schedule: Schedule, starts: date | None, today: date, in_words: InWords) -> str:
    days, _ = days_of(schedule)
    if isinstance(days, str):
        return f"rrule: {quoted(days)}"
    if _is_a_list_of_weekdays(days):
        return f"days: [{', '.join(DAYS[day] for day in sorted(days.days))}]"
    words = in_words(days.rrule, schedule.anchor)
    if in_words is not as_written and _means_the_same(words, schedule, starts, today):
        return f"every: {scalar(words)}"
    return f"rrule: {quoted(days.rrule)}"


def _is_a_list_of_weekdays(days: Recurrence) -> bool:
    return days == Recurrence(Frequency.WEEKLY, days=days.days) and bool(days.days)


def _means_the_same(words: str, schedule: Schedule, starts: date | None, today: date) -> bool:
    try:
        read = read_every(words, starts or ANCHOR)
    except Unreadable:
        return False
    again = Schedule(read.rrule, schedule.at, schedule.zone, read.anchor)
    here, there = meaning_of(schedule, today), meaning_of(again, today)
    return (here.days, here.phase) == (there.days, there.phase)
