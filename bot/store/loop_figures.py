"""What figures about bottlenecks are made from: those that are not over, or were not until lately. Nothing here grows
with history.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
    union_all,
)

from bot.store.engine import Transaction
from bot.store.loops import to_loop, to_party
from bot.store.tables import category, loop, loop_event, loop_hit, team, team_member
from bot.store.visible_loops import NOT_OVER
from bot.values.loops import Loop, LoopKind, LoopState, Step
from bot.values.unblocking import Bottleneck, Turn


@dataclass(frozen=True, slots=True)
class Lately:
    """Whose bottlenecks, and how far back: those opened or closed since these instants, and all that are not over.

    `team_ids`: those that these teams wait for, or that are waited for from them or their members; None: all.
    """

    workspace_id: int
    opened_since: datetime
    closed_since: datetime
    team_ids: Collection[int] | None = None


async def bottlenecks(tx: Transaction, lately: Lately) -> list[Bottleneck]:
    """The bottlenecks that figures are made from, the oldest first."""
    found = union_all(*(select(*_FIELDS).where(way_in) for way_in in _ways_in(lately)))
    # Asked for in order, SQLite would read through all there ever were, which lie in that order.
    rows = sorted(await tx.execute(found), key=lambda row: (row.raised_at, row.id))
    return [_to_bottleneck(row) for row in rows]


async def turns(tx: Transaction, lately: Lately) -> dict[int, list[Turn]]:
    """For those of them that were handed over: whom they waited for in turn, the first of them included."""
    other = loop_event.alias()
    handed_over = exists().where(other.c.loop_id == loop_event.c.loop_id, other.c.step == Step.HANDED_OVER)
    query = (
        select(loop_event)
        .where(
            loop_event.c.loop_id.in_(_meant(lately)),
            loop_event.c.step.in_((Step.RAISED, Step.HANDED_OVER)),
            handed_over,
        )
        .order_by(loop_event.c.loop_id, loop_event.c.seq)
    )
    found: dict[int, list[Turn]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.loop_id, []).append(Turn(row.at, to_party(row)))
    return found


async def teams_hit(tx: Transaction, workspace_id: int, since: datetime) -> dict[int, int]:
    """By its number, how many teams said since then that a bottleneck hits them; where they are several."""
    teams = func.count(loop_hit.c.team_id.distinct())
    query = (
        select(loop_hit.c.loop_id, teams)
        .join(loop, loop.c.id == loop_hit.c.loop_id)
        .where(loop.c.workspace_id == workspace_id, NOT_OVER, loop_hit.c.at >= since)
        .group_by(loop_hit.c.loop_id)
        .having(teams > 1)
    )
    return {row[0]: row[1] for row in await tx.execute(query)}


async def raised_in_answers(
    tx: Transaction, workspace_id: int, since: datetime
) -> dict[int, list[Bottleneck]]:
    """What was raised with an answer since then, by the prompt that was answered."""
    query = select(loop.c.prompt_id, *_FIELDS).where(
        loop.c.workspace_id == workspace_id, loop.c.raised_at >= since, loop.c.prompt_id.is_not(None)
    )
    found: dict[int, list[Bottleneck]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.prompt_id, []).append(_to_bottleneck(row))
    return found


async def in_full(tx: Transaction, workspace_id: int, loop_ids: Collection[int]) -> list[Loop]:
    """These loops with everything that is kept of them, the oldest first."""
    query = (
        select(loop)
        .where(loop.c.workspace_id == workspace_id, loop.c.id.in_(list(loop_ids)))
        .order_by(loop.c.raised_at, loop.c.id)
    )
    return [to_loop(row) for row in await tx.execute(query)] if loop_ids else []


async def category_names(tx: Transaction, workspace_id: int) -> dict[int, str]:
    """What the categories are called, those no longer offered included."""
    query = select(category.c.id, category.c.name).where(category.c.workspace_id == workspace_id)
    return {row.id: row.name for row in await tx.execute(query)}


async def open_to_all(tx: Transaction, workspace_id: int) -> set[int]:
    """Teams that are no more, whose channel was not private: what they wait for is still there."""
    query = select(team.c.id).where(
        team.c.workspace_id == workspace_id, team.c.disbanded, team.c.is_private.is_(False)
    )
    return set((await tx.execute(query)).scalars())


async def members_of(tx: Transaction, team_ids: Collection[int]) -> set[int]:
    """Who is in one of these teams."""
    query = select(team_member.c.member_id).where(team_member.c.team_id.in_(team_ids))
    return set((await tx.execute(query)).scalars())


_FIELDS = (
    loop.c.id,
    loop.c.team_id,
    loop.c.waits_on_team_id,
    loop.c.waits_on_member_id,
    loop.c.waits_on_outside,
    loop.c.waits_on_leadership,
    loop.c.state,
    loop.c.raised_at,
    loop.c.answered_at,
    loop.c.closed_at,
    loop.c.category_id,
    loop.c.due_on,
    loop.c.reopened,
    loop.c.escalated_at,
    loop.c.picked_at,
    loop.c.quiet,
)


def _meant(lately: Lately) -> Select[Any]:
    """The numbers of those that are meant."""
    ids = union_all(*(select(loop.c.id).where(way_in) for way_in in _ways_in(lately))).subquery()
    return select(ids.c.id)


def _ways_in(lately: Lately) -> Iterator[ColumnElement[bool]]:
    """Three conditions, of which one holds for each of those that are meant. Each has an index of its own."""
    here = (loop.c.workspace_id == lately.workspace_id, loop.c.kind == LoopKind.BOTTLENECK)
    of_these = () if lately.team_ids is None else (_concerns(lately.team_ids),)
    is_over, opened_before = not_(NOT_OVER), loop.c.raised_at < lately.opened_since
    for way_in in (
        (NOT_OVER,),
        (loop.c.raised_at >= lately.opened_since, is_over),
        (loop.c.closed_at >= lately.closed_since, is_over, opened_before),
    ):
        yield and_(*here, *of_these, *way_in)


def _concerns(team_ids: Collection[int]) -> ColumnElement[bool]:
    people = select(team_member.c.member_id).where(team_member.c.team_id.in_(team_ids))
    return or_(
        loop.c.team_id.in_(team_ids),
        loop.c.waits_on_team_id.in_(team_ids),
        loop.c.waits_on_member_id.in_(people),
    )


def _to_bottleneck(row: Any) -> Bottleneck:
    return Bottleneck(
        id=row.id,
        team_id=row.team_id,
        waits_on=to_party(row),
        state=LoopState(row.state),
        raised_at=row.raised_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        category_id=row.category_id,
        due_on=row.due_on,
        reopened=row.reopened,
        escalated_at=row.escalated_at,
        picked_at=row.picked_at,
        is_quiet=row.quiet,
    )
