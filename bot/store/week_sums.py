"""What weeks came to, counted once and kept: trends need not count years of answers again each time.

A sum is kept of weeks that are over. Whoever changes something in such a week says so (`outdate`), and from then on
the week is counted anew until it is summed up again. So a sum that is read is always what counting would find.
"""

import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, delete, func, literal, select, tuple_
from sqlalchemy import insert as plain_insert

from bot.store import counting
from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import prompt, round_, week_scale, week_sum, week_turnout
from bot.store.trends import ScaleRow, TurnoutRow, Weeks, monday_of, rounds_in
from bot.store.withheld import Withheld
from bot.values.facts import Turnout
from bot.values.rituals import Tier
from bot.values.rounds import Round, RoundState

IS_OVER = timedelta(days=8)
"""From its Monday on: by then a week is over everywhere, and most of what came late has come."""

MAY_BE_SUMMED = timedelta(days=7)
"""From its Monday on a sum may stand or be in the making: whoever changes something in it says so."""

NEVER = sys.maxsize
"""So many never answer."""

RitualWeek = tuple[int, date]
"""(ritual id, Monday): what is summed up at a time, for all teams that were asked."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Weeks in which something was asked and of which no sum stands. For `scales`, also those whose rounds did not
    all go to one place, or were not all by name: their sum does not tell what came back where. `fewest`: how many it
    takes for a number of a week to be shown in which a round showed groups only; where another was by name, who saw
    that could tell how many answered the other, and nothing is enough."""

    turnouts: set[RitualWeek]
    scales: set[RitualWeek]
    fewest: dict[RitualWeek, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A row of `week_sum`."""

    ritual_id: int
    monday: date
    is_current: bool = False
    report: str | None = None


async def uncounted(tx: Transaction, ritual_ids: Collection[int], weeks: Weeks) -> Uncounted:
    """What is to be counted of these weeks."""
    in_groups = func.count().filter(round_.c.tier != Tier.NAMED)
    enough = case((in_groups == 0, 0), (in_groups < func.count(), NEVER), else_=func.max(round_.c.fewest))
    held = (
        select(
            round_.c.ritual_id, monday_of(round_.c.local_date, weeks).label("monday"), enough.label("fewest")
        )
        .where(rounds_in(ritual_ids, weeks))
        .group_by(round_.c.ritual_id, "monday")
        .subquery()
    )
    stands = _stands(held.c.ritual_id, held.c.monday)
    says_where = stands.where(week_sum.c.report.is_not(None))
    query = select(held, stands.exists()).where(~says_where.exists())
    rows = (await tx.execute(query)).all()
    return Uncounted(
        turnouts={(row[0], row[1]) for row in rows if not row[3]},
        scales={(row[0], row[1]) for row in rows},
        fewest={(row[0], row[1]): row[2] for row in rows if row[2]},
    )


async def turnouts(
    tx: Transaction, team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks
) -> list[TurnoutRow]:
    """Who was asked and who answered in time, by team, ritual and week, as far as sums stand."""
    table = week_turnout.c
    numbers = [table[field.name] for field in fields(Turnout)]
    query = (
        select(table.team_id, table.ritual_id, table.monday, *numbers)
        .join(week_sum, _of_its_sum(week_turnout))
        .where(*_standing(ritual_ids, weeks), table.team_id.in_(team_ids))
    )
    rows = await tx.execute(query)
    return [TurnoutRow((row[0], row[1]), row[2], Turnout(*row[3:])) for row in rows]


async def scales(
    tx: Transaction,
    team_ids: Collection[int],
    ritual_ids: Collection[int],
    weeks: Weeks,
    withheld: Withheld,
) -> list[ScaleRow]:
    """Scale questions by team, ritual, key and week, as far as sums stand that say where everything went."""
    table = week_scale.c
    query = (
        select(table.team_id, table.ritual_id, table.question_key, table.monday, table.mean, table.people)
        .join(week_sum, _of_its_sum(week_scale))
        .where(
            *_standing(ritual_ids, weeks),
            table.team_id.in_(team_ids),
            week_sum.c.report.is_not(None),
            week_sum.c.report.not_in(withheld.reports),
        )
    )
    return [ScaleRow((row[0], row[1]), *row[2:]) for row in await tx.execute(query)]


async def outdate(tx: Transaction, workspace_id: int, weeks: Iterable[RitualWeek]) -> None:
    """Something changed in these weeks: they are counted anew from now on.

    That they are is written down whether a sum stands or not: one that is being made at this moment waits for it.
    """
    # Always in the same order: of two who write down some of the same weeks, none waits for the other in turn.
    these = sorted(set(weeks))
    await _put(tx, workspace_id, [_Sum(*week) for week in these])
    for table in (week_turnout, week_scale):
        await tx.execute(delete(table).where(_is_among(table, these)))


async def outdate_round(tx: Transaction, of: Round, now: datetime) -> None:
    """Something changed in this round. Of a week that is not over no sum stands."""
    monday = monday_before(of.local_date)
    if now.date() >= monday + MAY_BE_SUMMED:
        await outdate(tx, of.workspace_id, [(of.ritual_id, monday)])


async def outdate_prompts(tx: Transaction, prompt_ids: Collection[int]) -> None:
    """These prompts of one workspace are about to be forgotten."""
    about = (round_.c.workspace_id, round_.c.ritual_id, round_.c.local_date)
    query = select(*about).join(prompt, prompt.c.round_id == round_.c.id).distinct()
    rows = (await tx.execute(query.where(prompt.c.id.in_(prompt_ids)))).all()
    if rows:
        await outdate(tx, rows[0][0], [(row[1], monday_before(row[2])) for row in rows])


async def to_sum_up(tx: Transaction, workspace_id: int, weeks: Weeks, now: datetime) -> list[RitualWeek]:
    """The weeks that are over, whose rounds are all closed, and of which no sum stands, the oldest first."""
    its_monday = monday_of(round_.c.local_date, weeks)
    query = (
        select(round_.c.ritual_id, its_monday.label("monday"))
        .where(
            round_.c.workspace_id == workspace_id,
            round_.c.local_date.between(weeks.first, weeks.last),
            ~_stands(round_.c.ritual_id, its_monday).exists(),
        )
        .group_by(round_.c.ritual_id, "monday")
        .having(*_is_done(now))
    )
    rows = await tx.execute(query)
    return sorted(
        ((row[0], row[1]) for row in rows if now.date() >= row[1] + IS_OVER),
        key=lambda week: (week[1], week[0]),
    )


async def sum_up(
    tx: Transaction, workspace_id: int, week: Weeks, ritual_ids: Collection[int], now: datetime
) -> None:
    """Count one week of these rituals, and keep what it came to, where all of its rounds are over.

    Each sum is put down before anything is counted: who changes something meanwhile waits, and outdates it.
    """
    await outdate(tx, workspace_id, [(ritual_id, week.first) for ritual_id in ritual_ids])
    sums = await _over(tx, ritual_ids, week, now)
    rituals = [each.ritual_id for each in sums]
    by_place = [each.ritual_id for each in sums if each.report is not None]
    teams = (await tx.execute(_teams_asked(rituals, week))).scalars().all()
    turnouts = await counting.turnouts(tx, teams, rituals, week, now=now)
    scales = await counting.scales(tx, teams, by_place, week)
    await _keep(tx, week_turnout, [_turnout_row(row) for row in turnouts])
    await _keep(tx, week_scale, [_scale_row(row) for row in scales])
    await _put(tx, workspace_id, sums)


async def begun_before(tx: Transaction, workspace_id: int, day: date) -> list[RitualWeek]:
    """The weeks that began before this day, of which something is kept still."""
    older = week_sum.c.workspace_id == workspace_id, week_sum.c.monday < day
    rows = await tx.execute(select(week_sum.c.ritual_id, week_sum.c.monday).where(*older))
    return [(row[0], row[1]) for row in rows]


async def forget(tx: Transaction, weeks: Sequence[RitualWeek]) -> None:
    """Forget what these weeks came to: nobody asks for it any more."""
    for table in (week_turnout, week_scale, week_sum):
        await tx.execute(delete(table).where(_is_among(table, weeks)))


def monday_before(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _stands(ritual_id: ColumnElement[int], monday: ColumnElement[date]) -> Select[int]:
    return select(literal(1)).where(
        week_sum.c.ritual_id == ritual_id, week_sum.c.monday == monday, week_sum.c.is_current
    )


def _standing(ritual_ids: Collection[int], weeks: Weeks) -> tuple[ColumnElement[bool], ...]:
    return (
        week_sum.c.ritual_id.in_(ritual_ids),
        week_sum.c.monday.between(weeks.first, weeks.last),
        week_sum.c.is_current,
    )


def _of_its_sum(table: Table) -> ColumnElement[bool]:
    return and_(table.c.ritual_id == week_sum.c.ritual_id, table.c.monday == week_sum.c.monday)


def _is_among(table: Table, weeks: Sequence[RitualWeek]) -> ColumnElement[bool]:
    return tuple_(table.c.ritual_id, table.c.monday).in_(weeks)


async def _put(tx: Transaction, workspace_id: int, sums: Iterable[_Sum]) -> None:
    rows = [{"workspace_id": workspace_id, **asdict(each)} for each in sums]
    if not rows:
        return
    new = insert(tx, week_sum).values(rows)
    known = {name: new.excluded[name] for name in ("is_current", "report")}
    await tx.execute(new.on_conflict_do_update(index_elements=["ritual_id", "monday"], set_=known))


async def _keep(tx: Transaction, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        await tx.execute(plain_insert(table), rows)


async def _over(tx: Transaction, ritual_ids: Collection[int], week: Weeks, now: datetime) -> list[_Sum]:
    """The sums of those of these rituals whose week is over, in the order of their ids."""
    by_name = func.count().filter(round_.c.tier == Tier.NAMED) == func.count()
    one_place = func.min(round_.c.report) == func.max(round_.c.report)
    query = (
        select(round_.c.ritual_id, case((and_(by_name, one_place), func.min(round_.c.report)), else_=None))
        .where(rounds_in(ritual_ids, week))
        .group_by(round_.c.ritual_id)
        .having(*_is_done(now))
        .order_by(round_.c.ritual_id)
    )
    rows = await tx.execute(query)
    return [_Sum(row[0], week.first, is_current=True, report=row[1]) for row in rows]


def _is_done(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of rounds taken together: none of them takes place any more, and none is anonymous, whose prompts go."""
    is_over = and_(round_.c.state == RoundState.CLOSED, round_.c.closes_at <= now)
    is_anonymous = round_.c.tier == Tier.ANONYMOUS
    return func.count() == func.count().filter(is_over), func.count().filter(is_anonymous) == 0


def _teams_asked(ritual_ids: Collection[int], week: Weeks) -> Select[int]:
    rounds = select(round_.c.id).where(rounds_in(ritual_ids, week))
    return select(prompt.c.team_id).where(prompt.c.round_id.in_(rounds)).distinct()


def _turnout_row(row: TurnoutRow) -> dict[str, Any]:
    team_id, ritual_id = row.series
    return {"team_id": team_id, "ritual_id": ritual_id, "monday": row.monday, **asdict(row.turnout)}


def _scale_row(row: ScaleRow) -> dict[str, Any]:
    team_id, ritual_id = row.series
    about = {"team_id": team_id, "ritual_id": ritual_id, "monday": row.monday}
    return {**about, "question_key": row.key, "mean": row.value, "people": row.people}
