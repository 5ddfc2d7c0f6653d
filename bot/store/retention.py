"""Queries with which what was kept long enough is forgotten, a little at a time; each says how much it was.

Every one of them finds its rows by an index: the night costs what it forgets.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    delete,
    exists,
    select,
    text,
    tuple_,
    update,
)

from bot.store.engine import Transaction
from bot.store.erasure import GONE
from bot.store.forgetting import forget_deliveries, forget_loops, forget_prompts
from bot.store.members import to_member
from bot.store.persons import IS_FINISHED
from bot.store.tables import (
    anonymous_round,
    away,
    delivery,
    loop,
    member,
    member_export,
    prompt,
    result,
    round_,
    round_team,
    sealed_text,
    signal,
    signal_report,
    we_did,
)
from bot.values.deliveries import DeliveryKind, DeliveryState, Method
from bot.values.loops import UNSETTLED, LoopKind
from bot.values.people import Member
from bot.values.privacy import Seal
from bot.values.rounds import RoundState

NOT_SETTLED = text("delivery.state IN ('claimed', 'sending', 'doubtful')")
"""Spelled as the index spells it."""


async def forget_asked(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """What was asked and answered in rounds that closed before then."""
    query = select(prompt.c.id).join(round_, round_.c.id == prompt.c.round_id)
    ids = await _ids(tx, query.where(*_closed(workspace_id, before)).limit(limit))
    await forget_prompts(tx, ids)
    return len(ids)


async def forget_results(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """What groups answered in rounds that closed before then."""
    return await _forget_of_rounds(tx, result, workspace_id, before, limit=limit)


async def forget_texts(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """What was written in anonymous rounds that closed before then."""
    return await _forget_of_rounds(tx, sealed_text, workspace_id, before, limit=limit)


async def forget_rounds(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """Rounds that closed before then and of which nothing else is left."""
    left = [
        exists().where(table.c.round_id == round_.c.id) for table in (prompt, result, sealed_text, we_did)
    ]
    waits = anonymous_round.c.key_name.is_not(None) | (anonymous_round.c.state == Seal.OPEN)
    sealing = exists().where(anonymous_round.c.round_id == round_.c.id, waits)
    query = select(round_.c.id).where(*_closed(workspace_id, before), *(~each for each in (*left, sealing)))
    ids = await _ids(tx, query.limit(limit))
    for table in (anonymous_round, round_team):
        await tx.execute(delete(table).where(table.c.round_id.in_(ids)))
    await tx.execute(delete(round_).where(round_.c.id.in_(ids)))
    return len(ids)


async def forget_closed(
    tx: Transaction, workspace_id: int, before: datetime, *, kind: LoopKind, limit: int
) -> int:
    """Loops of a kind that were closed before then."""
    query = select(loop.c.id).where(
        loop.c.workspace_id == workspace_id,
        loop.c.closed_at < before,
        loop.c.kind == kind,
        loop.c.state.not_in(list(UNSETTLED)),
    )
    ids = await _ids(tx, query.limit(limit))
    await forget_loops(tx, workspace_id, ids)
    return len(ids)


async def forget_notes(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """What a team was told before then that was done."""
    query = select(we_did.c.id).where(we_did.c.workspace_id == workspace_id, we_did.c.at < before)
    ids = await _ids(tx, query.limit(limit))
    await tx.execute(delete(we_did).where(we_did.c.id.in_(ids)))
    return len(ids)


async def forget_signals(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """What was heard outside before then; a signal goes with the last time it was."""
    old = signal_report.c.workspace_id == workspace_id, signal_report.c.heard_at < before
    rows = (
        await tx.execute(select(signal_report.c.id, signal_report.c.signal_id).where(*old).limit(limit))
    ).all()
    if not rows:
        return 0
    signals = sorted({row.signal_id for row in rows})
    await tx.execute(
        select(signal.c.id).where(signal.c.id.in_(signals)).order_by(signal.c.id).with_for_update()
    )
    await tx.execute(delete(signal_report).where(signal_report.c.id.in_([row.id for row in rows])))
    is_heard = exists().where(signal_report.c.signal_id == signal.c.id)
    await tx.execute(delete(signal).where(signal.c.id.in_(signals), ~is_heard))
    return len(rows)


async def empty_messages(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """What messages said that were due before then. That they were sent, and where they stand, is kept: their
    threads go on."""
    query = select(delivery.c.id).where(*_finished(workspace_id, before, emptied=False)).limit(limit)
    ids = await _ids(tx, query)
    nothing: dict[str, Any] = {"text": "", "blocks": []}
    values = {"body": nothing, "response_url": None, "emptied": True}
    await tx.execute(update(delivery).where(delivery.c.id.in_(ids)).values(**values))
    return len(ids)


async def give_up_doubts(tx: Transaction, workspace_id: int, before: datetime) -> int:
    """Messages due before then of which nobody said whether they are there: nobody will."""
    doubtful = delivery.c.workspace_id == workspace_id, delivery.c.state == DeliveryState.DOUBTFUL
    found = update(delivery).where(*doubtful, NOT_SETTLED, delivery.c.due_at < before)
    given_up = found.values(state=DeliveryState.CANCELLED, lease_owner=None, lease_until=None)
    return (await tx.execute(given_up)).rowcount


async def forget_messages(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """That messages were sent which were due before then. Where the card of a bottleneck stands is kept with it."""
    old = and_(*_finished(workspace_id, before, emptied=True), delivery.c.kind != DeliveryKind.LOOP)
    ids = await _ids(tx, select(delivery.c.id).where(old).limit(limit))
    await forget_deliveries(tx, ids)
    return len(ids)


async def forget_deletions(tx: Transaction, workspace_id: int, before: datetime, *, limit: int) -> int:
    """That messages were deleted before then."""
    done = and_(*_finished(workspace_id, before, emptied=True), delivery.c.method == Method.DELETE)
    ids = await _ids(tx, select(delivery.c.id).where(done).limit(limit))
    await forget_deliveries(tx, ids)
    return len(ids)


async def forget_absences(tx: Transaction, workspace_id: int, before: date) -> int:
    """Absences that were over before this day."""
    over = delete(away).where(away.c.workspace_id == workspace_id, away.c.last < before)
    return (await tx.execute(over)).rowcount


async def forget_exports(tx: Transaction, workspace_id: int, before: datetime) -> int:
    """That somebody was sent their data before then."""
    sent = delete(member_export).where(
        member_export.c.workspace_id == workspace_id, member_export.c.sent_at < before
    )
    return (await tx.execute(sent)).rowcount


async def notice_leavers(tx: Transaction, workspace_id: int, now: datetime) -> None:
    """Write down since when people are gone, and that some are back."""
    here = member.c.workspace_id == workspace_id
    gone = member.c.is_active.is_(False), member.c.slack_id.not_like(f"{GONE}%")
    await tx.execute(update(member).where(here, *gone, member.c.left_at.is_(None)).values(left_at=now))
    back = update(member).where(here, member.c.is_active, member.c.left_at.is_not(None))
    await tx.execute(back.values(left_at=None))


async def leavers(tx: Transaction, workspace_id: int, before: datetime) -> Sequence[Member]:
    """Those who are gone since before then."""
    gone = member.c.workspace_id == workspace_id, member.c.left_at.is_not(None), member.c.left_at < before
    return [to_member(row) for row in await tx.execute(select(member).where(*gone).order_by(member.c.id))]


def _closed(workspace_id: int, before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        round_.c.workspace_id == workspace_id,
        round_.c.state == RoundState.CLOSED,
        round_.c.closes_at < before,
    )


def _finished(workspace_id: int, before: datetime, *, emptied: bool) -> tuple[Any, ...]:
    which = delivery.c.emptied.is_(emptied)
    return delivery.c.workspace_id == workspace_id, which, delivery.c.due_at < before, IS_FINISHED


async def _forget_of_rounds(
    tx: Transaction, table: Table, workspace_id: int, before: datetime, *, limit: int
) -> int:
    key = list(table.primary_key.columns)
    query = select(*key).join(round_, round_.c.id == table.c.round_id)
    found = (await tx.execute(query.where(*_closed(workspace_id, before)).limit(limit))).all()
    one = len(key) == 1
    these = key[0].in_([row[0] for row in found]) if one else tuple_(*key).in_([tuple(row) for row in found])
    await tx.execute(delete(table).where(these))
    return len(found)


async def _ids(tx: Transaction, query: Select[Any]) -> list[Any]:
    return list((await tx.execute(query)).scalars())
