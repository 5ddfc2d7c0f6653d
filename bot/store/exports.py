"""Queries over files somebody asked for: each is owed once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from bot.store import members
from bot.store.engine import Transaction
from bot.store.tables import member_export
from bot.values.keeping import ExportKind
from bot.values.people import Member


@dataclass(frozen=True, slots=True)
class Owed:
    """A file somebody is owed. With a `file_id` Slack may have it under that name, since `fenced_at` at the earliest;
    `attempts` counts this one."""

    id: int
    kind: ExportKind
    member: Member
    file_id: str | None
    fenced_at: datetime | None
    attempts: int


async def owe(tx: Transaction, who: Member, kind: ExportKind, now: datetime) -> bool:
    """Owe somebody a file of this kind; False when it is owed already."""
    if (await tx.execute(select(exists().where(is_owed(who.id, kind))))).scalar_one():
        return False
    row = {"workspace_id": who.workspace_id, "member_id": who.id, "asked_at": now, "due_at": now}
    await tx.execute(member_export.insert().values(**row, kind=kind))
    return True


async def take(tx: Transaction, now: datetime, *, machine_now: float, until: float) -> Owed | None:
    """Take one file that is due, until this machine second; None when there is none."""
    free = or_(member_export.c.lease_until.is_(None), member_export.c.lease_until < machine_now)
    query = select(member_export).where(member_export.c.due_at <= now, free).limit(1)
    row = (await tx.execute(query.with_for_update(skip_locked=True))).one_or_none()
    if row is None:
        return None
    await _set(tx, row.id, lease_until=until, attempts=row.attempts + 1)
    whose = await members.by_id(tx, row.member_id)
    return Owed(row.id, ExportKind(row.kind), whose, row.file_id, row.fenced_at, row.attempts + 1)


async def keep(tx: Transaction, owed: Owed, *, until: float) -> bool:
    """It is ours until this machine second. False when it is no longer."""
    kept = update(member_export).where(*_still_ours(owed)).values(lease_until=until)
    return (await tx.execute(kept)).rowcount == 1


async def fence(tx: Transaction, owed: Owed, file_id: str, now: datetime) -> bool:
    """From now on a file of this name may be in the conversation. False when it is no longer ours to send."""
    fenced = update(member_export).where(*_still_ours(owed)).values(file_id=file_id, fenced_at=now)
    return (await tx.execute(fenced)).rowcount == 1


async def was_sent(tx: Transaction, owed: Owed, now: datetime) -> None:
    """It is there."""
    await _set(tx, owed.id, due_at=None, lease_until=None, sent_at=now)


async def wait(tx: Transaction, owed: Owed, until: datetime) -> None:
    """It is tried again at this calendar instant."""
    await _set(tx, owed.id, due_at=until, lease_until=None)


async def drop(tx: Transaction, owed: Owed) -> None:
    """It cannot be sent, and is owed no more."""
    await tx.execute(delete(member_export).where(member_export.c.id == owed.id))


def is_owed(member_id: int, kind: ExportKind) -> ColumnElement[bool]:
    """What tells that a file of this kind is owed to somebody."""
    theirs = and_(member_export.c.member_id == member_id, member_export.c.kind == kind)
    return and_(theirs, member_export.c.due_at.is_not(None))


def _still_ours(owed: Owed) -> tuple[ColumnElement[bool], ...]:
    is_same = member_export.c.id == owed.id, member_export.c.attempts == owed.attempts
    return *is_same, member_export.c.due_at.is_not(None)


async def _set(tx: Transaction, export_id: int, **values: Any) -> None:
    await tx.execute(update(member_export).where(member_export.c.id == export_id).values(**values))
