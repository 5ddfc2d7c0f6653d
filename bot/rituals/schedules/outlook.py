"""Looking ahead: the dates a schedule would bring, and what may surprise the people it asks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from bot.rituals.rest.rules import NOT_A_WORKING_DAY, Asked, asked, excuse_on, next_round
from bot.rituals.schedules import schedule
from bot.rituals.whom import absences_of, whom
from bot.store import members, rounds
from bot.store.engine import Transaction
from bot.values.editing import Outlook
from bot.values.hours import is_quiet
from bot.values.people import Member
from bot.values.rest import Quiet, Rest
from bot.values.rituals import Ritual, RitualPlan, Rules
from bot.values.schedules import MEMBER_ZONE, Schedule

AHEAD = 3
"""How many dates are told before anything is saved."""

_LOOKED_AT = 400
_WORLD = timedelta(days=2)
"""A date may begin this much sooner somewhere."""

_NO_REST = Rest(working_days=frozenset(range(7)), quiet=Quiet(since=Quiet().until, until=Quiet().until))
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


async def next_dates(tx: Transaction, ritual: Ritual, now: datetime, *, most: int = AHEAD) -> list[date]:
    """The dates of a ritual's next rounds, without those that are left out."""
    people = [somebody.asked for somebody in await whom(tx, ritual.id, now)]
    last = await rounds.last_date(tx, ritual.id)
    after = max(filter(None, (last, ritual.skips)), default=None)
    return ahead(
        ritual.plan,
        people or [neutral(ritual.plan.schedule)],
        after=after,
        not_before=ritual.starts_at,
        now=now,
        most=most,
    )


async def outlook_of(tx: Transaction, ritual: Ritual, wanted: Schedule, now: datetime) -> Outlook:
    """What another schedule would do to a ritual and the people it asks."""
    people = [somebody.asked for somebody in await whom(tx, ritual.id, now)]
    return look(ritual.plan, wanted, people, after=await rounds.last_date(tx, ritual.id), now=now)


async def outlook_for(
    tx: Transaction, plan: RitualPlan, workspace_id: int, slack_ids: Sequence[str], now: datetime
) -> Outlook:
    """What a plan would do to the people among these users."""
    people = await members.people_among(tx, workspace_id, slack_ids)
    away = await absences_of(tx, (member.id for member in people), now)
    resting = [asked(member, away.get(member.id, ()), None) for member in people]
    return look(plan, plan.schedule, resting, after=None, now=now)


def look(
    plan: RitualPlan, wanted: Schedule, people: Sequence[Asked], *, after: date | None, now: datetime
) -> Outlook:
    """The next dates of a plan with this schedule, and warnings in words."""
    changed = replace(plan, schedule=wanted)
    anybody = people or [neutral(wanted)]
    found = ahead(changed, anybody, after=after, not_before=now, now=now)
    listed = ahead(changed, [neutral(wanted)], after=after, not_before=now, now=now, most=4 * AHEAD)
    until = found[-1] if len(found) == AHEAD else date.max
    missed = [day for day in takewhile(lambda day: day <= until, listed) if day not in found]
    warnings = (
        _quiet(changed.rules, found, people),
        _days_off(changed.rules, missed, people),
        _others_off(changed.rules, missed, people),
        _few(listed, found),
    )
    return Outlook(wanted, found or listed[:AHEAD], tuple(filter(None, warnings)))


def ahead(
    plan: RitualPlan,
    people: Iterable[Asked],
    *,
    after: date | None,
    not_before: datetime,
    now: datetime,
    most: int = AHEAD,
) -> list[date]:
    """The next dates on which a round of this plan would open: somebody is asked then."""
    alike, begin = set(people), (min(not_before, now) - plan.window - _WORLD).date()
    first = max(begin, after + timedelta(days=1)) if after else begin
    dates = islice(schedule.dates_from(plan.schedule, first), _LOOKED_AT)
    rounds_ahead = (next_round(dates, plan.rules, alike, not_before=not_before, now=now) for _ in range(most))
    return [found[0] for found in takewhile(lambda found: found is not None, rounds_ahead) if found]


def neutral(wanted: Schedule, zone: str = "UTC") -> Asked:
    """Somebody who never rests, where nobody is known yet."""
    return Asked(zone if wanted.zone == MEMBER_ZONE else wanted.zone, _NO_REST)


def today_of(member: Member, now: datetime) -> date:
    """Which day it is where somebody is."""
    return now.astimezone(member.tz).date()


def _quiet(rules: Rules, dates: Sequence[date], people: Sequence[Asked]) -> str:
    woken = sum(_is_quiet(rules, dates[0], who) for who in people) if dates else 0
    if not woken:
        return ""
    if woken == len(people):
        return "Everybody there has quiet hours at that time, and is asked when they end."
    if woken == 1:
        return f"1 of {len(people)} people has quiet hours at that time, and is asked when they end."
    return f"{woken} of {len(people)} people have quiet hours at that time, and are asked when they end."


def _is_quiet(rules: Rules, day: date, who: Asked) -> bool:
    instant = schedule.instant(day, rules.at, rules.zone_for(who.zone))
    return is_quiet(instant, ZoneInfo(who.zone), who.rest.quiet)


def _days_off(rules: Rules, missed: Sequence[date], people: Sequence[Asked]) -> str:
    off = sorted({day.weekday() for day in missed if _is_day_off(rules, day, people)})
    if not off:
        return ""
    days = " and ".join(f"{_DAYS[day]}s" for day in off)
    return f"Nobody there works on {days}, so nobody is asked then."


def _others_off(rules: Rules, missed: Sequence[date], people: Sequence[Asked]) -> str:
    off = [day for day in missed if people and not _is_day_off(rules, day, people)]
    if not off:
        return ""
    days = " and ".join(f"{day.day} {_MONTHS[day.month - 1]}" for day in off[:AHEAD])
    return f"Nobody is asked on {days}: everybody is away or has a holiday."


def _is_day_off(rules: Rules, day: date, people: Sequence[Asked]) -> bool:
    return bool(people) and all(excuse_on(day, rules, who) == NOT_A_WORKING_DAY for who in people)


def _few(listed: Sequence[date], found: Sequence[date]) -> str:
    if not listed:
        return "There is no such date to come, so nobody would be asked at all."
    if not found:
        return "So nobody would be asked at all."
    return "" if len(listed) >= AHEAD else "After that it is over."
