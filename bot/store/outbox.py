"""The outbox: what we owe Slack. Each letter has a key, so it is owed once; `claiming` moves it to the wire."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store.adrift import NEVER_POSTED
from bot.store.dialect import insert_into
from bot.store.engine import Transaction
from bot.store.tables import delivery, dm_hour
from bot.store.travelling import to_body, to_message
from bot.values.deliveries import FINISHED, NOT_GONE_YET, NOT_PLANNED, DeliveryState, Letter, Message, Method

_GONE = (DeliveryState.FAILED, DeliveryState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter that was put into the outbox: where it stands, and what it says."""

    state: DeliveryState
    message: Message


async def put(tx: Transaction, workspace_id: int, letter: Letter) -> int:
    """Owe Slack this letter, once per key; in which revision.

    The same key again changes the text of a letter that has not left, and does nothing to a post that was sent. One
    that was taken back, and an update that was sent, are owed anew: the newest state wins. So it does where the post
    turns out to have been on the wire just then: it is changed once it is there (see `recording.sent`).
    """
    return (await put_all(tx, workspace_id, [letter]))[letter.key]


async def put_all(tx: Transaction, workspace_id: int, letters: Collection[Letter]) -> dict[str, int]:
    """The same for several letters, no two of which have the same key; their revisions by key."""
    if not letters:
        return {}
    nowhere = await _cannot_be_followed(tx, workspace_id, letters)
    rows = [_row(workspace_id, letter, cannot_follow=letter.target in nowhere) for letter in letters]
    owed_now = await tx.execute(_put(tx.dialect.name), rows)
    return {row.key: row.revision for row in owed_now}


async def state_of(tx: Transaction, workspace_id: int, key: str) -> DeliveryState | None:
    """Where the letter with this key stands; None when it was never owed."""
    found = await tx.execute(_stands(), {"of_workspace": workspace_id, "this": key})
    row = found.one_or_none()
    return DeliveryState(row.state) if row else None


async def owed(tx: Transaction, workspace_id: int, keys: Collection[str]) -> dict[str, Owed]:
    """Those of these letters that were ever owed, by key; none of them leaves before the transaction ends."""
    if not keys:
        return {}
    rows = await tx.execute(_owed(), {"of_workspace": workspace_id, "these": list(keys)})
    return {row.key: Owed(DeliveryState(row.state), to_message(row.body)) for row in rows}


async def forget(tx: Transaction, workspace_id: int, keys: Collection[str]) -> None:
    """As if these had never been owed: they have not left, and may be owed again."""
    if not keys:
        return
    these = (
        delivery.c.workspace_id == workspace_id,
        delivery.c.key.in_(list(keys)),
        delivery.c.state.in_(NOT_GONE_YET),
    )
    # The hour that an attempt took which Slack did not take.
    await tx.execute(delete(dm_hour).where(dm_hour.c.delivery_id.in_(select(delivery.c.id).where(*these))))
    await tx.execute(delete(delivery).where(*these))


async def cancel(tx: Transaction, workspace_id: int, keys: Iterable[str]) -> None:
    """Take back letters that have not left, and what hangs on them."""
    these = list(keys)
    if not these:
        return
    taken_back = await tx.execute(_cancel(), {"of_workspace": workspace_id, "these": these})
    await _cancel_following(tx, workspace_id, taken_back.scalars().all())


async def try_again(tx: Transaction, member_id: int, now: datetime) -> None:
    """What waits for this member's next working day may find that it is today: they changed how they rest."""
    await tx.execute(
        update(delivery)
        .where(
            delivery.c.member_id == member_id,
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.kind.in_(NOT_PLANNED),
            delivery.c.due_at > now,
        )
        .values(due_at=now)
    )


async def cancel_following(tx: Transaction, workspace_id: int, target_key: str) -> None:
    """Cancel what would answer or change a message that does not exist."""
    await _cancel_following(tx, workspace_id, [target_key])


async def _cancel_following(tx: Transaction, workspace_id: int, target_keys: Sequence[str]) -> None:
    if target_keys:
        await tx.execute(_followers_cancelled(), {"of_workspace": workspace_id, "targets": target_keys})


