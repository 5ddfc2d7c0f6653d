"""At what hour people were asked, counted in the database: a row for a minute of the day, however many were asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select

from bot.store.arrivals import arrived_at, with_letters
from bot.store.dialect import MinutesBetween
from bot.store.engine import Transaction
from bot.store.members import to_working_days
from bot.store.tables import UtcDateTime, member, prompt, team
from bot.store.trends import Weeks, Which, counts_as_asked

_A_DAY = 24 * 60
_MONDAY_TO_FRIDAY = 0b11111

_EARLIER = timedelta(weeks=1)
"""So much before the first of the weeks it is counted from: where it is Monday already, UTC may have Sunday."""


@dataclass(frozen=True, slots=True)
class Habit:
    """On which days of the week somebody works: those they `listed`, else those of their country."""

    listed: str | None = None
    country: str | None = None

    @property
    def working_days(self) -> frozenset[int] | None:
        """The days they chose, Monday (0) to Sunday (6)."""
        return to_working_days(self.listed)


@dataclass(frozen=True, slots=True)
class Clocks:
    """What clocks show, and which days people work on.

    `ahead` holds for each zone from which instants on its clocks are how many minutes ahead of UTC, the oldest first;
    `days` the days each habit means, Monday as the lowest bit. People are at work from minute `begins` of the day to
    before minute `ends`.
    """

    ahead: Mapping[str, Sequence[tuple[datetime, int]]]
    days: Mapping[Habit, int]
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class AskedAt:
    """So many prompts came at this minute of the day to people who were asked in this zone last.

    Each of these people is counted at the minute of their last prompt alone; `at_work`: those of them who were asked
    mostly at work.
    """

    zone: str
    minute: int
    prompts: int
    people: int
    at_work: int


async def zones_and_habits(tx: Transaction, which: Which) -> tuple[set[str], set[Habit]]:
    """In which zones the people of these prompts were asked, and on which days they work."""
    query = _asked(which, prompt.c.zone, member.c.working_days, _country()).distinct()
    rows = (await tx.execute(query)).all()
    return {row[0] for row in rows}, {Habit(row[1], row[2]) for row in rows}


async def hours_asked(tx: Transaction, which: Which, weeks: Weeks, clocks: Clocks) -> list[AskedAt]:
    """At what time by their own clocks the people of these prompts were asked."""
    each = _by_person(_by_the_clock(which, weeks, clocks)).subquery()
    counts = (
        func.count(),
        func.count().filter(each.c.place == 1),
        func.count().filter(and_(each.c.place == 1, 2 * each.c.times_at_work > each.c.times)),
    )
    by = (each.c.last_zone, each.c.minute)
    rows = await tx.execute(select(*by, *counts).group_by(*by).order_by(*by))
    return [AskedAt(*row) for row in rows]


def _by_the_clock(which: Which, weeks: Weeks, clocks: Clocks) -> Select[Any]:
    """Each prompt with the minute of the day at which it came, and whether that was at work."""
    monday = datetime.combine(weeks.first, time(), tzinfo=UTC) - _EARLIER
    local = MinutesBetween(literal(monday, UtcDateTime), arrived_at()) + _ahead(clocks)
    facts = (prompt.c.id, prompt.c.member_id, prompt.c.zone, arrived_at().label("arrived_at"))
    came = _asked(which, *facts, local.label("local"), _days(clocks).label("days")).subquery()
    minute, day = came.c.local % _A_DAY, came.c.local // _A_DAY % 7
    works = came.c.days.bitwise_rshift(day).bitwise_and(1) == 1
    at_work = and_(works, minute >= clocks.begins, minute < clocks.ends)
    return select(
        came.c.id,
        came.c.member_id,
        came.c.zone,
        came.c.arrived_at,
        minute.label("minute"),
        case((at_work, 1), else_=0).label("at_work"),
    )


def _by_person(prompts: Select[Any]) -> Select[Any]:
    """The same beside what all prompts of its person say; `place` 1 is the last of them."""
    each = prompts.subquery()
    theirs = each.c.member_id
    newest_first = (each.c.arrived_at.desc(), each.c.id)
    return select(
        each.c.minute,
        func.row_number().over(partition_by=theirs, order_by=newest_first).label("place"),
        func.first_value(each.c.zone).over(partition_by=theirs, order_by=newest_first).label("last_zone"),
        func.sum(each.c.at_work).over(partition_by=theirs).label("times_at_work"),
        func.count().over(partition_by=theirs).label("times"),
    )


def _asked(which: Which, *columns: Any) -> Select[Any]:
    tables = (
        with_letters()
        .join(member, member.c.id == prompt.c.member_id)
        .join(team, team.c.id == prompt.c.team_id)
    )
    return select(*columns).select_from(tables).where(which, counts_as_asked())


def _country() -> ColumnElement[str | None]:
    return func.coalesce(member.c.country, team.c.country)


def _ahead(clocks: Clocks) -> ColumnElement[int]:
    """How many minutes the clocks of a prompt's zone were ahead of UTC when it came."""
    shifts = [(zone, *shift) for zone, shifts in clocks.ahead.items() for shift in reversed(shifts)]
    whens = [
        (and_(prompt.c.zone == zone, arrived_at() >= since), literal(minutes))
        for zone, since, minutes in shifts
    ]
    return case(*whens, else_=literal(0)) if whens else literal(0)


def _days(clocks: Clocks) -> ColumnElement[int]:
    """The days on which whoever got a prompt works."""
    usual = literal(_MONDAY_TO_FRIDAY)
    others = [(habit, days) for habit, days in clocks.days.items() if days != _MONDAY_TO_FRIDAY]
    whens = [(_is_theirs(habit), literal(days)) for habit, days in others]
    return case(*whens, else_=usual) if whens else usual


def _is_theirs(habit: Habit) -> ColumnElement[bool]:
    chose = member.c.working_days.is_not_distinct_from(habit.listed)
    return and_(chose, _country().is_not_distinct_from(habit.country))
