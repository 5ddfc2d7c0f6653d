"""Moving deliveries from the outbox to the wire. The states are `bot.values.deliveries.DeliveryState`.

pending → claimed (one replica works on it) → sending (committed before the wire) → sent, failed or doubtful.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Float,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    literal,
    or_,
    select,
    update,
)

from bot.store import outbox
from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import delivery, dm_hour, member, pace
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Message, Method, Sent

_target = delivery.alias("target")
_channel = case((delivery.c.channel.is_not(None), delivery.c.channel), else_=_target.c.sent_channel)
_FINISHED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.CANCELLED)
_UNSETTLED = (DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.DOUBTFUL)


# Of two messages that want the same clock hour of a person, the one that asks goes before the one that reminds.
_asks_first = case((delivery.c.kind == DeliveryKind.REMINDER, 1), else_=0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pending delivery that could leave now: what it is, and the lanes it would travel."""

    id: str
    workspace_id: int
    method: Method
    channel: str
    response_url: str | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claimed delivery, with what the fence needs: whose clock hour it takes, and when it is too late."""

    delivery: Delivery
    zone: str | None
    expires_at: datetime | None


async def candidates(
    tx: Transaction, *, calendar_now: datetime, machine_now: float, horizon: float, limit: int
) -> list[Candidate]:
    """Pending deliveries that are due and whose lanes are free within `horizon` seconds, most urgent first.

    A throttled lane hides its own deliveries only, so it never holds up the others.
    """
    when = {"calendar_now": calendar_now, "machine_now": machine_now, "free": machine_now + horizon}
    rows = (await tx.execute(_candidates(), {**when, "most": limit})).all()
    return [
        Candidate(row.id, row.workspace_id, Method(row.method), row.channel or "", row.response_url)
        for row in rows
    ]


async def take(tx: Transaction, ids: Sequence[str], *, owner: str, until: float) -> list[Claimed]:
    """Claim these for `owner` until machine second `until`, and return them ready to travel."""
    await tx.execute(
        update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(state=DeliveryState.CLAIMED, lease_owner=owner, lease_until=until)
    )
    rows = await tx.execute(_travelling().where(delivery.c.id.in_(ids)))
    return [Claimed(_delivery(row), row.member_zone, row.expires_at) for row in rows]


async def fence(
    tx: Transaction, delivery_id: str, *, owner: str, until: float, calendar_now: datetime
) -> tuple[Message, int] | None:
    """Commit that it may be on the wire from now on; None when it is no longer ours.

    Returns the newest text and its revision.
    """
    row = (
        await tx.execute(
            update(delivery)
            .where(_claimed_by(owner, delivery_id))
            .values(
                state=DeliveryState.SENDING,
                fenced_at=calendar_now,
                lease_until=until,
                attempts=delivery.c.attempts + 1,
            )
            .returning(delivery.c.body, delivery.c.revision)
        )
    ).one_or_none()
    return (_message(row.body), row.revision) if row else None


async def postpone(tx: Transaction, delivery_id: str, *, due_at: datetime) -> None:
    """Give back what this same transaction fenced, due at a later calendar time."""
    await tx.execute(
        update(delivery)
        .where(delivery.c.id == delivery_id, delivery.c.state == DeliveryState.SENDING)
        .values(state=DeliveryState.PENDING, due_at=due_at, lease_owner=None, lease_until=None)
    )


async def record_sent(
    tx: Transaction, item: Delivery, sent: Sent, *, at: datetime, machine_now: float
) -> bool:
    """Slack has it. False when it was recorded before, so that nobody acts on it twice.

    It is true whatever became of the delivery meanwhile: a sender that was frozen on the wire may come back after
    its message was given to somebody else, and then this keeps the other from leaving.
    """
    newer = and_(delivery.c.method == Method.UPDATE, delivery.c.revision > item.revision)
    done = await tx.execute(
        update(delivery)
        .where(delivery.c.id == item.id, delivery.c.state != DeliveryState.SENT)
        .values(
            state=case((newer, DeliveryState.PENDING), else_=DeliveryState.SENT),
            sent_at=at,
            sent_channel=sent.channel,
            ts=sent.ts,
            sent_revision=item.revision,
            not_before=literal(machine_now) + delivery.c.min_gap,
            lease_owner=None,
            lease_until=None,
            error=None,
        )
    )
    return done.rowcount == 1


async def ts_of(tx: Transaction, delivery_id: str) -> str | None:
    """Where in its conversation a delivery stands, as far as it is known."""
    found = await tx.execute(select(delivery.c.ts).where(delivery.c.id == delivery_id))
    ts: str | None = found.scalar_one_or_none()
    return ts


async def record_later(tx: Transaction, item: Delivery, *, not_before: float, reason: str) -> None:
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


async def record_never(tx: Transaction, item: Delivery, *, reason: str) -> bool:
    """Slack will never take it. What hangs on it is cancelled too. False when it was settled otherwise."""
    done = await tx.execute(
        update(delivery)
        .where(_same_attempt(item))
        .values(state=DeliveryState.FAILED, error=reason, lease_owner=None, lease_until=None)
    )
    if done.rowcount != 1:
        return False
    await outbox.cancel_following(tx, item.workspace_id, item.key)
    return True


async def cancel_expired(tx: Transaction, item: Delivery, *, owner: str) -> None:
    """It came too late to be worth saying, and so did what hangs on it."""
    done = await tx.execute(
        update(delivery)
        .where(_claimed_by(owner, item.id))
        .values(state=DeliveryState.CANCELLED, error="expired", lease_owner=None, lease_until=None)
    )
    if done.rowcount == 1:
        await outbox.cancel_following(tx, item.workspace_id, item.key)


async def record_doubtful(tx: Transaction, item: Delivery, *, look_at: float | None, reason: str) -> bool:
    """Nobody knows. Look again at machine second `look_at`; None: a person is asked. False when settled otherwise."""
    done = await tx.execute(
        update(delivery)
        .where(_same_attempt(item))
        .values(state=DeliveryState.DOUBTFUL, error=reason, lease_owner=None, lease_until=look_at)
    )
    return done.rowcount == 1


async def release_expired(tx: Transaction, *, machine_now: float) -> int:
    """Claims whose holder went away before the fence go back to pending: nothing was on the wire."""
    released = await tx.execute(
        update(delivery)
        .where(delivery.c.state == DeliveryState.CLAIMED, delivery.c.lease_until < machine_now)
        .values(state=DeliveryState.PENDING, lease_owner=None, lease_until=None)
    )
    return released.rowcount


async def release_own(tx: Transaction, *, owner: str) -> None:
    """Before stopping: what this replica claimed and did not send is free for others at once."""
    await tx.execute(
        update(delivery)
        .where(delivery.c.state == DeliveryState.CLAIMED, delivery.c.lease_owner == owner)
        .values(state=DeliveryState.PENDING, lease_owner=None, lease_until=None)
    )


async def take_doubtful(
    tx: Transaction, *, machine_now: float, owner: str, until: float, limit: int
) -> list[Delivery]:
    """Take what was on the wire when its sender went away, or its answer got lost, to read it back."""
    query = (
        select(delivery.c.id)
        .where(
            delivery.c.state.in_((DeliveryState.SENDING, DeliveryState.DOUBTFUL)),
            delivery.c.lease_until < machine_now,
        )
        .order_by(delivery.c.lease_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list((await tx.execute(query)).scalars())
    if not ids:
        return []
    await tx.execute(
        update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(state=DeliveryState.DOUBTFUL, lease_owner=owner, lease_until=until)
    )
    return [_delivery(row) for row in await tx.execute(_travelling().where(delivery.c.id.in_(ids)))]


async def doubtful_of(tx: Transaction, workspace_id: int, owner_id: int, key: str) -> Delivery | None:
    """A doubtful delivery its owner was asked about."""
    rows = await tx.execute(
        _travelling().where(
            delivery.c.workspace_id == workspace_id,
            delivery.c.owner_id == owner_id,
            delivery.c.key == key,
            delivery.c.state == DeliveryState.DOUBTFUL,
        )
    )
    row = rows.one_or_none()
    return _delivery(row) if row else None


async def claim_hour(tx: Transaction, *, member_id: int, hour: datetime, delivery_id: str) -> bool:
    """Take this member's clock hour for this delivery; False when another message has it."""
    taken = insert(tx, dm_hour).values(member_id=member_id, hour=hour, delivery_id=delivery_id)
    await tx.execute(taken.on_conflict_do_nothing())
    holder = await tx.execute(
        select(dm_hour.c.delivery_id).where(dm_hour.c.member_id == member_id, dm_hour.c.hour == hour)
    )
    return bool(holder.scalar_one() == delivery_id)


