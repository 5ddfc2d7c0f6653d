"""Who waits on whom: the open bottlenecks between two sides, and the time they cost within a window. What was handed
over counts for each party as long as it was theirs. Summed up in the database, and nothing here grows with history.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    Integer,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from bot.store.dialect import SecondsBetween
from bot.store.engine import Transaction
from bot.store.knowing import on_behalf_of
from bot.store.tables import UtcDateTime, loop, loop_event, member, team
from bot.store.visible_loops import IS_OPEN, NOT_OVER, first_team_of, theirs_to_see
from bot.values.loops import Step
from bot.values.people import Member, Role
from bot.values.portfolio import LEAST_BLOCKED, MOST_HEAVIEST, WINDOW, Apart, Side

_ALONE, _OUTSIDE, _NOBODY = 0, -1, -2
_SIDES: dict[int, Side] = {_ALONE: Apart.ALONE, _OUTSIDE: Apart.OUTSIDE}
"""Sides that are no teams, as numbers."""

_HEAVY, _WAITS, _ON, _WITHIN, _UNNAMED, _EDGE = "heavy", "waits", "on", "within", "unnamed", "edge"


@dataclass(frozen=True, slots=True)
class Between:
    """What one side waits for from another: how many open ones, the oldest of these by number, and the time."""

    waits: Side
    on: Side
    open: int
    oldest: int | None
    blocked: timedelta


@dataclass(frozen=True, slots=True)
class Sums:
    """The heaviest waiting of a team for another side; how long each side waited, was waited on, and waited within
    itself; how many open ones wait on nobody in particular; and every waiting of the side that was asked for."""

    heaviest: Sequence[Between] = ()
    waits: dict[Side, timedelta] = field(default_factory=dict)
    on: dict[Side, timedelta] = field(default_factory=dict)
    within: dict[Side, timedelta] = field(default_factory=dict)
    unnamed: int = 0
    chosen: Sequence[Between] = ()


async def sums(tx: Transaction, who: Member, now: datetime, chosen: Side | None = None) -> Sums:
    """Who waits on whom, of what a person may see, and every waiting of one side."""
    numbers = {side: number for number, side in _SIDES.items()}
    parameters = {
        **on_behalf_of(who),
        "start": now - WINDOW,
        "now": now,
        "least": LEAST_BLOCKED.total_seconds(),
        "most": MOST_HEAVIEST,
        "chosen": chosen if isinstance(chosen, int) else numbers.get(chosen or Apart.ALONE),
    }
    query = _sums(who.role, with_chosen=chosen is not None)
    found: dict[str, list[Row[Any]]] = {}
    for row in await tx.execute(query, parameters):
        found.setdefault(row.kind, []).append(row)
    return Sums(
        heaviest=[_between(row) for row in found.get(_HEAVY, ())],
        waits={_to_side(row.waits): _time(row) for row in found.get(_WAITS, ())},
        on={_to_side(row.on_side): _time(row) for row in found.get(_ON, ())},
        within={_to_side(row.waits): _time(row) for row in found.get(_WITHIN, ())},
        unnamed=sum(row.open for row in found.get(_UNNAMED, ())),
        chosen=[_between(row) for row in found.get(_EDGE, ())],
    )


async def team_names(tx: Transaction, workspace_id: int) -> dict[int, str]:
    """What every team is called, those that are no more included."""
    query = select(team.c.id, team.c.name).where(team.c.workspace_id == workspace_id)
    return {row.id: row.name for row in await tx.execute(query)}


async def first_teams(
    tx: Transaction, workspace_id: int, member_ids: Collection[int] | None = None
) -> dict[int, int]:
    """For each member, or each of these, the first of their teams by name; without those in none."""
    query = select(member.c.id, first_team_of(member.c.id).label("team_id"))
    query = query.where(member.c.workspace_id == workspace_id)
    if member_ids is not None:
        query = query.where(member.c.id.in_(member_ids))
    rows = await tx.execute(query)
    return {row.id: row.team_id for row in rows if row.team_id is not None}


@cache
def _sums(role: Role, *, with_chosen: bool) -> Select[Any]:
    edge = _edges(theirs_to_see(role))
    between_two = and_(edge.c.waits != edge.c.on_side, edge.c.on_side != _NOBODY)
    inside = edge.c.waits == edge.c.on_side
    heavy = and_(between_two, edge.c.waits != _ALONE, edge.c.blocked >= bindparam("least"))
    heaviest = _kind(_HEAVY, edge).where(heavy).order_by(edge.c.blocked.desc(), edge.c.open.desc())
    arms = [
        select(heaviest.limit(bindparam("most", type_=Integer)).subquery()),
        _total(_WAITS, edge, edge.c.waits).where(between_two),
        _total(_ON, edge, edge.c.on_side).where(between_two),
        _kind(_WITHIN, edge).where(inside),
        _kind(_UNNAMED, edge).where(edge.c.on_side == _NOBODY),
    ]
    if with_chosen:
        ends = or_(edge.c.waits == bindparam("chosen"), edge.c.on_side == bindparam("chosen"))
        arms.append(_kind(_EDGE, edge).where(between_two, ends))
    return select(union_all(*arms).subquery())


def _kind(kind: str, edge: CTE) -> Select[Any]:
    return select(literal_column(f"'{kind}'").label("kind"), *edge.c)


def _total(kind: str, edge: CTE, by: Any) -> Select[Any]:
    others = [
        column if column is by else literal_column("0").label(column.name)
        for column in (edge.c.waits, edge.c.on_side)
    ]
    return select(
        literal_column(f"'{kind}'").label("kind"),
        *others,
        func.sum(edge.c.open).label("open"),
        func.min(edge.c.oldest).label("oldest"),
        func.sum(edge.c.blocked).label("blocked"),
    ).group_by(by)


def _edges(visible: Any) -> CTE:
    recent = _recent(visible)
    parts = union_all(_open(recent), _whole(recent), _turns(recent)).subquery()
    on_side = case(
        (parts.c.outside, _OUTSIDE),
        (parts.c.on_team_id.is_not(None), parts.c.on_team_id),
        (parts.c.on_member_id.is_not(None), func.coalesce(first_team_of(parts.c.on_member_id), _ALONE)),
        else_=_NOBODY,
    )
    sides = select(
        func.coalesce(parts.c.team_id, _ALONE).label("waits"),
        on_side.label("on_side"),
        parts.c.number,
        parts.c.seconds,
    ).subquery()
    columns = (
        sides.c.waits,
        sides.c.on_side,
        func.count(sides.c.number).label("open"),
        func.min(sides.c.number).label("oldest"),
        func.coalesce(func.sum(sides.c.seconds), 0.0).label("blocked"),
    )
    return select(*columns).group_by(sides.c.waits, sides.c.on_side).cte("edge")


def _recent(visible: Any) -> CTE:
    """What is not over, or lately was not; each of the two has an index."""
    handed_over = (
        select(loop_event.c.loop_id)
        .where(loop_event.c.loop_id == loop.c.id, _WAS_HANDED_OVER)
        .correlate(loop)
        .exists()
    )
    columns = (
        *_pair(loop),
        loop.c.id,
        loop.c.raised_at.label("since"),
        func.coalesce(loop.c.answered_at, loop.c.closed_at, _NOW).label("until"),
        handed_over.label("was_handed_over"),
    )
    still = select(*columns, case((IS_OPEN, 1), else_=0).label("is_open")).where(visible, NOT_OVER)
    lately = select(*columns, literal_column("0").label("is_open")).where(visible, loop.c.closed_at > _START)
    return union_all(still, lately).cte("recent")


def _open(recent: CTE) -> Select[Any]:
    return select(*_pair_of(recent), recent.c.id.label("number"), null().label("seconds")).where(
        recent.c.is_open == 1
    )


def _whole(recent: CTE) -> Select[Any]:
    columns = (*_pair_of(recent), null().label("number"), _within_window(recent.c.since, recent.c.until))
    return select(*columns).where(~recent.c.was_handed_over, recent.c.until > _START, recent.c.since < _NOW)


def _turns(recent: CTE) -> Select[Any]:
    """Whom it waited for in turn, where it was handed over."""
    following = func.lead(loop_event.c.at).over(partition_by=loop_event.c.loop_id, order_by=loop_event.c.seq)
    _its_team, *party = _pair(loop_event)
    turn = (
        select(
            recent.c.team_id,
            *party,
            loop_event.c.at.label("since"),
            func.coalesce(following, recent.c.until).label("until"),
        )
        .join(loop_event, loop_event.c.loop_id == recent.c.id)
        .where(
            # Said twice, so that SQLite looks these up instead of reading every event there is.
            loop_event.c.loop_id.in_(select(recent.c.id).where(recent.c.was_handed_over)),
            loop_event.c.step.in_((Step.RAISED, Step.HANDED_OVER)),
        )
        .subquery()
    )
    columns = (*_pair_of(turn), null().label("number"), _within_window(turn.c.since, turn.c.until))
    return select(*columns).where(turn.c.until > _START, turn.c.since < _NOW)


_NOW, _START = bindparam("now", type_=UtcDateTime), bindparam("start", type_=UtcDateTime)

# Written out: with a parameter neither database would see that its index fits.
_WAS_HANDED_OVER = loop_event.c.step == literal_column(f"'{Step.HANDED_OVER}'")


def _within_window(since: Any, until: Any) -> Any:
    begins = case((since < _START, _START), else_=since)
    ends = case((until > _NOW, _NOW), else_=until)
    return SecondsBetween(begins, ends).label("seconds")


def _pair(table: Table) -> tuple[Any, ...]:
    return (
        table.c.team_id.label("team_id"),
        table.c.waits_on_team_id.label("on_team_id"),
        table.c.waits_on_member_id.label("on_member_id"),
        table.c.waits_on_outside.is_not(None).label("outside"),
    )


def _pair_of(table: Any) -> tuple[Any, ...]:
    return table.c.team_id, table.c.on_team_id, table.c.on_member_id, table.c.outside


def _between(row: Row[Any]) -> Between:
    return Between(_to_side(row.waits), _to_side(row.on_side), row.open, row.oldest, _time(row))


def _to_side(number: int) -> Side:
    return _SIDES.get(number, number)


def _time(row: Row[Any]) -> timedelta:
    # SQLite tells instants to a fraction of a millisecond: what is four days is to stay four days.
    return timedelta(seconds=round(row.blocked))
