"""The agenda: the next calendar instant at which something falls due. One question, answered from indexes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, union_all

from bot.store.engine import Transaction
from bot.store.tables import delivery, digest, prompt, ritual, round_, round_team, team, workspace
from bot.values.deliveries import DeliveryState
from bot.values.digests import DigestState
from bot.values.rituals import RitualState, RoundState


async def next_due(tx: Transaction) -> datetime | None:
    """When the clock has something to do next, in the past if it is overdue; None when nothing is planned.

    Deliveries are not in it: the sender looks after those that are due by itself.
    """
    questions: tuple[Select[Any], ...] = (
        select(func.min(ritual.c.next_opens_at).label("at")).where(ritual.c.state == RitualState.ACTIVE),
        select(func.min(prompt.c.ask_at)),
        select(func.min(prompt.c.remind_at)),
        select(func.min(round_.c.closes_at)).where(round_.c.state == RoundState.OPEN),
        select(func.min(round_team.c.publish_at)),
        select(func.min(team.c.members_at)),
        select(func.min(workspace.c.directory_at)),
        select(func.min(digest.c.next_at)).where(digest.c.state == DigestState.ACTIVE),
    )
    answers = union_all(*questions).subquery()
    earliest: datetime | None = (await tx.execute(select(func.min(answers.c.at)))).scalar_one()
    return earliest


async def next_delivery(tx: Transaction, after: datetime) -> datetime | None:
    """When the next delivery that waits for a later hour falls due."""
    query = select(func.min(delivery.c.due_at)).where(
        delivery.c.state == DeliveryState.PENDING, delivery.c.due_at > after
    )
    earliest: datetime | None = (await tx.execute(query)).scalar_one()
    return earliest
