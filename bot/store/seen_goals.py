"""Goals as one person may know them: those of a team with a private channel are known to that team, to whoever looks
after one, and to admins; all others to everybody who works here."""

from collections.abc import Sequence

from sqlalchemy import bindparam, case, func

from bot.store import goals
from bot.store.engine import Transaction
from bot.store.knowing import MY_TEAMS, known_to, on_behalf_of
from bot.store.tables import goal
from bot.values.goals import GoalSeen, GoalState
from bot.values.people import Member

_MINE = goal.c.owner_id == bindparam("me")

_NEAREST_FIRST = case((_MINE, 0), (goal.c.team_id.in_(MY_TEAMS), 1), (goal.c.team_id.is_(None), 2), else_=3)
"""Mine, my teams', everybody's, other teams'."""


async def find(tx: Transaction, who: Member, goal_id: int) -> GoalSeen | None:
    """This goal, if somebody may know it."""
    query = goals.with_names().where(known_to(who.role, goal, _MINE), goal.c.id == goal_id)
    found = await goals.seen(tx, query.params(on_behalf_of(who)))
    return found[0] if found else None


async def open_page(tx: Transaction, who: Member, *, start: int, most: int) -> Sequence[GoalSeen]:
    """Some of the open goals somebody may know: their own, their teams', everybody's, other teams'; by title."""
    query = goals.with_names().where(known_to(who.role, goal, _MINE), goal.c.state == GoalState.OPEN)
    ordered = query.order_by(_NEAREST_FIRST, func.lower(goal.c.title), goal.c.id)
    return await goals.seen(tx, ordered.offset(start).limit(most).params(on_behalf_of(who)))


async def closed_page(tx: Transaction, who: Member, *, start: int, most: int) -> Sequence[GoalSeen]:
    """Some of the goals that were reached or dropped, the newest first."""
    query = goals.with_names().where(known_to(who.role, goal, _MINE), goal.c.state != GoalState.OPEN)
    ordered = query.order_by(goal.c.closed_at.desc(), goal.c.id.desc())
    return await goals.seen(tx, ordered.offset(start).limit(most).params(on_behalf_of(who)))
