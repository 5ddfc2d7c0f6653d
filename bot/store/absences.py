"""Queries over who is away, and when."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, insert, select

from bot.store.engine import Transaction
from bot.store.tables import away
from bot.values.people import Member
from bot.values.rest import Away


async def of_members(
    tx: Transaction, member_ids: Collection[int], *, since: date
) -> dict[int, tuple[Away, ...]]:
    """Absences of these members that are not over before `since`, the earliest first; without those who have none."""
    rows = await tx.execute(
        select(away)
        .where(away.c.member_id.in_(list(member_ids)), away.c.last >= since)
        .order_by(away.c.first, away.c.id)
    )
    found: dict[int, tuple[Away, ...]] = {}
    for row in rows:
        found[row.member_id] = (*found.get(row.member_id, ()), Away(row.id, row.first, row.last))
    return found


async def add(tx: Transaction, member: Member, first: date, last: date) -> Away:
    """A member will be away on these days, both included."""
    row = insert(away).values(workspace_id=member.workspace_id, member_id=member.id, first=first, last=last)
    return Away(int((await tx.execute(row.returning(away.c.id))).scalar_one()), first, last)


async def remove(tx: Transaction, member_id: int, away_id: int) -> bool:
    """Take an absence back; False when it is not there, or not this member's."""
    gone = await tx.execute(delete(away).where(away.c.id == away_id, away.c.member_id == member_id))
    return gone.rowcount == 1
