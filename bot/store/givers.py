"""Boxes of feedback given with the name withheld: what waits for the day's batch, and who gave what. What is in them
only `loops.feedback` can read, and only while it reaches their keys.

Whoever adds to the boxes of a workspace or empties them holds the workspace's row, so that the key of a box that is
being put there is not taken for a stray one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, insert, or_, select, update

from bot.store.engine import Transaction
from bot.store.loops import to_loop
from bot.store.tables import delivery, dm_hour, giver, loop, member, muted, waiting_feedback, workspace
from bot.values.deliveries import FINISHED, NOT_GONE_YET, DeliveryKind
from bot.values.loops import Loop


@dataclass(frozen=True, slots=True)
class Box:
    """A box and the name of its key. `loop_id`: who gave that loop is in it."""

    key_name: str
    box: bytes
    loop_id: int
    tell_at: datetime | None = None
    forget_at: datetime | None = None


async def hold(tx: Transaction, workspace_id: int) -> None:
    """Nobody else adds boxes to this workspace, or empties them, before the transaction ends."""
    await tx.execute(select(workspace.c.id).where(workspace.c.id == workspace_id).with_for_update())


async def plan(tx: Transaction, workspace_id: int, at: datetime | None) -> None:
    """When withheld feedback is seen to next; None: there is none."""
    await tx.execute(update(workspace).where(workspace.c.id == workspace_id).values(feedback_at=at))


async def planned(tx: Transaction, workspace_id: int) -> datetime | None:
    """When withheld feedback is seen to next."""
    found = await tx.execute(select(workspace.c.feedback_at).where(workspace.c.id == workspace_id))
    at: datetime | None = found.scalar_one()
    return at


async def take_due_workspace(tx: Transaction, now: datetime) -> int | None:
    """A workspace whose withheld feedback is to be seen to, held."""
    query = select(workspace.c.id).where(workspace.c.feedback_at <= now).order_by(workspace.c.feedback_at)
    found = await tx.execute(query.limit(1).with_for_update(skip_locked=True))
    workspace_id: int | None = found.scalar_one_or_none()
    return workspace_id


async def zone_of(tx: Transaction, workspace_id: int) -> str | None:
    """The zone most of its people live in."""
    query = (
        select(member.c.zone)
        .where(member.c.workspace_id == workspace_id, member.c.is_active, member.c.is_person)
        .group_by(member.c.zone)
        .order_by(func.count().desc(), member.c.zone)
        .limit(1)
    )
    zone: str | None = (await tx.execute(query)).scalar_one_or_none()
    return zone


async def put_waiting(tx: Transaction, workspace_id: int, waiting_id: bytes, box: bytes) -> None:
    """Feedback that waits for the day's batch."""
    row = insert(waiting_feedback).values(id=waiting_id, workspace_id=workspace_id, box=box)
    await tx.execute(row)


async def waiting_in(tx: Transaction, workspace_id: int) -> dict[bytes, bytes]:
    """Everything that waits for the day's batch, by its random number."""
    query = select(waiting_feedback.c.id, waiting_feedback.c.box)
    rows = await tx.execute(query.where(waiting_feedback.c.workspace_id == workspace_id))
    return {row.id: row.box for row in rows}


async def remove_waiting(tx: Transaction, workspace_id: int, ids: Collection[bytes]) -> None:
    """These wait no longer."""
    these = waiting_feedback.c.id.in_(list(ids))
    await tx.execute(delete(waiting_feedback).where(waiting_feedback.c.workspace_id == workspace_id, these))


async def put_giver(tx: Transaction, workspace_id: int, box: Box) -> None:
    """Who gave a loop, in a box."""
    row = {"loop_id": box.loop_id, "workspace_id": workspace_id, "key_name": box.key_name, "box": box.box}
    await tx.execute(insert(giver).values(**row))


async def giver_of(tx: Transaction, loop_id: int) -> Box | None:
    """Who gave this loop, in a box."""
    row = (await tx.execute(select(giver).where(giver.c.loop_id == loop_id))).one_or_none()
    return _box(row) if row else None


async def givers_in(tx: Transaction, workspace_id: int, *, known_at: datetime | None = None) -> list[Box]:
    """Who gave what in a workspace, in boxes: of what is open or was closed lately. With an instant, without those
    nobody is to know any more by then, whose keys the next morning destroys."""
    query = select(giver).where(giver.c.workspace_id == workspace_id)
    if known_at is not None:
        query = query.where(or_(giver.c.forget_at.is_(None), giver.c.forget_at > known_at))
    return [_box(row) for row in await tx.execute(query)]


