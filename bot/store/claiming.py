"""Claiming: which replica takes which delivery from the outbox, until when, and the fence before the wire.

The states are `bot.values.deliveries.DeliveryState`: pending → claimed (one replica works on it) → sending (committed
before the wire); what becomes of it then is written down in `recording`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Float,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    case,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store.adrift import is_adrift, is_settled
from bot.store.engine import Transaction
from bot.store.tables import delivery, pace
from bot.store.travelling import (
    channel,
    is_its_turn,
    is_target,
    quiet_of,
    target,
    to_delivery,
    to_message,
    travelling,
)
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Message, Method
from bot.values.rest import Quiet

# Of two messages that want the same clock hour of a person, the one that asks goes before the one that reminds.
_asks_first = case((delivery.c.kind == DeliveryKind.REMINDER, 1), else_=0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pending delivery that could leave now: what it is, and the lanes it would travel. One that is adrift has
    nothing to hang on and never will: it is to be cancelled."""

    id: str
    workspace_id: int
    method: Method
    channel: str
    response_url: str | None
    is_adrift: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claimed delivery, with where its person lives and when they want quiet; without a person, None."""

    delivery: Delivery
    zone: str | None
    quiet: Quiet | None


@dataclass(frozen=True, slots=True)
class Fenced:
    """What is true of a delivery at its last commit before the wire, whatever it was when it was claimed."""

    message: Message
    revision: int
    expires_at: datetime | None


async def candidates(
    tx: Transaction, *, calendar_now: datetime, machine_now: float, horizon: float, limit: int
) -> list[Candidate]:
    """Pending deliveries that are due and whose lanes are free within `horizon` seconds, most urgent first. Nobody
    holds them yet.

    A throttled lane hides its own deliveries only, so it never holds up the others.
    """
    when = {"calendar_now": calendar_now, "machine_now": machine_now, "free": machine_now + horizon}
    rows = (await tx.execute(_candidates(), {**when, "most": limit})).all()
    return [
        Candidate(
            row.id,
            row.workspace_id,
            Method(row.method),
            row.channel or "",
            row.response_url,
            bool(row.is_adrift),
        )
        for row in rows
    ]


async def hold(tx: Transaction, ids: Sequence[str]) -> set[str]:
    """Those of these that are pending still, until the transaction ends; none that somebody else holds."""
    return set((await tx.execute(_held(), {"these": ids})).scalars())


async def take(tx: Transaction, ids: Sequence[str], *, owner: str, until: float) -> list[Claimed]:
    """Claim these for `owner` until machine second `until`, and return them ready to travel."""
    await tx.execute(_take(), {"these": ids, "lease_owner": owner, "lease_until": until})
    rows = await tx.execute(_taken(), {"these": ids})
    return [Claimed(to_delivery(row), row.member_zone, quiet_of(row)) for row in rows]


async def fence(
    tx: Transaction, delivery_id: str, *, owner: str, until: float, calendar_now: datetime
) -> Fenced | None:
    """Commit that it may be on the wire from now on; None when it is no longer ours."""
    fenced = await tx.execute(
        _fence(), {"this": delivery_id, "owner": owner, "fenced_at": calendar_now, "lease_until": until}
    )
    row = fenced.one_or_none()
    return Fenced(to_message(row.body), row.revision, row.expires_at) if row else None


async def postpone(tx: Transaction, delivery_id: str, *, due_at: datetime) -> None:
    """Give back what this same transaction fenced, due at a later calendar time."""
    await tx.execute(
        update(delivery)
        .where(delivery.c.id == delivery_id, delivery.c.state == DeliveryState.SENDING)
        .values(state=DeliveryState.PENDING, due_at=due_at, lease_owner=None, lease_until=None)
    )


async def release_expired(tx: Transaction, *, machine_now: float) -> int:
    """Claims whose holder went away before the fence go back to pending: nothing was on the wire."""
    return (await tx.execute(_release_expired(), {"machine_now": machine_now})).rowcount


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
    ids = list((await tx.execute(_doubtful(), {"machine_now": machine_now, "most": limit})).scalars())
    if not ids:
        return []
    await tx.execute(
        update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(state=DeliveryState.DOUBTFUL, lease_owner=owner, lease_until=until)
    )
    return [to_delivery(row) for row in await tx.execute(travelling().where(delivery.c.id.in_(ids)))]


async def doubtful_of(tx: Transaction, workspace_id: int, owner_id: int, key: str) -> Delivery | None:
    """A doubtful delivery its owner was asked about."""
    rows = await tx.execute(
        travelling().where(
            delivery.c.workspace_id == workspace_id,
            delivery.c.owner_id == owner_id,
            delivery.c.key == key,
            delivery.c.state == DeliveryState.DOUBTFUL,
        )
    )
    row = rows.one_or_none()
    return to_delivery(row) if row else None


def _lane(lane: Any, name: Any) -> Any:
    return and_(lane.c.workspace_id == delivery.c.workspace_id, lane.c.lane == name)


# Statements are built once: building one takes longer than asking it, and a fan-out asks thousands of times.
@cache
def _held() -> Select[Any]:
    still = delivery.c.state == DeliveryState.PENDING
    return select(delivery.c.id).where(_these(), still).with_for_update(skip_locked=True)


@cache
def _take() -> Update:
    return update(delivery).where(_these()).values(state=DeliveryState.CLAIMED)


@cache
def _taken() -> Select[Any]:
    return travelling().where(_these())


def _these() -> Any:
    return delivery.c.id.in_(bindparam("these", expanding=True))


@cache
def _fence() -> ReturningUpdate[Any]:
    return (
        update(delivery)
        .where(
            delivery.c.id == bindparam("this"),
            delivery.c.state == DeliveryState.CLAIMED,
            delivery.c.lease_owner == bindparam("owner"),
        )
        .values(
            state=DeliveryState.SENDING,
            attempts=delivery.c.attempts + 1,
            sent_revision=delivery.c.revision,
        )
        .returning(delivery.c.body, delivery.c.revision, delivery.c.expires_at)
    )


@cache
def _release_expired() -> Update:
    return (
        update(delivery)
        .where(delivery.c.state == DeliveryState.CLAIMED, delivery.c.lease_until < bindparam("machine_now"))
        .values(state=DeliveryState.PENDING, lease_owner=None, lease_until=None)
    )


@cache
def _doubtful() -> Select[Any]:
    return (
        select(delivery.c.id)
        .where(
            delivery.c.state.in_((DeliveryState.SENDING, DeliveryState.DOUBTFUL)),
            delivery.c.lease_until < bindparam("machine_now"),
        )
        .order_by(delivery.c.lease_until)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
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
            channel.label("channel"),
            delivery.c.response_url,
            is_adrift().label("is_adrift"),
        )
        .select_from(
            delivery.outerjoin(target, is_target())
            .outerjoin(method_lane, _lane(method_lane, delivery.c.method))
            .outerjoin(channel_lane, _lane(channel_lane, channel))
        )
        .where(
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.due_at <= bindparam("calendar_now"),
            delivery.c.not_before <= bindparam("machine_now"),
            is_settled(),
            is_its_turn(),
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
    )
