"""A delivery on its way, read from the outbox: with where its target stands, and whose door it knocks at."""

from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, case, exists, or_, select

from bot.store.members import to_quiet
from bot.store.tables import delivery, member
from bot.values.deliveries import FINISHED, Delivery, DeliveryKind, DeliveryState, Message, Method
from bot.values.rest import Quiet

target, before = delivery.alias("target"), delivery.alias("before")
channel = case((delivery.c.channel.is_not(None), delivery.c.channel), else_=target.c.sent_channel)


def is_target() -> Any:
    """What joins a delivery with the one it answers or changes."""
    return and_(target.c.workspace_id == delivery.c.workspace_id, target.c.key == delivery.c.target_key)


def is_its_turn() -> Any:
    """Whether the delivery that is to leave before this one has left, or never will."""
    comes_before = and_(
        before.c.workspace_id == delivery.c.workspace_id, before.c.key == delivery.c.after_key
    )
    return or_(delivery.c.after_key.is_(None), ~exists().where(comes_before, before.c.state.not_in(FINISHED)))


@cache
def travelling() -> Select[Any]:
    """Deliveries with all that is needed to carry them."""
    return select(
        delivery,
        channel.label("to_channel"),
        target.c.ts.label("target_ts"),
        member.c.zone.label("member_zone"),
        member.c.quiet_since,
        member.c.quiet_until,
    ).select_from(
        delivery.outerjoin(target, is_target()).outerjoin(member, member.c.id == delivery.c.member_id)
    )


def to_delivery(row: Row[Any]) -> Delivery:
    """A row of `travelling` as a value."""
    is_reply = row.method == Method.POST
    return Delivery(
        id=row.id,
        workspace_id=row.workspace_id,
        key=row.key,
        kind=DeliveryKind(row.kind),
        method=Method(row.method),
        channel=row.to_channel or "",
        message=to_message(row.body),
        revision=_revision(row),
        attempts=row.attempts,
        member_id=row.member_id,
        owner_id=row.owner_id,
        thread_ts=(row.target_ts or row.thread_ts) if is_reply else None,
        ts=_ts(row),
        response_url=row.response_url,
        fenced_at=row.fenced_at,
    )


def _revision(row: Row[Any]) -> int:
    """Which text it carries: of one that was on the wire, that which left, whatever was put down since."""
    left = row.sent_revision if row.state in (DeliveryState.SENDING, DeliveryState.DOUBTFUL) else None
    return int(left or row.revision)


def _ts(row: Row[Any]) -> str | None:
    """Which message is changed (that of its target) or taken away (its own)."""
    if row.method == Method.DELETE:
        return str(row.ts)
    return None if row.method == Method.POST else row.target_ts


def quiet_of(row: Row[Any]) -> Quiet | None:
    """When the person in a row of `travelling` wants quiet; None where there is no person."""
    return to_quiet(row) if row.member_zone is not None else None


def to_message(body: dict[str, Any]) -> Message:
    """What a delivery says, as a value."""
    plain = body.get("plain")
    return Message(
        text=body["text"], blocks=tuple(body["blocks"]), plain=None if plain is None else tuple(plain)
    )


def to_body(message: Message) -> dict[str, Any]:
    """The same as it is kept."""
    body: dict[str, Any] = {"text": message.text, "blocks": [dict(block) for block in message.blocks]}
    if message.plain is not None:
        body["plain"] = [dict(block) for block in message.plain]
    return body
