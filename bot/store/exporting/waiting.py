"""Bottlenecks and what became of them; feedback is not read here, but for the counts trends have of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select, true

from bot.store.engine import Transaction
from bot.store.exporting.extent import bottlenecks as are_here
from bot.store.exporting.extent import is_kept_back, on_behalf_of, within
from bot.store.tables import category, loop, loop_event, loop_hit, member
from bot.store.visible_loops import NOT_OVER
from bot.values.exporting import Extent, Span

Rows = Sequence[Row[Any]]

_RAISER, _OWNER, _WAITED_ON = member.alias("raiser"), member.alias("owner"), member.alias("waited_on")


async def last_loop(tx: Transaction) -> int:
    """The highest number a loop has."""
    return int((await tx.execute(select(func.coalesce(func.max(loop.c.id), 0)))).scalar_one())


async def bottlenecks(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """Those of the export; `is_kept_back`: their words are not its reader's."""
    hits = select(func.count()).where(loop_hit.c.loop_id == loop.c.id).scalar_subquery()
    query = (
        select(
            loop,
            category.c.name.label("category"),
            _RAISER.c.slack_id.label("raised_by"),
            _RAISER.c.zone.label("raised_in"),
            _OWNER.c.slack_id.label("owned_by"),
            _WAITED_ON.c.slack_id.label("waits_on_member"),
            hits.label("people_hit"),
            is_kept_back(extent).label("is_kept_back"),
        )
        .outerjoin(category, category.c.id == loop.c.category_id)
        .outerjoin(_RAISER, _RAISER.c.id == loop.c.raiser_id)
        .outerjoin(_OWNER, _OWNER.c.id == loop.c.owner_id)
        .outerjoin(_WAITED_ON, _WAITED_ON.c.id == loop.c.waits_on_member_id)
        .where(_of(extent, span))
        .order_by(loop.c.id)
    )
    rows: Rows = (await tx.execute(query, on_behalf_of(extent))).all()
    return rows


async def events(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """What happened to them, step by step."""
    query = (
        select(
            loop_event,
            member.c.slack_id.label("actor"),
            member.c.zone.label("actor_zone"),
            _WAITED_ON.c.slack_id.label("waits_on_member"),
            is_kept_back(extent).label("is_kept_back"),
        )
        .join(loop, loop.c.id == loop_event.c.loop_id)
        .outerjoin(member, member.c.id == loop_event.c.actor_id)
        .outerjoin(_WAITED_ON, _WAITED_ON.c.id == loop_event.c.waits_on_member_id)
        .where(_of(extent, span))
        .order_by(loop_event.c.loop_id, loop_event.c.seq)
    )
    rows: Rows = (await tx.execute(query, on_behalf_of(extent))).all()
    return rows


async def numbers(tx: Transaction, extent: Extent) -> set[int]:
    """The numbers of all bottlenecks the export holds, with which figures are made."""
    query = select(loop.c.id).where(are_here(extent), _since(extent))
    return set((await tx.execute(query, on_behalf_of(extent))).scalars())


def _of(extent: Extent, span: Span) -> ColumnElement[bool]:
    return within(loop.c.id, span) & are_here(extent) & _since(extent)


def _since(extent: Extent) -> ColumnElement[bool]:
    """What was raised or ended since then, and what is not over."""
    if extent.since is None:
        return true()
    start = datetime.combine(extent.since, time(), UTC)
    return or_(NOT_OVER, loop.c.raised_at >= start, loop.c.closed_at >= start)
