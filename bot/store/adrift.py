"""Letters that answer or change a message which is not there and never will be.

Most are cancelled with the message they hang on. Whoever owes one while that message is just failing, or being
forgotten, neither sees that nor is seen: so each claim finds what is left adrift, however it came to that.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, exists, func, or_, update

from bot.store.engine import Transaction
from bot.store.tables import delivery
from bot.store.travelling import is_target, target
from bot.values.deliveries import FINISHED, DeliveryState

NEVER_POSTED = "its target was never posted"

_IS_THERE = and_(target.c.state == DeliveryState.SENT, func.coalesce(target.c.ts, "") != "")


def is_settled() -> Any:
    """Whether a delivery that was joined with its target waits for it no longer: there is none, or it is finished."""
    return or_(target.c.id.is_(None), target.c.state.in_(FINISHED))


def is_adrift() -> Any:
    """Whether one whose target is settled has nothing to hang on."""
    return and_(delivery.c.target_key.is_not(None), or_(target.c.id.is_(None), ~_IS_THERE))


async def cancel(tx: Transaction, ids: Collection[str]) -> int:
    """Cancel those of these that have nothing to hang on still; how many."""
    holds = exists().where(is_target(), or_(_IS_THERE, target.c.state.not_in(FINISHED)))
    done = await tx.execute(
        update(delivery)
        .where(
            delivery.c.id.in_(list(ids)),
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.target_key.is_not(None),
            ~holds,
        )
        .values(state=DeliveryState.CANCELLED, error=NEVER_POSTED)
    )
    return done.rowcount
