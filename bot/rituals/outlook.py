"""Looking ahead: the dates a schedule would bring, and what may surprise the people it asks."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.rituals import schedule
from bot.store import members, rounds, teams
from bot.store.engine import Transaction
from bot.values.editing import Outlook
from bot.values.people import Member
from bot.values.rest import WEEKDAYS
from bot.values.rituals import Ritual, RitualPlan
from bot.values.schedules import MEMBER_ZONE, Schedule

AHEAD = 3
"""How many dates are told before anything is saved."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


async def next_dates(
    tx: Transaction, ritual: Ritual, zones: Collection[str], now: datetime, *, most: int = AHEAD
) -> list[date]:
    """The dates of a ritual's next rounds, without those that are left out."""
    last = await rounds.last_date(tx, ritual.id)
    after = max(filter(None, (last, ritual.skips)), default=None)
    return ahead(ritual.plan, zones, after=after, not_before=ritual.starts_at, now=now, most=most)


async def outlook_of(tx: Transaction, ritual: Ritual, wanted: Schedule, now: datetime) -> Outlook:
    """What another schedule would do to a ritual and the people it asks."""
    people = [member for _, member in await teams.askable(tx, ritual.id)]
    after = await rounds.last_date(tx, ritual.id)
    return look(ritual.plan, wanted, people, after=after, now=now)


async def outlook_for(
    tx: Transaction, plan: RitualPlan, workspace_id: int, slack_ids: Sequence[str], now: datetime
) -> Outlook:
    """What a plan would do to the people among these users."""
    people = await members.people_among(tx, workspace_id, slack_ids)
    return look(plan, plan.schedule, people, after=None, now=now)


def look(
    plan: RitualPlan, wanted: Schedule, people: Sequence[Member], *, after: date | None, now: datetime
) -> Outlook:
    """The next dates of a plan with this schedule, and warnings in words."""
    zones = {member.zone for member in people} or {_fallback(wanted)}
    changed = replace(plan, schedule=wanted)
    dates = ahead(changed, zones, after=after, not_before=now, now=now, most=AHEAD)
    warnings = [_quiet(wanted, dates, people), _days_off(dates, people), _few(dates)]
    return Outlook(wanted, dates, tuple(filter(None, warnings)))


def ahead(
    plan: RitualPlan,
    zones: Collection[str],
    *,
    after: date | None,
    not_before: datetime,
    now: datetime,
    most: int = AHEAD,
) -> list[date]:
    """The next dates on which a round of this plan would open."""
    found: list[date] = []
    while len(found) < most:
        day = schedule.next_date(plan, zones, after=after, not_before=not_before, now=now)
        if day is None:
            break
        found.append(day)
        after = day
    return found


def _fallback(wanted: Schedule) -> str:
    return "UTC" if wanted.zone == MEMBER_ZONE else wanted.zone


def _quiet(wanted: Schedule, dates: Sequence[date], people: Sequence[Member]) -> str:
    if not dates:
        return ""
    woken = sum(_is_quiet(wanted, dates[0], member) for member in people)
    if not woken:
        return ""
    who = "Everybody there" if woken == len(people) else _of(woken, len(people))
    return (
        f"{who} has quiet hours at that time, and is asked when they end."
        if woken in (1, len(people))
        else f"{who} have quiet hours at that time, and are asked when they end."
    )


def _is_quiet(wanted: Schedule, day: date, member: Member) -> bool:
    local = schedule.due_at(wanted, day, member.zone).astimezone(member.tz)
    return member.quiet.covers(local.time())


def _of(some: int, all_: int) -> str:
    return f"1 of {all_} people" if some == 1 else f"{some} of {all_} people"


def _days_off(dates: Sequence[date], people: Sequence[Member]) -> str:
    off = sorted({day.weekday() for day in dates if people and not any(_works(day, each) for each in people)})
    if not off:
        return ""
    days = " and ".join(_DAYS[day] for day in off)
    return f"Nobody there works on {days}, so nobody would be asked then."


def _works(day: date, member: Member) -> bool:
    return day.weekday() in (WEEKDAYS if member.working_days is None else member.working_days)


def _few(dates: Sequence[date]) -> str:
    if not dates:
        return "There is no such date to come, so nobody would be asked at all."
    return "" if len(dates) == AHEAD else "After that it is over."


def today_of(member: Member, now: datetime) -> date:
    """Which day it is where somebody is."""
    return now.astimezone(member.tz).date()
