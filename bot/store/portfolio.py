"""Many bottlenecks at once, page by page and counted. What a person may see is decided in the database, and no query
reads more than what is not over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, literal, or_, select, union_all

from bot.store.engine import Transaction
from bot.store.loops import to_loop
from bot.store.tables import category, loop, loop_hit, member, team
from bot.store.visible_loops import (
    IS_OPEN,
    NOT_OVER,
    concerns,
    concerns_teams_of,
    either_way,
    is_old,
    is_overdue,
    theirs_to_see,
    waited_for_by,
    waits_on,
    waits_on_side,
)
from bot.values.loops import LoopSeen, LoopState
from bot.values.people import Member
from bot.values.portfolio import LONG_AGO, Counts, Leaf, Spot, Wanted, Which

_WAITING, _RAISED, _OLDEST = "waiting", "raised", "oldest"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see, as of when. `people` stand for the side that is waited on."""

    who: Member
    wanted: Wanted
    now: datetime
    people: Collection[int] = ()

    @property
    def today(self) -> date:
        """The day it is where they are."""
        return self.now.astimezone(self.who.tz).date()


@dataclass(frozen=True, slots=True)
class First:
    """The first of what there is, and how much there is in all."""

    items: Sequence[LoopSeen] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class FirstOfAll:
    """What waits on somebody, what they raised, and the oldest of what they look after."""

    waiting: First = First()
    raised: First = First()
    oldest: First = First()


async def page(tx: Transaction, question: Question, leaf: Leaf, most: int) -> list[LoopSeen]:
    """Up to so many of them, the oldest first."""
    ids = select(loop.c.id).where(_asked_for(question))
    if leaf.before is not None:
        ids = ids.where(_is_before(leaf.before)).order_by(loop.c.raised_at.desc(), loop.c.id.desc())
    else:
        ids = ids.where(_is_after(leaf.after)) if leaf.after is not None else ids
        ids = ids.order_by(loop.c.raised_at, loop.c.id)
    picked = ids.limit(most).subquery()
    rows = await tx.execute(_lines(picked).order_by(loop.c.raised_at, loop.c.id))
    return [_to_seen(row) for row in rows]


async def count(tx: Transaction, question: Question, before: Spot | None = None) -> tuple[Counts, int]:
    """How many of them there are, by how they stand; and how many come before this place."""
    is_open = loop.c.state != LoopState.ANSWERED
    earlier = _is_before(before) if before is not None else literal(False)
    columns = (
        _how_many(is_open),
        _how_many(and_(is_open, is_overdue(question.today))),
        _how_many(loop.c.state == LoopState.RAISED),
        _how_many(~is_open),
        _how_many(earlier),
    )
    row = (await tx.execute(select(*columns).where(_asked_for(question)))).one()
    return Counts(row[0], row[1], row[2], row[3]), row[4]


async def first_of_all(
    tx: Transaction, who: Member, lookout: Which | None, now: datetime, *, most: int
) -> FirstOfAll:
    """The first of what waits on a person and of what they raised; with a `lookout`, the oldest of that as well."""
    mine = either_way(and_(IS_OPEN, waits_on(who)))
    late_first = case((is_overdue(now.astimezone(who.tz).date()), 0), else_=1)
    answered_first = case((loop.c.state == LoopState.ANSWERED, 0), else_=1)
    here = theirs_to_see(who)
    arms = [
        _arm(_WAITING, and_(here, IS_OPEN, waits_on(who)), [late_first], most),
        _arm(_RAISED, and_(here, NOT_OVER, loop.c.raiser_id == who.id, ~mine), [answered_first], most),
    ]
    if lookout is not None:
        oldest = _asked_for(Question(who, Wanted(lookout), now))
        arms.append(_arm(_OLDEST, and_(oldest, IS_OPEN), [], most))
    picked = union_all(*(select(arm.subquery()) for arm in arms)).subquery()
    query = _lines(picked, picked.c.part, picked.c.total).order_by(picked.c.part, picked.c.place)
    rows = (await tx.execute(query)).all()
    return FirstOfAll(*(_part(rows, name) for name in (_WAITING, _RAISED, _OLDEST)))


async def by_numbers(tx: Transaction, loop_ids: Collection[int]) -> dict[int, LoopSeen]:
    """These loops as a list shows them, by number."""
    numbers = select(loop.c.id).where(loop.c.id.in_(list(loop_ids))).subquery()
    return {row.id: _to_seen(row) for row in await tx.execute(_lines(numbers))}


def _asked_for(question: Question) -> ColumnElement[bool]:
    wanted, who = question.wanted, question.who
    conditions = [theirs_to_see(who), IS_OPEN if wanted.only_open else NOT_OVER]
    match wanted.which:
        case Which.TEAM:
            conditions.append(concerns_teams_of(who))
        case Which.MINE:
            conditions.append(concerns(who))
        case Which.OLD:
            conditions.append(is_old(question.today, question.now - LONG_AGO))
    if wanted.waits is not None:
        conditions.append(waited_for_by(wanted.waits))
    if wanted.on is not None:
        conditions.append(waits_on_side(wanted.on, question.people))
    return and_(*conditions)


def _is_before(spot: Spot) -> ColumnElement[bool]:
    at, number = loop.c.raised_at, loop.c.id
    return and_(at <= spot.raised_at, or_(at < spot.raised_at, number < spot.loop_id))


def _is_after(spot: Spot) -> ColumnElement[bool]:
    at, number = loop.c.raised_at, loop.c.id
    return and_(at >= spot.raised_at, or_(at > spot.raised_at, number > spot.loop_id))


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _arm(
    part: str, condition: ColumnElement[bool], order: Sequence[ColumnElement[Any]], most: int
) -> Select[Any]:
    by = (*order, loop.c.raised_at, loop.c.id)
    return (
        select(
            loop.c.id,
            literal(part).label("part"),
            func.row_number().over(order_by=by).label("place"),
            func.count().over().label("total"),
        )
        .where(condition)
        .order_by(*by)
        .limit(most)
    )


def _part(rows: Sequence[Row[Any]], name: str) -> First:
    of_it = [row for row in rows if row.part == name]
    return First([_to_seen(row) for row in of_it], of_it[0].total) if of_it else First()


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
