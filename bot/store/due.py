"""Who is to be asked or reminded next, and taking care of them, one replica at a time for each person."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select

from bot.store.engine import Transaction
from bot.store.members import to_member
from bot.store.tables import member, prompt
from bot.values.people import Member


async def whom_to_ask(tx: Transaction, now: datetime, *, limit: int) -> list[Member]:
    """Those with a prompt that falls due, whoever has waited longest first."""
    return await _with(tx, _waiting(prompt.c.ask_at), now, limit)


async def whom_to_remind(tx: Transaction, now: datetime, *, limit: int) -> list[Member]:
    """Those with a reminder that falls due, whoever has waited longest first."""
    return await _with(tx, _waiting(prompt.c.remind_at), now, limit)


async def take_care_of(tx: Transaction, member_ids: Collection[int]) -> list[Member]:
    """These people until the transaction ends, without those another replica takes care of right now.

    What falls due for one person together is seen to by one hand, so that it travels together. Who only refers to
    them, as a new message does, need not wait.
    """
    return [to_member(row) for row in await tx.execute(_take_care_of(), {"these": list(member_ids)})]


async def _with(tx: Transaction, waiting: Select[Any], now: datetime, limit: int) -> list[Member]:
    return [to_member(row) for row in await tx.execute(waiting, {"now": now, "most": limit})]


# Built once: building one takes longer than asking it, and every beat asks.
@cache
def _take_care_of() -> Select[Any]:
    return (
        select(member)
        .where(member.c.id.in_(bindparam("these", expanding=True)))
        .order_by(member.c.id)
        .with_for_update(key_share=True, skip_locked=True)
    )


@cache
def _waiting(falls_due: ColumnElement[Any]) -> Select[Any]:
    waiting = (
        select(prompt.c.member_id, func.min(falls_due).label("since"))
        .where(falls_due <= bindparam("now"))
        .group_by(prompt.c.member_id)
        .order_by(func.min(falls_due), prompt.c.member_id)
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    return (
        select(member)
        .join(waiting, waiting.c.member_id == member.c.id)
        .order_by(waiting.c.since, member.c.id)
    )
