"""When prompts came to people and when they were answered: rounds of named rituals, in a bounded number of weeks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from bot.store.engine import Transaction
from bot.store.members import to_working_days
from bot.store.tables import delivery, member, prompt, round_, team
from bot.store.trends import Series, Weeks, counts_as_asked, rounds_in
from bot.values.rituals import Tier
from bot.values.rounds import PromptState


@dataclass(frozen=True, slots=True)
class Arrival:
    """One prompt of one person: when it came and, if it was, when it was first answered.

    `zone` is where they were asked; `working_days` and `country` are those they rest by.
    """

    series: Series
    member_id: int
    zone: str
    arrived_at: datetime
    closes_at: datetime
    answered_at: datetime | None = None
    is_late: bool = False
    working_days: frozenset[int] | None = None
    country: str | None = None


async def arrivals(
    tx: Transaction, team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks, *, now: datetime
) -> list[Arrival]:
    """The prompts that were asked in named rounds of these weeks and are closed, the oldest first."""
    dm = delivery.alias("dm")
    query = (
        select(
            # No more than is needed: of a whole workspace it is thousands of rows.
            prompt.c.team_id,
            prompt.c.member_id,
            prompt.c.zone,
            prompt.c.closes_at,
            prompt.c.answered_at,
            prompt.c.state,
            prompt.c.late,
            round_.c.ritual_id,
            _arrived(dm).label("arrived_at"),
            member.c.working_days,
            func.coalesce(member.c.country, team.c.country).label("country"),
        )
        .select_from(
            round_.join(prompt, prompt.c.round_id == round_.c.id)
            .join(member, member.c.id == prompt.c.member_id)
            .join(team, team.c.id == prompt.c.team_id)
            .outerjoin(
                dm, and_(dm.c.workspace_id == prompt.c.workspace_id, dm.c.key == prompt.c.delivery_key)
            )
        )
        .where(
            rounds_in(ritual_ids, weeks),
            round_.c.tier == Tier.NAMED,
            prompt.c.team_id.in_(team_ids),
            counts_as_asked(),
            prompt.c.closes_at <= now,
        )
        .order_by(prompt.c.id)
    )
    return [_to_arrival(row) for row in await tx.execute(query)]


def _arrived(dm: Any) -> ColumnElement[datetime]:
    """When the DM left; what was added to one that was there already came when it was due."""
    was_added = and_(prompt.c.letter_key != prompt.c.delivery_key, prompt.c.due_at > dm.c.sent_at)
    return case((dm.c.sent_at.is_(None), prompt.c.due_at), (was_added, prompt.c.due_at), else_=dm.c.sent_at)


def _to_arrival(row: Any) -> Arrival:
    is_answered = row.state == PromptState.ANSWERED
    return Arrival(
        series=(row.team_id, row.ritual_id),
        member_id=row.member_id,
        zone=row.zone,
        arrived_at=row.arrived_at,
        closes_at=row.closes_at,
        answered_at=row.answered_at if is_answered else None,
        is_late=row.late,
        working_days=to_working_days(row.working_days),
        country=row.country,
    )