async def forget_hours(tx: Transaction, *, before: datetime) -> None:
    """Drop the book of clock hours that are long over."""
    await tx.execute(delete(dm_hour).where(dm_hour.c.hour < before))


async def is_busy(tx: Transaction, *, calendar_now: datetime) -> bool:
    """Whether anything is due or in flight that will move without a person's doing."""
    due, in_flight = (await tx.execute(_busy(), {"calendar_now": calendar_now})).one()
    return bool(due or in_flight)


def _claimed_by(owner: str, delivery_id: str) -> Any:
    return and_(
        delivery.c.id == delivery_id,
        delivery.c.state == DeliveryState.CLAIMED,
        delivery.c.lease_owner == owner,
    )


def _same_attempt(item: Delivery) -> Any:
    # Every fence counts one attempt, so a replica that comes back late cannot judge the attempt of another.
    return and_(
        delivery.c.id == item.id,
        delivery.c.state.in_(_UNSETTLED),
        delivery.c.attempts == item.attempts,
    )


def _is_target() -> Any:
    return and_(_target.c.workspace_id == delivery.c.workspace_id, _target.c.key == delivery.c.target_key)


def _lane(lane: Any, name: Any) -> Any:
    return and_(lane.c.workspace_id == delivery.c.workspace_id, lane.c.lane == name)


