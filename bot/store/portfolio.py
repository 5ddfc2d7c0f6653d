"""Many bottlenecks at once, page by page and counted. What a person may see is decided in the database, and no query
reads more than what is not over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from bot.store.engine import Transaction
from bot.store.knowing import on_behalf_of
from bot.store.loops import to_loop
from bot.store.tables import category, loop, loop_hit, member, team
from bot.store.visible_loops import (
    CONCERNS_ME,
    CONCERNS_MY_TEAMS,
    HERE,
    IS_OLD,
    IS_OPEN,
    IS_OVERDUE,
    NOT_OVER,
    WAITS_ON_ME,
    either_way,
    theirs_to_see,
    waited_for_by,
    waits_on_side,
)
from bot.values.loops import LoopState
from bot.values.people import Member, Role
from bot.values.portfolio import LONG_AGO, Counts, HomeLoops, Leaf, Side, Spot, Wanted, Which
from bot.values.seen_loops import LoopSeen

_WAITING, _RAISED, _OLDEST = "waiting", "raised", "oldest"
_ANY_TEAM = 0
"""Stands for every team where a question is built: which one it is, is a parameter."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see, as of when."""

    who: Member
    wanted: Wanted
    now: datetime

    @property
    def today(self) -> date:
        """The day it is where they are."""
        return self.now.astimezone(self.who.tz).date()

    @property
    def shape(self) -> "_Shape":
        """What the question is built from."""
        wanted = self.wanted
        waits, on = (_ANY_TEAM if isinstance(side, int) else side for side in (wanted.waits, wanted.on))
        return _Shape(self.who.role, Wanted(wanted.which, waits, on))

    @property
    def parameters(self) -> dict[str, Any]:
        """What it is asked with."""
        return {
            **on_behalf_of(self.who),
            "today": self.today,
            "long_ago": self.now - LONG_AGO,
            "waits": _number(self.wanted.waits),
            "on": _number(self.wanted.on),
        }


@dataclass(frozen=True, slots=True)
class _Shape:
    """A question without the names in it. Each is built once: that takes longer than asking it."""

    role: Role
    wanted: Wanted

    @property
    def asked_for(self) -> ColumnElement[bool]:
        """The bottlenecks that are asked for."""
        wanted = self.wanted
        narrower = {Which.TEAM: CONCERNS_MY_TEAMS, Which.MINE: CONCERNS_ME, Which.OLD: IS_OLD}
        conditions = [theirs_to_see(self.role), IS_OPEN if wanted.only_open else NOT_OVER]
        if wanted.which in narrower:
            conditions.append(narrower[wanted.which])
        if wanted.waits is not None:
            conditions.append(waited_for_by(wanted.waits))
        if wanted.on is not None:
            conditions.append(waits_on_side(wanted.on))
        return and_(*conditions)


async def page(tx: Transaction, question: Question, leaf: Leaf, most: int) -> list[LoopSeen]:
    """Up to so many of them, the oldest first."""
    spot = leaf.before or leaf.after
    query = _page(
        question.shape, most, after=leaf.before is None and spot is not None, before=leaf.before is not None
    )
    rows = await tx.execute(query, {**question.parameters, **_place(spot)})
    return [_to_seen(row) for row in rows]


async def count(tx: Transaction, question: Question, before: Spot | None = None) -> tuple[Counts, int]:
    """How many of them there are, by how they stand; and how many come before this place."""
    query = _count(question.shape, before=before is not None)
    *counts, earlier = (await tx.execute(query, {**question.parameters, **_place(before)})).one()
    return Counts(*counts), earlier


async def at_home(
    tx: Transaction, who: Member, lookout: Which | None, now: datetime, *, most: int
) -> HomeLoops:
    """The first of what waits on a person and of what they raised; with a `lookout`, the oldest of that as well."""
    question = Question(who, Wanted(lookout or Which.ALL), now)
    shape, is_lookout, asked = question.shape, lookout is not None, question.parameters
    rows = (await tx.execute(_home(shape, most, is_lookout=is_lookout), asked)).all()
    sums = {row[0]: row[1:] for row in await tx.execute(_home_sums(shape, is_lookout=is_lookout), asked)}
    return HomeLoops(
        waits_on_me=_of_part(rows, _WAITING),
        waiting=sums[_WAITING][0],
        raised_by_me=_of_part(rows, _RAISED),
        raised=sums[_WAITING][1],
        counts=Counts(*sums[_OLDEST]) if is_lookout else None,
        oldest=_of_part(rows, _OLDEST),
    )


async def by_numbers(tx: Transaction, loop_ids: Collection[int]) -> dict[int, LoopSeen]:
    """These loops as a list shows them, by number."""
    numbers = select(loop.c.id).where(loop.c.id.in_(list(loop_ids))).subquery()
    return {row.id: _to_seen(row) for row in await tx.execute(_lines(numbers))}


@cache
def _page(shape: _Shape, most: int, *, after: bool, before: bool) -> Select[Any]:
    ids = select(loop.c.id).where(shape.asked_for)
    if before:
        ids = ids.where(_IS_BEFORE).order_by(loop.c.raised_at.desc(), loop.c.id.desc())
    else:
        ids = (ids.where(_IS_AFTER) if after else ids).order_by(loop.c.raised_at, loop.c.id)
    return _lines(ids.limit(_at_most(most)).subquery()).order_by(loop.c.raised_at, loop.c.id)


