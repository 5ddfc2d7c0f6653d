"""What is open for teams, one question for all of them, and when a team is asked next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.store import goals
from bot.store.engine import Transaction
from bot.store.tables import goal, loop, ritual, ritual_team
from bot.store.visible_loops import IS_OPEN
from bot.values.goals import GoalSeen, GoalState
from bot.values.loops import LoopKind
from bot.values.rituals import RitualState


@dataclass(frozen=True, slots=True)
class OpenRow:
    """How many bottlenecks a team waits for, and since when the oldest."""

    count: int
    oldest_at: datetime


async def open_bottlenecks(
    tx: Transaction, workspace_id: int, team_ids: Collection[int]
) -> dict[int, OpenRow]:
    """Of these teams those that wait for something."""
    query = (
        select(loop.c.team_id, func.count(), func.min(loop.c.raised_at))
        .where(
            loop.c.workspace_id == workspace_id,
            loop.c.kind == LoopKind.BOTTLENECK,
            IS_OPEN,
            loop.c.team_id.in_(list(team_ids)),
        )
        .group_by(loop.c.team_id)
    )
    return {team_id: OpenRow(count, oldest) for team_id, count, oldest in await tx.execute(query)}


async def open_goals(tx: Transaction, workspace_id: int, team_ids: Collection[int]) -> list[GoalSeen]:
    """What these teams work towards, with what was said of it last; by title. Not what is everybody's."""
    of_them = goal.c.workspace_id == workspace_id, goal.c.team_id.in_(list(team_ids))
    query = goals.with_names().where(*of_them, goal.c.state == GoalState.OPEN)
    return await goals.seen(tx, query.order_by(func.lower(goal.c.title), goal.c.id))


async def next_asked(tx: Transaction, team_id: int) -> datetime | None:
    """When the next round of a team's opens; None: nothing is due to ask it."""
    query = (
        select(func.min(ritual.c.next_opens_at))
        .join(ritual_team, ritual_team.c.ritual_id == ritual.c.id)
        .where(ritual_team.c.team_id == team_id, ritual.c.state == RitualState.ACTIVE)
    )
    found: datetime | None = (await tx.execute(query)).scalar_one()
    return found
