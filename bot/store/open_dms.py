"""Which DM a prompt that falls due can still be added to, instead of knocking a second time in an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal_column, or_, select

from bot.store.engine import Transaction
from bot.store.tables import delivery, dm_hour
from bot.values.deliveries import IS_THERE, DeliveryKind, DeliveryState, Method

_ASKS = and_(delivery.c.kind == DeliveryKind.PROMPT, delivery.c.method == Method.POST)
# Spelled as in the index that finds them.
_NOT_LEFT: ColumnElement[bool] = literal_column("delivery.state IN ('pending', 'claimed')")


@dataclass(frozen=True, slots=True)
class OpenDm:
    """A DM that asks and can be added to: by its text while it has not left, by a change of it afterwards."""

    key: str
    has_left: bool


async def to_add_to(tx: Transaction, hours: Mapping[int, datetime]) -> dict[int, OpenDm]:
    """Each member's DM that asks and waits to leave, else the one that took this clock hour of theirs; by member.

    Until the transaction ends they stay as they are: they neither leave nor are settled.
    """
    found: dict[int, OpenDm] = {}
    for row in await tx.execute(_waiting(), {"of_members": list(hours)}):
        found.setdefault(row.member_id, OpenDm(row.key, has_left=False))
    others = [member_id for member_id in hours if member_id not in found]
    these_hours = {"of_members": others, "these_hours": list({hours[each] for each in others})}
    for row in await tx.execute(_of_these_hours(), these_hours) if others else ():
        if row.hour == hours[row.member_id]:
            found[row.member_id] = OpenDm(row.key, has_left=True)
    return found


# Built once: building one takes longer than asking it.
@cache
def _waiting() -> Select[Any]:
    return (
        select(delivery.c.member_id, delivery.c.key)
        .where(delivery.c.member_id.in_(bindparam("of_members", expanding=True)), _ASKS, _NOT_LEFT)
        .order_by(delivery.c.due_at, delivery.c.id)
        .with_for_update(of=delivery)
    )


@cache
def _of_these_hours() -> Select[Any]:
    return (
        select(dm_hour.c.member_id, dm_hour.c.hour, delivery.c.key)
        .join(dm_hour, dm_hour.c.delivery_id == delivery.c.id)
        .where(
            dm_hour.c.member_id.in_(bindparam("of_members", expanding=True)),
            dm_hour.c.hour.in_(bindparam("these_hours", expanding=True)),
            _ASKS,
            delivery.c.state.in_(IS_THERE),
            or_(delivery.c.state != DeliveryState.SENT, delivery.c.ts != ""),
        )
        .order_by(delivery.c.id)
        .with_for_update(of=delivery)
    )
