"""When prompts came to people and when they were answered: rounds of named rituals, in a bounded number of weeks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, select

from bot.store.engine import Transaction
from bot.store.tables import delivery, prompt, round_
from bot.store.trends import Weeks, Which, counts_as_asked, rounds_in
from bot.values.rituals import Tier
from bot.values.rounds import PromptState

_dm = delivery.alias("dm")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One prompt of one person: when it came and, if it was, when it was first answered."""

    arrived_at: datetime
    closes_at: datetime
    answered_at: datetime | None = None
    is_late: bool = False


def in_named_rounds(
    team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks, now: datetime
) -> Which:
    """Which prompts are these teams' in named rounds of these weeks, and are closed."""
    return and_(
        rounds_in(ritual_ids, weeks),
        round_.c.tier == Tier.NAMED,
        prompt.c.team_id.in_(team_ids),
        prompt.c.closes_at <= now,
    )


async def arrivals(tx: Transaction, which: Which) -> list[Arrival]:
    """The prompts among these that were asked, the oldest first."""
    query = (
        select(
            prompt.c.closes_at,
            prompt.c.answered_at,
            prompt.c.state,
            prompt.c.late,
            arrived_at().label("arrived_at"),
        )
        .select_from(with_letters())
        .where(which, counts_as_asked())
        .order_by(prompt.c.id)
    )
    return [_to_arrival(row) for row in await tx.execute(query)]


def arrived_at() -> ColumnElement[datetime]:
    """When the DM of a prompt left; what was added to one that was there already came when it was due."""
    was_added = and_(prompt.c.letter_key != prompt.c.delivery_key, prompt.c.due_at > _dm.c.sent_at)
    return case((_dm.c.sent_at.is_(None), prompt.c.due_at), (was_added, prompt.c.due_at), else_=_dm.c.sent_at)


def with_letters() -> FromClause:
    """Prompts with their rounds, and with the DMs they came in."""
    is_its = and_(_dm.c.workspace_id == prompt.c.workspace_id, _dm.c.key == prompt.c.delivery_key)
    return round_.join(prompt, prompt.c.round_id == round_.c.id).outerjoin(_dm, is_its)


def _to_arrival(row: Any) -> Arrival:
    is_answered = row.state == PromptState.ANSWERED
    return Arrival(
        arrived_at=row.arrived_at,
        closes_at=row.closes_at,
        answered_at=row.answered_at if is_answered else None,
        is_late=row.late,
    )