async def _cannot_be_followed(
    tx: Transaction, workspace_id: int, letters: Collection[Letter]
) -> Collection[str]:
    """Those messages these letters answer or change that are not there and never will be."""
    targets = {letter.target for letter in letters if letter.target is not None}
    if not targets:
        return ()
    # What is owed in the same breath is about to be there, also where it was taken back before.
    together = {letter.key for letter in letters}
    rows = await tx.execute(_stand(), {"of_workspace": workspace_id, "these": sorted(targets)})
    stand = {row.key: row for row in rows if row.key not in together or row.state == DeliveryState.FAILED}
    missing = targets - together - stand.keys()
    return missing | {key for key in targets & stand.keys() if _is_nowhere(stand[key])}


def _is_nowhere(row: Row[Any]) -> bool:
    return row.state in _GONE or (row.state == DeliveryState.SENT and not row.ts)


def _row(workspace_id: int, letter: Letter, *, cannot_follow: bool) -> dict[str, Any]:
    return {
        "id": uuid4().hex,
        "workspace_id": workspace_id,
        "key": letter.key,
        "kind": letter.kind,
        "method": letter.method,
        "state": DeliveryState.CANCELLED if cannot_follow else DeliveryState.PENDING,
        "channel": letter.channel,
        "member_id": letter.member_id,
        "owner_id": letter.owner_id,
        "target_key": letter.target,
        "thread_ts": letter.thread_ts,
        "after_key": letter.after,
        "response_url": letter.response_url,
        "body": to_body(letter.message),
        "revision": 1,
        "urgent": letter.urgent,
        "min_gap": letter.min_gap,
        "due_at": letter.due_at,
        "expires_at": letter.expires_at,
        "not_before": 0.0,
        "attempts": 0,
        "error": NEVER_POSTED if cannot_follow else None,
    }


# Statements are built once: building one takes longer than asking it, and a fan-out asks thousands of times.
@cache
def _put(dialect_name: str) -> Any:
    row = insert_into(delivery, dialect_name)
    # Spelled out: a list of unknown length cannot stand in a statement for many rows.
    is_finished = or_(*(delivery.c.state == state for state in FINISHED))
    again = or_(
        delivery.c.state == DeliveryState.CANCELLED,
        and_(delivery.c.method == Method.UPDATE, is_finished),
    )
    # What a post says in Slack is what stands here, also after somebody believed that it had not left.
    is_over = and_(
        delivery.c.method == Method.POST,
        or_(delivery.c.state == DeliveryState.SENT, delivery.c.state == DeliveryState.FAILED),
    )
    as_owed_now = {
        "body": row.excluded.body,
        "emptied": literal(value=False),
        "revision": delivery.c.revision + 1,
        "response_url": row.excluded.response_url,
        "expires_at": row.excluded.expires_at,
        "min_gap": row.excluded.min_gap,
    }
    newest = row.on_conflict_do_update(
        index_elements=["workspace_id", "key"],
        set_={
            **{name: case((is_over, delivery.c[name]), else_=new) for name, new in as_owed_now.items()},
            "state": case((again, row.excluded.state), else_=delivery.c.state),
            "due_at": case((again, row.excluded.due_at), else_=delivery.c.due_at),
            "error": case((again, row.excluded.error), else_=delivery.c.error),
        },
    )
    return newest.returning(delivery.c.key, delivery.c.revision)


def _these() -> tuple[ColumnElement[bool], ...]:
    of_workspace = delivery.c.workspace_id == bindparam("of_workspace")
    return of_workspace, delivery.c.key.in_(bindparam("these", expanding=True))


@cache
def _owed() -> Select[Any]:
    query = select(delivery.c.key, delivery.c.state, delivery.c.body).where(*_these())
    return query.order_by(delivery.c.key).with_for_update()


@cache
def _cancel() -> ReturningUpdate[Any]:
    return (
        update(delivery)
        .where(*_these(), delivery.c.state.in_(NOT_GONE_YET))
        .values(state=DeliveryState.CANCELLED, error="taken back", lease_owner=None, lease_until=None)
        .returning(delivery.c.key)
    )


@cache
def _followers_cancelled() -> Update:
    return (
        update(delivery)
        .where(
            delivery.c.workspace_id == bindparam("of_workspace"),
            delivery.c.target_key.in_(bindparam("targets", expanding=True)),
            delivery.c.state == DeliveryState.PENDING,
        )
        .values(state=DeliveryState.CANCELLED, error=NEVER_POSTED)
    )


@cache
def _stand() -> Select[Any]:
    return select(delivery.c.key, delivery.c.state, delivery.c.ts).where(*_these())


@cache
def _stands() -> Select[Any]:
    return select(delivery.c.state).where(
        delivery.c.workspace_id == bindparam("of_workspace"), delivery.c.key == bindparam("this")
    )
