"""Goals: adding and changing them, and what whoever looks after one says of it.

Somebody who is no longer here looks after nothing: their goals are read as nobody's.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, union, union_all, update

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import goal, goal_confidence, member, team
from bot.values.goals import Confidence, Goal, GoalSeen, GoalState, NewGoal
from bot.values.people import Member

_IS_OPEN = goal.c.state == GoalState.OPEN
_SAID = goal_confidence.c


async def add(tx: Transaction, workspace_id: int, new: NewGoal, *, key: str | None, at: datetime) -> int:
    """A goal; handed in twice under one key it is added once. Its number."""
    row = insert(tx, goal).values(
        workspace_id=workspace_id,
        **_particulars(new),
        state=GoalState.OPEN,
        created_at=at,
        key=key,
    )
    once = row.on_conflict_do_nothing(index_elements=["workspace_id", "key"])
    added = (await tx.execute(once.returning(goal.c.id))).scalar_one_or_none()
    if added is not None:
        return int(added)
    before = select(goal.c.id).where(goal.c.workspace_id == workspace_id, goal.c.key == key)
    return int((await tx.execute(before)).scalar_one())


async def change(tx: Transaction, goal_id: int, new: NewGoal) -> None:
    """Other words for a goal, another team, or somebody else who looks after it."""
    await tx.execute(update(goal).where(goal.c.id == goal_id).values(**_particulars(new)))


async def give_to(tx: Transaction, goal_id: int, owner_id: int) -> None:
    """Somebody looks after a goal from now on."""
    await tx.execute(update(goal).where(goal.c.id == goal_id).values(owner_id=owner_id))


async def close(tx: Transaction, goal_id: int, state: GoalState, at: datetime) -> None:
    """A goal was reached, or is dropped."""
    await tx.execute(update(goal).where(goal.c.id == goal_id).values(state=state, closed_at=at))


async def open_again(tx: Transaction, goal_id: int) -> None:
    """A goal is worked towards again."""
    await tx.execute(update(goal).where(goal.c.id == goal_id).values(state=GoalState.OPEN, closed_at=None))


async def say(
    tx: Transaction, goal_id: int, member_id: int, on: date, value: int, why: str | None, now: datetime
) -> None:
    """How confident somebody is on a day of theirs; what was said on that day before is replaced."""
    said = {"value": value, "why": why, "member_id": member_id, "at": now}
    row = insert(tx, goal_confidence).values(goal_id=goal_id, local_date=on, **said)
    await tx.execute(row.on_conflict_do_update(index_elements=["goal_id", "local_date"], set_=said))


async def hold(tx: Transaction, workspace_id: int, goal_id: int) -> bool:
    """Whether there is such a goal; if so, nobody else changes it before this transaction ends."""
    query = select(goal.c.id).where(goal.c.id == goal_id, goal.c.workspace_id == workspace_id)
    return (await tx.execute(query.with_for_update())).one_or_none() is not None


async def owned_by(tx: Transaction, who: Member) -> list[GoalSeen]:
    """The open goals somebody looks after, with what was said of them last; the oldest first."""
    query = with_names().where(goal.c.workspace_id == who.workspace_id, _IS_OPEN, goal.c.owner_id == who.id)
    return await seen(tx, query.order_by(goal.c.id))


async def worked_towards(
    tx: Transaction, workspace_id: int, team_ids: Collection[int], *, before: datetime, closed_since: datetime
) -> list[GoalSeen]:
    """The goals of these teams and of everybody that there were before an instant, and that are open or were closed
    since another one; by title."""
    of_these = or_(goal.c.team_id.is_(None), goal.c.team_id.in_(list(team_ids)))
    # Each way in has an index of its own: those of earlier years are not read.
    ways_in = _IS_OPEN, goal.c.closed_at >= closed_since
    lately = union(*(select(goal.c.id).where(goal.c.workspace_id == workspace_id, way) for way in ways_in))
    query = with_names().where(goal.c.id.in_(lately), of_these, goal.c.created_at < before)
    return await seen(tx, query.order_by(func.lower(goal.c.title), goal.c.id))


async def said_of(tx: Transaction, goal_id: int, *, start: int, most: int) -> list[Confidence]:
    """Some of what was said of a goal, the newest first."""
    query = select(goal_confidence).where(_SAID.goal_id == goal_id).order_by(_SAID.local_date.desc())
    return [to_confidence(row) for row in await tx.execute(query.offset(start).limit(most))]


async def said_between(
    tx: Transaction, goal_ids: Collection[int], first: date, last: date
) -> dict[int, list[Confidence]]:
    """What was said of these goals from one day to another, by goal; the oldest first."""
    days = _SAID.goal_id.in_(list(goal_ids)), _SAID.local_date.between(first, last)
    rows = await tx.execute(select(goal_confidence).where(*days).order_by(_SAID.goal_id, _SAID.local_date))
    return _by_goal(to_confidence(row) for row in rows)


async def seen(tx: Transaction, query: Select[Any]) -> list[GoalSeen]:
    """What a question made `with_names` finds, with the last two words about each."""
    found = [_to_seen(row) for row in await tx.execute(query)]
    said = await _last_two(tx, [each.goal.id for each in found])
    return [_with_words(each, said.get(each.goal.id, [])) for each in found]


def with_names() -> Select[Any]:
    """Goals, with what their teams are called and who looks after them, where somebody here does."""
    is_here = and_(member.c.id == goal.c.owner_id, member.c.is_active, member.c.is_person)
    return (
        select(
            goal,
            team.c.name.label("team_name"),
            member.c.id.label("is_owned_by"),
            member.c.name.label("owner_name"),
        )
        .outerjoin(team, team.c.id == goal.c.team_id)
        .outerjoin(member, is_here)
    )


def to_confidence(row: Row[Any]) -> Confidence:
    """A row of what was said of a goal as a value."""
    return Confidence(row.goal_id, row.local_date, row.value, row.why, row.member_id)


async def let_go(tx: Transaction, member_id: int) -> None:
    """Nobody looks after what this person did, and why they were confident or not is forgotten."""
    await tx.execute(update(goal).where(goal.c.owner_id == member_id).values(owner_id=None))
    await tx.execute(update(goal_confidence).where(_SAID.member_id == member_id).values(why=None))


async def _last_two(tx: Transaction, goal_ids: Collection[int]) -> dict[int, list[Confidence]]:
    # Two steps down an index for each goal, however long its history is.
    latest, before = goal_confidence.alias("latest"), goal_confidence.alias("before")
    latest_on = select(func.max(latest.c.local_date)).where(latest.c.goal_id == goal.c.id).correlate(goal)
    ends = select(goal.c.id, latest_on.scalar_subquery().label("last")).where(goal.c.id.in_(list(goal_ids)))
    end = ends.cte("ends").prefix_with("MATERIALIZED")
    earlier = before.c.goal_id == end.c.id, before.c.local_date < end.c.last
    before_on = select(func.max(before.c.local_date)).where(*earlier).correlate(end).scalar_subquery()
    # Else PostgreSQL takes these steps anew for each word that was ever said.
    dated = select(end.c.id, end.c.last, before_on.label("earlier")).cte("dated").prefix_with("MATERIALIZED")
    words = union_all(
        *(select(dated.c.id, on.label("on")) for on in (dated.c.last, dated.c.earlier))
    ).subquery()
    is_one = and_(_SAID.goal_id == words.c.id, _SAID.local_date == words.c.on)
    query = select(goal_confidence).join(words, is_one).order_by(_SAID.goal_id, _SAID.local_date.desc())
    return _by_goal(to_confidence(row) for row in await tx.execute(query))


def _by_goal(said: Iterable[Confidence]) -> dict[int, list[Confidence]]:
    found: dict[int, list[Confidence]] = {}
    for each in said:
        found.setdefault(each.goal_id, []).append(each)
    return found


def _with_words(each: GoalSeen, said: list[Confidence]) -> GoalSeen:
    latest, before = [*said, None, None][:2]
    return replace(each, latest=latest, before=before)


def _to_seen(row: Row[Any]) -> GoalSeen:
    found = Goal(
        id=row.id,
        workspace_id=row.workspace_id,
        team_id=row.team_id,
        owner_id=row.is_owned_by,
        title=row.title,
        link=row.link,
        state=GoalState(row.state),
        created_at=row.created_at,
        closed_at=row.closed_at,
    )
    return GoalSeen(found, row.team_name, row.owner_name)


def _particulars(new: NewGoal) -> dict[str, Any]:
    return {"team_id": new.team_id, "owner_id": new.owner_id, "title": new.title, "link": new.link}
