"""What people still have to be told of loops, and which DM tells them: one an hour for everything that is new to one
person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, tuple_, update

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.loops import to_loop
from bot.store.members import to_member
from bot.store.tables import delivery, loop, loop_event, loop_news, member
from bot.values.deliveries import IS_THERE, NOT_GONE_YET, DeliveryKind, DeliveryState, Method
from bot.values.loops import Loop, Step
from bot.values.people import Member


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event of a loop that somebody is told of: in this DM, or in none yet."""

    loop_id: int
    seq: int
    key: str | None


@dataclass(frozen=True, slots=True)
class Dm:
    """A DM of news, as far as it has got. It stays so until the transaction ends."""

    key: str
    state: DeliveryState
    sent_at: datetime | None
    is_there: bool

    @property
    def waits(self) -> bool:
        """Whether it has not left, and will."""
        return self.state in NOT_GONE_YET


async def add(tx: Transaction, loop_id: int, seq: int, member_ids: Collection[int], *, at: datetime) -> None:
    """These people are to be told of this event; each once."""
    rows = [
        {"loop_id": loop_id, "member_id": member_id, "seq": seq, "look_at": at}
        for member_id in sorted(member_ids)
    ]
    if rows:
        await tx.execute(insert(tx, loop_news).values(rows).on_conflict_do_nothing())


async def look_again(tx: Transaction, loop_id: int, at: datetime) -> None:
    """What was told of this loop says where it stood: those DMs are to be written anew."""
    await tx.execute(
        update(loop_news)
        .where(loop_news.c.loop_id == loop_id, loop_news.c.delivery_key.is_not(None))
        .values(look_at=at)
    )


async def told_lately(
    tx: Transaction, loop_id: int, step: Step, member_ids: Collection[int], *, since: datetime
) -> set[int]:
    """Those of these people who are told of such a step of this loop that was taken since then."""
    rows = await tx.execute(
        select(loop_news.c.member_id)
        .join(
            loop_event,
            and_(loop_event.c.loop_id == loop_news.c.loop_id, loop_event.c.seq == loop_news.c.seq),
        )
        .where(
            loop_news.c.loop_id == loop_id,
            loop_news.c.member_id.in_(list(member_ids)),
            loop_event.c.step == step,
            loop_event.c.at > since,
        )
    )
    return set(rows.scalars())


async def whom_to_tell(tx: Transaction, now: datetime, *, limit: int) -> list[Member]:
    """Those for whom a DM is to be written, or written anew, whoever has waited longest first."""
    since = func.min(loop_news.c.look_at)
    due = (
        select(loop_news.c.member_id, since.label("since"))
        .where(loop_news.c.look_at <= now)
        .group_by(loop_news.c.member_id)
        .order_by(since, loop_news.c.member_id)
        .limit(limit)
        .subquery()
    )
    query = select(member).join(due, due.c.member_id == member.c.id).order_by(due.c.since, member.c.id)
    return [to_member(row) for row in await tx.execute(query)]


async def take_waiting(tx: Transaction, member_id: int) -> list[Waiting]:
    """What this member is to be told, or told anew, the oldest loop first; from now on nobody else sees to it.

    What is added meanwhile waits for the next time.
    """
    query = (
        select(loop_news.c.loop_id, loop_news.c.seq, loop_news.c.delivery_key)
        .where(loop_news.c.member_id == member_id, loop_news.c.look_at.is_not(None))
        .order_by(loop_news.c.loop_id, loop_news.c.seq)
        .with_for_update(skip_locked=True)
    )
    found = [Waiting(row.loop_id, row.seq, row.delivery_key) for row in await tx.execute(query)]
    if found:
        await tx.execute(update(loop_news).where(_these(member_id, found)).values(look_at=None))
    return found


async def carried_by(tx: Transaction, member_id: int, news: Sequence[Waiting], key: str) -> None:
    """This news stands in this DM."""
    await tx.execute(update(loop_news).where(_these(member_id, news)).values(delivery_key=key))


async def forget(tx: Transaction, member_id: int) -> None:
    """What this member has not been told yet they will not be."""
    await tx.execute(
        delete(loop_news).where(loop_news.c.member_id == member_id, loop_news.c.delivery_key.is_(None))
    )


async def told_in(tx: Transaction, member_id: int, key: str) -> list[tuple[Loop, list[Step]]]:
    """The loops a DM tells of, the oldest first, each with the steps that made it news, the oldest first."""
    rows = await tx.execute(
        select(loop, loop_event.c.step)
        .join(loop_news, loop_news.c.loop_id == loop.c.id)
        .join(
            loop_event,
            and_(loop_event.c.loop_id == loop_news.c.loop_id, loop_event.c.seq == loop_news.c.seq),
        )
        .where(loop_news.c.member_id == member_id, loop_news.c.delivery_key == key)
        .order_by(loop.c.id, loop_news.c.seq)
    )
    found: dict[int, tuple[Loop, list[Step]]] = {}
    for row in rows:
        found.setdefault(row.id, (to_loop(row), []))[1].append(Step(row.step))
    return list(found.values())


async def to_add_to(tx: Transaction, member_id: int) -> Dm | None:
    """The member's DM of news that has not left yet."""
    query = (
        select(delivery)
        .where(
            delivery.c.member_id == member_id,
            delivery.c.kind == DeliveryKind.LOOP_NEWS,
            delivery.c.method == Method.POST,
            delivery.c.state.in_(NOT_GONE_YET),
        )
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(1)
        .with_for_update()
    )
    row = (await tx.execute(query)).one_or_none()
    return _to_dm(row) if row else None


async def dms(tx: Transaction, workspace_id: int, keys: Collection[str]) -> list[Dm]:
    """These DMs, the newest first."""
    query = (
        select(delivery)
        .where(delivery.c.workspace_id == workspace_id, delivery.c.key.in_(list(keys)))
        .order_by(delivery.c.due_at.desc(), delivery.c.id)
        .with_for_update()
    )
    return [_to_dm(row) for row in await tx.execute(query)]


async def first_key(tx: Transaction, member_id: int) -> str | None:
    """The first DM of news that left for this member."""
    query = (
        select(delivery.c.key)
        .join(loop_news, loop_news.c.delivery_key == delivery.c.key)
        .where(
            loop_news.c.member_id == member_id,
            delivery.c.member_id == member_id,
            delivery.c.state.in_(IS_THERE),
        )
        .order_by(delivery.c.sent_at.is_(None), delivery.c.sent_at, delivery.c.id)
        .limit(1)
    )
    key: str | None = (await tx.execute(query)).scalar_one_or_none()
    return key


def _these(member_id: int, news: Iterable[Waiting]) -> ColumnElement[bool]:
    pairs = [(each.loop_id, each.seq) for each in news]
    return and_(loop_news.c.member_id == member_id, tuple_(loop_news.c.loop_id, loop_news.c.seq).in_(pairs))


def _to_dm(row: Any) -> Dm:
    state = DeliveryState(row.state)
    return Dm(
        row.key,
        state,
        row.sent_at,
        is_there=state in IS_THERE and (state != DeliveryState.SENT or bool(row.ts)),
    )
