"""Goals, and how confident those were who look after them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, true

from bot.store.engine import Transaction
from bot.store.exporting.extent import may_be_known, within
from bot.store.tables import goal, goal_confidence, member
from bot.values.exporting import Extent, Span

Rows = Sequence[Row[Any]]


async def last_goal(tx: Transaction) -> int:
    """The highest number a goal has."""
    return int((await tx.execute(select(func.coalesce(func.max(goal.c.id), 0)))).scalar_one())


async def goals(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """Goals of everybody, and of the teams of the export."""
    query = (
        select(goal, member.c.slack_id.label("owner"))
        .outerjoin(member, member.c.id == goal.c.owner_id)
        .where(*_of(extent, span))
        .order_by(goal.c.id)
    )
    rows: Rows = (await tx.execute(query)).all()
    return rows


async def confidence(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """What was said of them, day by day."""
    since = true() if extent.since is None else goal_confidence.c.local_date >= extent.since
    query = (
        select(goal_confidence, member.c.slack_id.label("said_by"))
        .join(goal, goal.c.id == goal_confidence.c.goal_id)
        .outerjoin(member, member.c.id == goal_confidence.c.member_id)
        .where(*_of(extent, span), since)
        .order_by(goal_confidence.c.goal_id, goal_confidence.c.local_date)
    )
    rows: Rows = (await tx.execute(query)).all()
    return rows


def _of(extent: Extent, span: Span) -> tuple[Any, ...]:
    here = goal.c.workspace_id == extent.workspace_id
    return here, within(goal.c.id, span), may_be_known(goal.c.team_id, extent)
