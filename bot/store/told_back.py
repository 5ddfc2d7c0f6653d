"""What figures about feedback are made from: when it came and when its giver was told; nothing of what it says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, union

from bot.store.engine import Transaction
from bot.store.tables import loop, loop_event
from bot.store.visible_loops import NOT_OVER
from bot.values.loops import UNSETTLED, LoopKind, LoopState, Step
from bot.values.told_back import Piece


@dataclass(frozen=True, slots=True)
class Received:
    """Whose feedback, and how far back: what was received or closed since this instant, and all that is not over.

    `team_ids`: what was given to these teams as such; None: all of it.
    """

    workspace_id: int
    since: datetime
    team_ids: Collection[int] | None = None


async def pieces(tx: Transaction, received: Received) -> list[Piece]:
    """The feedback that figures are made from, the oldest first. Each way in has an index of its own.

    What was received since is among them: it is not over, or was closed since.
    """
    of_these = and_(
        loop.c.workspace_id == received.workspace_id,
        loop.c.kind == LoopKind.FEEDBACK,
        *([] if received.team_ids is None else [loop.c.waits_on_team_id.in_(list(received.team_ids))]),
    )
    ways_in = and_(NOT_OVER, loop.c.closed_at.is_(None)), loop.c.closed_at >= received.since
    ids = union(*(select(loop.c.id).where(of_these, way_in) for way_in in ways_in)).subquery()
    last = and_(loop_event.c.loop_id == loop.c.id, loop_event.c.seq == loop.c.version)
    by_giver = or_(loop_event.c.by_giver, loop_event.c.actor_id == loop.c.raiser_id)
    withdrawn = and_(
        loop.c.state == LoopState.DECLINED,
        or_(loop_event.c.step == Step.TAKEN_DOWN, and_(loop_event.c.step == Step.DECLINED, by_giver)),
    )
    columns = loop.c.raised_at, loop.c.told_at, loop.c.closed_at, loop.c.state
    query = (
        select(*columns, withdrawn.label("is_withdrawn"))
        .join(loop_event, last)
        .where(loop.c.id.in_(select(ids.c.id)))
        .order_by(loop.c.raised_at, loop.c.id)
    )
    return [
        Piece(row.raised_at, row.told_at, row.closed_at, bool(row.is_withdrawn), row.state not in UNSETTLED)
        for row in await tx.execute(query)
    ]
