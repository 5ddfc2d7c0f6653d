"""Whether the outbox moves: the sandbox halts its clock until it does not, and the sender looks again soon."""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, exists, or_, select

from bot.store.engine import Transaction
from bot.store.tables import delivery
from bot.store.travelling import is_its_turn, is_target, target
from bot.values.deliveries import FINISHED, IN_HAND, DeliveryState


async def is_busy(tx: Transaction, *, calendar_now: datetime) -> bool:
    """Whether anything is due or in flight that will move without a person's doing."""
    due, in_flight = (await tx.execute(_busy(), {"calendar_now": calendar_now})).one()
    return bool(due or in_flight)


@cache
def _busy() -> Select[bool, bool]:
    # What waits for another letter moves when that one has: until then it is the other that is due, or is in flight.
    waits = exists().where(is_target(), target.c.state.not_in(FINISHED))
    return select(
        exists().where(
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.due_at <= bindparam("calendar_now"),
            or_(delivery.c.target_key.is_(None), ~waits),
            is_its_turn(),
        ),
        exists().where(delivery.c.state.in_(IN_HAND), delivery.c.lease_until.is_not(None)),
    )