@cache
def _count(shape: _Shape, *, before: bool) -> Any:
    earlier = _how_many(_IS_BEFORE) if before else literal_column("0")
    return select(*_counted(), earlier).where(shape.asked_for)


@cache
def _home(shape: _Shape, most: int, *, is_lookout: bool) -> Select[Any]:
    late_first = case((IS_OVERDUE, 0), else_=1)
    answered_first = case((loop.c.state == LoopState.ANSWERED, 0), else_=1)
    arms = [_arm(_WAITING, _IS_WAITING, late_first), _arm(_RAISED, _IS_RAISED, answered_first)]
    if is_lookout:
        arms.append(_arm(_OLDEST, and_(shape.asked_for, IS_OPEN)))
    picked = union_all(*(select(arm.limit(_at_most(most)).subquery()) for arm in arms)).subquery()
    lines = _lines(picked, picked.c.part, picked.c.first)
    return lines.order_by(picked.c.first, loop.c.raised_at, loop.c.id)


@cache
def _home_sums(shape: _Shape, *, is_lookout: bool) -> Any:
    """One row with how much waits on me and how much I raised; with a lookout, one with its counts."""
    nothing: ColumnElement[int] = literal_column("0")
    mine = select(
        literal(_WAITING).label("part"), _how_many(_IS_WAITING), _how_many(_IS_RAISED), nothing, nothing
    )
    mine = mine.where(HERE, NOT_OVER)
    looked_after = select(literal(_OLDEST), *_counted()).where(shape.asked_for)
    return union_all(mine, looked_after) if is_lookout else mine


_IS_BEFORE = and_(
    loop.c.raised_at <= bindparam("spot_at"),
    or_(loop.c.raised_at < bindparam("spot_at"), loop.c.id < bindparam("spot_id")),
)
_IS_AFTER = and_(
    loop.c.raised_at >= bindparam("spot_at"),
    or_(loop.c.raised_at > bindparam("spot_at"), loop.c.id > bindparam("spot_id")),
)
_IS_WAITING = and_(HERE, IS_OPEN, WAITS_ON_ME)
_IS_RAISED = and_(
    HERE, NOT_OVER, loop.c.raiser_id == bindparam("me"), ~either_way(and_(IS_OPEN, WAITS_ON_ME))
)


def _place(spot: Spot | None) -> dict[str, Any]:
    return {"spot_at": spot.raised_at, "spot_id": spot.loop_id} if spot else {}


def _number(side: Side | None) -> int | None:
    return side if isinstance(side, int) else None


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counted() -> tuple[ColumnElement[int], ...]:
    """The figures of `Counts`, in their order."""
    is_open = loop.c.state != LoopState.ANSWERED
    return (
        _how_many(is_open),
        _how_many(and_(is_open, IS_OVERDUE)),
        _how_many(loop.c.state == LoopState.RAISED),
        _how_many(~is_open),
    )


def _arm(part: str, condition: ColumnElement[bool], *first: ColumnElement[int]) -> Select[Any]:
    comes_first = first[0] if first else literal_column("0")
    columns = (loop.c.id, literal(part).label("part"), comes_first.label("first"))
    return select(*columns).where(condition).order_by(*first, loop.c.raised_at, loop.c.id)


def _at_most(most: int) -> ColumnElement[int]:
    # Written out: with a parameter PostgreSQL thinks of many rows, and plans anew every time. Measured, that took
    # longer than the rest of the question.
    return literal_column(str(most), Integer)


def _of_part(rows: Sequence[Row[Any]], part: str) -> list[LoopSeen]:
    return [_to_seen(row) for row in rows if row.part == part]


def _lines(ids: Subquery, *more: ColumnElement[Any]) -> Select[Any]:
    """Loops with these numbers, and what everybody and everything in them is called: one question for a page."""
    raiser, owner, waited_on = member.alias(), member.alias(), member.alias()
    other = team.alias()
    hits = select(func.count()).where(loop_hit.c.loop_id == loop.c.id).correlate(loop).scalar_subquery()
    teams_hit = (
        select(func.count(loop_hit.c.team_id.distinct()))
        .where(loop_hit.c.loop_id == loop.c.id)
        .correlate(loop)
        .scalar_subquery()
    )
    return (
        select(
            loop,
            raiser.c.name.label("raiser_name"),
            owner.c.name.label("owner_name"),
            team.c.name.label("team_name"),
            func.coalesce(other.c.name, waited_on.c.name, loop.c.waits_on_outside).label("waits_on_name"),
            category.c.name.label("category_name"),
            hits.label("people"),
            teams_hit.label("teams"),
            *more,
        )
        .select_from(ids)
        .join(loop, loop.c.id == ids.c.id)
        .outerjoin(raiser, raiser.c.id == loop.c.raiser_id)
        .outerjoin(owner, owner.c.id == loop.c.owner_id)
        .outerjoin(team, team.c.id == loop.c.team_id)
        .outerjoin(other, other.c.id == loop.c.waits_on_team_id)
        .outerjoin(waited_on, waited_on.c.id == loop.c.waits_on_member_id)
        .outerjoin(category, category.c.id == loop.c.category_id)
    )


def _to_seen(row: Row[Any]) -> LoopSeen:
    return LoopSeen(
        loop=to_loop(row),
        raiser=row.raiser_name,
        team=row.team_name,
        waits_on=row.waits_on_name,
        owner=row.owner_name,
        category=row.category_name,
        people=row.people,
        teams=row.teams,
    )
