"""Which DM a prompt that falls due can still be added to, instead of knocking a second time in an hour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column, or_, select

from bot.store.engine import Transaction
from bot.store.tables import delivery, dm_hour
from bot.values.deliveries import DeliveryKind, DeliveryState, Method

_ASKS = and_(delivery.c.kind == DeliveryKind.PROMPT, delivery.c.method == Method.POST)
_LEFT = (DeliveryState.SENDING, DeliveryState.DOUBTFUL, DeliveryState.SENT)
# Spelled as in the index that finds them.
_NOT_LEFT: ColumnElement[bool] = literal_column("delivery.state IN ('pending', 'claimed')")


@dataclass(frozen=True, slots=True)
class OpenDm:
    """A DM that asks and can be added to: by its text while it has not left, by a change of it afterwards."""

    key: str
    has_left: bool


async def to_add_to(tx: Transaction, member_id: int, hour: datetime) -> OpenDm | None:
    """The member's DM that asks and waits to leave, else the one that took this clock hour; None if there is neither.

    Until the transaction ends it stays as it is: it neither leaves nor is settled.
    """
    waiting = select(delivery.c.key).where(delivery.c.member_id == member_id, _ASKS, _NOT_LEFT)
    key = await _first(tx, waiting.order_by(delivery.c.due_at, delivery.c.id))
    if key is not None:
        return OpenDm(key, has_left=False)
    this_hour = (
        select(delivery.c.key)
        .join(dm_hour, dm_hour.c.delivery_id == delivery.c.id)
        .where(dm_hour.c.member_id == member_id, dm_hour.c.hour == hour, _ASKS, delivery.c.state.in_(_LEFT))
        .where(or_(delivery.c.state != DeliveryState.SENT, delivery.c.ts != ""))
    )
    key = await _first(tx, this_hour)
    return None if key is None else OpenDm(key, has_left=True)


async def _first(tx: Transaction, query: Any) -> str | None:
    found = await tx.execute(query.limit(1).with_for_update(of=delivery))
    key: str | None = found.scalar_one_or_none()
    return key
