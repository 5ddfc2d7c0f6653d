"""Which DM a prompt that falls due can still be added to, instead of knocking a second time in an hour."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal_column, or_, select

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
    waiting = await tx.execute(_waiting(), {"of_member": member_id})
    key: str | None = waiting.scalar_one_or_none()
    if key is not None:
        return OpenDm(key, has_left=False)
    this_hour = await tx.execute(_of_this_hour(), {"of_member": member_id, "this_hour": hour})
    key = this_hour.scalar_one_or_none()
    return None if key is None else OpenDm(key, has_left=True)


# Built once: building one takes longer than asking it.
@cache
def _waiting() -> Select[Any]:
    return (
        select(delivery.c.key)
        .where(delivery.c.member_id == bindparam("of_member"), _ASKS, _NOT_LEFT)
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(1)
        .with_for_update(of=delivery)
    )


@cache
def _of_this_hour() -> Select[Any]:
    return (
        select(delivery.c.key)
        .join(dm_hour, dm_hour.c.delivery_id == delivery.c.id)
        .where(
            dm_hour.c.member_id == bindparam("of_member"),
            dm_hour.c.hour == bindparam("this_hour"),
            _ASKS,
            delivery.c.state.in_(_LEFT),
            or_(delivery.c.state != DeliveryState.SENT, delivery.c.ts != ""),
        )
        .limit(1)
        .with_for_update(of=delivery)
    )