@cache
def _busy() -> Select[bool, bool]:
    waits_for_nobody = or_(
        delivery.c.target_key.is_(None),
        exists().where(
            _is_target(),
            or_(
                _target.c.state.in_((*_FINISHED, DeliveryState.PENDING)),
                _target.c.lease_until.is_not(None),
            ),
        ),
    )
    return select(
        exists().where(
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.due_at <= bindparam("calendar_now"),
            waits_for_nobody,
        ),
        exists().where(delivery.c.state.in_(_UNSETTLED), delivery.c.lease_until.is_not(None)),
    )


@cache
def _candidates() -> Select[Any]:
    method_lane, channel_lane = pace.alias("method_lane"), pace.alias("channel_lane")
    free = bindparam("free", type_=Float)
    return (
        select(
            delivery.c.id,
            delivery.c.workspace_id,
            delivery.c.method,
            _channel.label("channel"),
            delivery.c.response_url,
        )
        .select_from(
            delivery.outerjoin(_target, _is_target())
            .outerjoin(method_lane, _lane(method_lane, delivery.c.method))
            .outerjoin(channel_lane, _lane(channel_lane, _channel))
        )
        .where(
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.due_at <= bindparam("calendar_now"),
            delivery.c.not_before <= bindparam("machine_now"),
            or_(delivery.c.target_key.is_(None), _target.c.state == DeliveryState.SENT),
            or_(
                delivery.c.response_url.is_not(None),
                and_(
                    or_(method_lane.c.free_at.is_(None), method_lane.c.free_at <= free),
                    or_(
                        delivery.c.method == Method.UPDATE,
                        channel_lane.c.free_at.is_(None),
                        channel_lane.c.free_at <= free,
                    ),
                ),
            ),
        )
        .order_by(delivery.c.urgent.desc(), delivery.c.due_at, _asks_first, delivery.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(of=delivery, skip_locked=True)
    )


@cache
def _travelling() -> Select[Any]:
    return select(
        delivery,
        _channel.label("to_channel"),
        _target.c.ts.label("target_ts"),
        member.c.zone.label("member_zone"),
    ).select_from(
        delivery.outerjoin(_target, _is_target()).outerjoin(member, member.c.id == delivery.c.member_id)
    )


def _delivery(row: Row[Any]) -> Delivery:
    is_reply = row.method == Method.POST
    return Delivery(
        id=row.id,
        workspace_id=row.workspace_id,
        key=row.key,
        kind=DeliveryKind(row.kind),
        method=Method(row.method),
        channel=row.to_channel or "",
        message=_message(row.body),
        revision=row.revision,
        attempts=row.attempts,
        member_id=row.member_id,
        owner_id=row.owner_id,
        thread_ts=row.target_ts if is_reply else None,
        ts=None if is_reply else row.target_ts,
        response_url=row.response_url,
        fenced_at=row.fenced_at,
    )


def _message(body: dict[str, Any]) -> Message:
    return Message(text=body["text"], blocks=tuple(body["blocks"]))
