"""Recording: what became of a delivery that was on the wire, in the words of `bot.values.deliveries.Verdict`."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Float, and_, bindparam, case, literal, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store import outbox
from bot.store.changing import GAP, change_of, state_key
from bot.store.engine import Transaction
from bot.store.tables import delivery
from bot.store.travelling import to_body, to_message
from bot.values.deliveries import IN_HAND, NOT_GONE_YET, Delivery, DeliveryState, Method, Sent


async def sent(
    tx: Transaction,
    item: Delivery,
    where: Sent,
    *,
    at: datetime,
    machine_now: float,
    keeps_gap: bool = True,
) -> bool:
    """Slack has it. False when it was recorded before, so that nobody acts on it twice. With `keeps_gap` the same
    letter rests for its gap before it leaves anew.

    It is true whatever became of the delivery meanwhile: a sender that was frozen on the wire may come back after
    its message was given to somebody else, and then this keeps the other from leaving.
    """
    settled = await tx.execute(
        _sent(keeps_gap=keeps_gap),
        {
            "this": item.id,
            "carried": item.revision,
            "machine_now": machine_now,
            "sent_at": at,
            "sent_channel": where.channel,
            "ts": where.ts,
            "sent_revision": item.revision,
        },
    )
    row = settled.one_or_none()
    if row is not None and item.method == Method.POST and row.revision > item.revision:
        await _say_what_is_newer(tx, item, row.body, at)
    return row is not None


async def _say_what_is_newer(tx: Transaction, item: Delivery, body: dict[str, Any], at: datetime) -> None:
    # Put down by somebody who believed that the post had not left; a change of it that waits is newer still.
    if await outbox.state_of(tx, item.workspace_id, state_key(item.key)) not in NOT_GONE_YET:
        await outbox.put(tx, item.workspace_id, change_of(item.key, item.kind, to_message(body), at, GAP))


async def ts_of(tx: Transaction, delivery_id: str) -> str | None:
    """Where in its conversation a delivery stands, as far as it is known."""
    found = await tx.execute(select(delivery.c.ts).where(delivery.c.id == delivery_id))
    ts: str | None = found.scalar_one_or_none()
    return ts


async def later(tx: Transaction, item: Delivery, *, not_before: float, reason: str) -> None:
    """Slack did not take it; it waits until machine second `not_before`."""
    await tx.execute(
        update(delivery)
        .where(_same_attempt(item))
        .values(
            state=DeliveryState.PENDING,
            not_before=not_before,
            error=reason,
            response_url=None,
            lease_owner=None,
            lease_until=None,
        )
    )


async def never(tx: Transaction, item: Delivery, *, reason: str) -> bool:
    """Slack will never take it. What hangs on it is cancelled too. False when it was settled otherwise, or says
    something else by now, which Slack has not seen."""
    newer = delivery.c.revision > item.revision
    settled = await tx.execute(
        update(delivery)
        .where(_same_attempt(item))
        .values(
            state=case((newer, DeliveryState.PENDING), else_=DeliveryState.FAILED),
            error=reason,
            response_url=None,
            lease_owner=None,
            lease_until=None,
        )
        .returning(delivery.c.state)
    )
    if settled.scalar_one_or_none() != DeliveryState.FAILED:
        return False
    await outbox.cancel_following(tx, item.workspace_id, item.key)
    return True


async def without_pictures(tx: Transaction, item: Delivery, *, reason: str) -> None:
    """Slack did not take it with its charts and tables: it may leave at once without them.

    What it was changed to meanwhile stays as it is.
    """
    plain = literal(to_body(item.message.without_pictures()), delivery.c.body.type)
    body = case((delivery.c.revision == item.revision, plain), else_=delivery.c.body)
    await tx.execute(
        update(delivery)
        .where(_same_attempt(item))
        .values(state=DeliveryState.PENDING, body=body, error=reason, lease_owner=None, lease_until=None)
    )


async def doubtful(tx: Transaction, item: Delivery, *, look_at: float | None, reason: str) -> bool:
    """Nobody knows. Look again at machine second `look_at`; None: a person is asked. False when settled otherwise."""
    done = await tx.execute(
        update(delivery)
        .where(_same_attempt(item))
        .values(state=DeliveryState.DOUBTFUL, error=reason, lease_owner=None, lease_until=look_at)
    )
    return done.rowcount == 1


async def expired(tx: Transaction, item: Delivery) -> bool:
    """What this same transaction fenced comes too late to be worth saying, and so does what hangs on it.

    False when it was settled otherwise.
    """
    done = await tx.execute(
        update(delivery)
        .where(_same_attempt(item))
        .values(state=DeliveryState.CANCELLED, error="expired", lease_owner=None, lease_until=None)
    )
    if done.rowcount != 1:
        return False
    await outbox.cancel_following(tx, item.workspace_id, item.key)
    return True


# Built once: building it takes longer than asking it.
@cache
def _sent(*, keeps_gap: bool) -> ReturningUpdate[Any]:
    is_update = delivery.c.method == Method.UPDATE
    newer = and_(is_update, delivery.c.revision > bindparam("carried"))
    return (
        update(delivery)
        .where(delivery.c.id == bindparam("this"), delivery.c.state != DeliveryState.SENT)
        .values(
            state=case((newer, DeliveryState.PENDING), else_=DeliveryState.SENT),
            # What changes a message leaves again and again: that it did is no reason to try more seldom.
            attempts=case((is_update, 0), else_=delivery.c.attempts),
            not_before=bindparam("machine_now", type_=Float) + (delivery.c.min_gap if keeps_gap else 0.0),
            lease_owner=None,
            lease_until=None,
            error=None,
        )
        .returning(delivery.c.revision, delivery.c.body)
    )


def _same_attempt(item: Delivery) -> Any:
    # Every fence counts one attempt, so a replica that comes back late cannot judge the attempt of another. Those of
    # an update are counted anew once it is there; judged by mistake, it leaves once more and says the same.
    return and_(
        delivery.c.id == item.id,
        delivery.c.state.in_(IN_HAND),
        delivery.c.attempts == item.attempts,
    )
