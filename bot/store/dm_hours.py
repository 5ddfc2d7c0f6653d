"""The book of clock hours: which delivery has which hour of a person."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, select

from bot.store.dialect import insert_into
from bot.store.engine import Transaction
from bot.store.tables import delivery, dm_hour, prompt
from bot.values.deliveries import NOT_GONE_YET, DeliveryKind, Method


async def claim(tx: Transaction, *, member_id: int, hour: datetime, delivery_id: str) -> bool:
    """Take this member's clock hour for this delivery; False when another message has it."""
    taken = {"member_id": member_id, "hour": hour, "delivery_id": delivery_id}
    await tx.execute(_take(tx.dialect.name), taken)
    holder = await tx.execute(_holder(), {"of_member": member_id, "this_hour": hour})
    return bool(holder.scalar_one() == delivery_id)


async def is_wanted(tx: Transaction, *, member_id: int, now: datetime, but: Collection[DeliveryKind]) -> bool:
    """Whether something of another kind than these is due that would knock at this member's door."""
    due = exists().where(
        delivery.c.member_id == member_id,
        delivery.c.state.in_(NOT_GONE_YET),
        delivery.c.method == Method.POST,
        delivery.c.kind.not_in(list(but)),
        delivery.c.due_at <= now,
    )
    return bool((await tx.execute(select(due))).scalar_one())


async def is_to_be_asked(tx: Transaction, *, member_id: int, before: datetime) -> bool:
    """Whether a prompt falls due for this member before then: it is to come at its time."""
    asked = exists().where(prompt.c.member_id == member_id, prompt.c.ask_at < before)
    return bool((await tx.execute(select(asked))).scalar_one())


async def forget(tx: Transaction, *, before: datetime) -> None:
    """Drop the book of clock hours that are long over."""
    await tx.execute(delete(dm_hour).where(dm_hour.c.hour < before))


# Built once: building one takes longer than asking it.
@cache
def _take(dialect_name: str) -> Any:
    return insert_into(dm_hour, dialect_name).on_conflict_do_nothing()


@cache
def _holder() -> Select[Any]:
    return select(dm_hour.c.delivery_id).where(
        dm_hour.c.member_id == bindparam("of_member"), dm_hour.c.hour == bindparam("this_hour")
    )
