"""Who waits on whom: the open bottlenecks between two sides, and the time they cost within a window. What was handed
over counts for each party as long as it was theirs. Nothing here grows with history."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, Select, Table, case, func, literal, select, union_all

from bot.store.dialect import seconds_between
from bot.store.engine import Transaction
from bot.store.tables import UtcDateTime, loop, loop_event, team, team_member
from bot.store.visible_loops import IS_OPEN, NOT_OVER, theirs_to_see
from bot.values.loops import Step
from bot.values.people import Member
from bot.values.portfolio import Open, Pair


async def open_between(tx: Transaction, who: Member) -> dict[Pair, Open]:
    """What is open between two parties, of what a person may see."""
    pair = _pair(loop)
    query = select(*pair, func.count().label("open"), func.min(loop.c.id).label("oldest"))
    rows = await tx.execute(query.where(theirs_to_see(who), IS_OPEN).group_by(*pair))
    return {_to_pair(row): Open(row.open, row.oldest) for row in rows}


async def blocked_between(
    tx: Transaction, who: Member, start: datetime, end: datetime
) -> dict[Pair, timedelta]:
    """How long one party waited for the other from `start` to `end`, of what a person may see."""
    spans = _spans(who, start, end).subquery()
    since = case((spans.c.since < start, literal(start, UtcDateTime)), else_=spans.c.since)
    until = case((spans.c.until > end, literal(end, UtcDateTime)), else_=spans.c.until)
    pair = (spans.c.team_id, spans.c.on_team_id, spans.c.on_member_id, spans.c.outside)
    lasted = func.sum(seconds_between(tx, since, until)).label("lasted")
    query = select(*pair, lasted).where(spans.c.until > start, spans.c.since < end).group_by(*pair)
    return {_to_pair(row): timedelta(seconds=float(row.lasted)) for row in await tx.execute(query)}


async def team_names(tx: Transaction, workspace_id: int) -> dict[int, str]:
    """What every team is called, those that are no more included."""
    query = select(team.c.id, team.c.name).where(team.c.workspace_id == workspace_id)
    return {row.id: row.name for row in await tx.execute(query)}


async def first_teams(tx: Transaction, workspace_id: int, of: Collection[int]) -> dict[int, int]:
    """For each of these members the first of their teams by name; without those in none."""
    query = (
        select(team_member.c.member_id, team.c.id, team.c.name)
        .join(team, team.c.id == team_member.c.team_id)
        .where(
            team.c.workspace_id == workspace_id,
            team.c.disbanded.is_(False),
            team_member.c.member_id.in_(list(of)),
        )
    )
    rows = sorted(await tx.execute(query), key=lambda row: (row.name.casefold(), row.id), reverse=True)
    return {row.member_id: row.id for row in rows}


async def called_by_name(tx: Transaction, who: Member) -> set[int]:
    """The members that open bottlenecks wait on by name, of what a person may see."""
    query = (
        select(loop.c.waits_on_member_id)
        .distinct()
        .where(theirs_to_see(who), IS_OPEN, loop.c.waits_on_member_id.is_not(None))
    )
    return set((await tx.execute(query)).scalars())


def _spans(who: Member, start: datetime, end: datetime) -> Any:
    """When each party waited for which: each loop once, or once for each party it was handed to."""
    recent = union_all(
        _recent(end).where(theirs_to_see(who), NOT_OVER),
        _recent(end).where(theirs_to_see(who), loop.c.closed_at > start),
    ).cte("recent")
    whole = select(*(column for column in recent.c if column.name not in ("id", "was_handed_over")))
    return union_all(whole.where(~recent.c.was_handed_over), _turns(recent))


def _recent(end: datetime) -> Select[Any]:
    handed_over = select(loop_event.c.seq).where(
        loop_event.c.loop_id == loop.c.id, loop_event.c.step == Step.HANDED_OVER
    )
    until = func.coalesce(loop.c.answered_at, loop.c.closed_at, literal(end, UtcDateTime))
    return select(
        *_pair(loop),
        loop.c.raised_at.label("since"),
        until.label("until"),
        loop.c.id,
        handed_over.correlate(loop).exists().label("was_handed_over"),
    )


def _turns(recent: CTE) -> Select[Any]:
    following = func.lead(loop_event.c.at).over(partition_by=loop_event.c.loop_id, order_by=loop_event.c.seq)
    _its_team, *party = _pair(loop_event)
    return (
        select(
            recent.c.team_id,
            *party,
            loop_event.c.at.label("since"),
            func.coalesce(following, recent.c.until).label("until"),
        )
        .join(loop_event, loop_event.c.loop_id == recent.c.id)
        .where(recent.c.was_handed_over, loop_event.c.step.in_((Step.RAISED, Step.HANDED_OVER)))
    )


def _pair(table: Table) -> tuple[Any, ...]:
    return (
        table.c.team_id.label("team_id"),
        table.c.waits_on_team_id.label("on_team_id"),
        table.c.waits_on_member_id.label("on_member_id"),
        table.c.waits_on_outside.is_not(None).label("outside"),
    )


def _to_pair(row: Any) -> Pair:
    return Pair(row.team_id, row.on_team_id, row.on_member_id, bool(row.outside))
