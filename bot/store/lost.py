"""Deliveries a replica had in hand when it went away, and those to which Slack never answered."""

from functools import cache

from sqlalchemy import Select, bindparam, exists, select

from bot.store.engine import Transaction
from bot.store.tables import delivery
from bot.values.deliveries import IN_HAND


async def is_any(tx: Transaction, *, machine_now: float) -> bool:
    """Whether the lease of any delivery is over: if none is, there is nothing to free or settle. `machine_now`: as
    `engine.machine_now` tells it."""
    return bool((await tx.execute(_is_any(), {"machine_now": machine_now})).scalar_one())


@cache
def _is_any() -> Select[bool]:
    is_over = delivery.c.lease_until < bindparam("machine_now")
    return select(exists().where(delivery.c.state.in_(IN_HAND), is_over))