async def unfinished_in(tx: Transaction, workspace_id: int, now: datetime) -> list[tuple[Box, Loop]]:
    """What givers are to be told of by now, with its loop, held; without what somebody takes a step with just now."""
    query = (
        select(loop, giver.c.key_name, giver.c.box, giver.c.tell_at, giver.c.forget_at)
        .join(giver, giver.c.loop_id == loop.c.id)
        .where(giver.c.workspace_id == workspace_id, giver.c.tell_at <= now)
        .order_by(loop.c.id)
        .with_for_update(of=loop, skip_locked=True)
    )
    return [
        (Box(row.key_name, row.box, row.id, row.tell_at, row.forget_at), to_loop(row))
        for row in await tx.execute(query)
    ]


async def to_forget_in(tx: Transaction, workspace_id: int, now: datetime) -> list[Box]:
    """Givers nobody is to know any more by now."""
    query = select(giver).where(giver.c.workspace_id == workspace_id, giver.c.forget_at <= now)
    return [_box(row) for row in await tx.execute(query)]


async def tell(tx: Transaction, loop_id: int, at: datetime | None) -> None:
    """When the giver of this loop is told of what is new; None: nothing is."""
    await tx.execute(update(giver).where(giver.c.loop_id == loop_id).values(tell_at=at))


async def rewrite(tx: Transaction, loop_id: int, box: bytes, tell_at: datetime | None) -> None:
    """Another box in place of the one that was there."""
    await tx.execute(update(giver).where(giver.c.loop_id == loop_id).values(box=box, tell_at=tell_at))


async def forget_at(tx: Transaction, loop_id: int, at: datetime | None) -> None:
    """From when on nobody is to know who gave this loop."""
    await tx.execute(update(giver).where(giver.c.loop_id == loop_id).values(forget_at=at))


async def forget(tx: Transaction, loop_ids: Collection[int]) -> None:
    """Who gave these is known no more: their keys are gone."""
    await tx.execute(delete(giver).where(giver.c.loop_id.in_(list(loop_ids))))


async def mute(tx: Transaction, workspace_id: int, slot: bytes, until: datetime) -> None:
    """Somebody cannot withhold their name from somebody until then."""
    await tx.execute(insert(muted).values(workspace_id=workspace_id, slot=slot, until=until))


async def mutes_in(tx: Transaction, workspace_id: int) -> dict[bytes, datetime]:
    """Until when each slot is muted."""
    rows = await tx.execute(select(muted.c.slot, muted.c.until).where(muted.c.workspace_id == workspace_id))
    return {row.slot: row.until for row in rows}


async def unmute(tx: Transaction, workspace_id: int, slots: Collection[bytes]) -> None:
    """These are muted no longer."""
    await tx.execute(delete(muted).where(muted.c.workspace_id == workspace_id, muted.c.slot.in_(list(slots))))


async def letter_on_its_way(tx: Transaction, member_id: int) -> str | None:
    """The key of the word to a giver that has not left for this member."""
    query = select(delivery.c.key).where(
        delivery.c.member_id == member_id,
        delivery.c.kind == DeliveryKind.GIVER_NEWS,
        delivery.c.state.in_(NOT_GONE_YET),
    )
    key: str | None = (await tx.execute(query.limit(1))).scalar_one_or_none()
    return key


async def remove_letters(tx: Transaction, workspace_id: int, before: datetime) -> None:
    """Words to givers that left before, or never will: the outbox keeps nothing of them."""
    over = select(delivery.c.id).where(
        delivery.c.workspace_id == workspace_id,
        delivery.c.kind == DeliveryKind.GIVER_NEWS,
        delivery.c.state.in_(FINISHED),
        or_(delivery.c.sent_at.is_(None), delivery.c.sent_at < before),
    )
    ids = list((await tx.execute(over)).scalars())
    for table, column in ((dm_hour, dm_hour.c.delivery_id), (delivery, delivery.c.id)):
        await tx.execute(delete(table).where(column.in_(ids)))


async def is_anything_left(tx: Transaction, workspace_id: int) -> bool:
    """Whether withheld feedback needs to be seen to again."""
    letters = exists().where(
        delivery.c.workspace_id == workspace_id, delivery.c.kind == DeliveryKind.GIVER_NEWS
    )
    boxes = [
        exists().where(table.c.workspace_id == workspace_id) for table in (waiting_feedback, giver, muted)
    ]
    return bool((await tx.execute(select(or_(*boxes, letters)))).scalar_one())


def _box(row: Row[Any]) -> Box:
    return Box(row.key_name, row.box, row.loop_id, row.tell_at, row.forget_at)
