"""What is open, or was until lately: the titles a new one is compared with."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.store.engine import Transaction
from bot.store.knowing import on_behalf_of
from bot.store.loops import to_loop
from bot.store.tables import loop
from bot.store.visible_loops import NOT_OVER, theirs_to_see
from bot.values.loops import Loop, LoopState
from bot.values.people import Member


async def titles(tx: Transaction, who: Member, *, over_since: datetime, most: int) -> list[tuple[int, str]]:
    """The newest bottlenecks that are not over, or were not before this instant, by number; the newest first.

    Only what is theirs to see: what others keep private must not even weigh how rare a word is. What has become part
    of another one is not among them: the other one is.
    """
    these = select(loop.c.id, loop.c.title).where(theirs_to_see(who.role))
    lately = these.where(loop.c.closed_at >= over_since, loop.c.state != LoopState.MERGED)
    newest_first = loop.c.raised_at.desc(), loop.c.id.desc()
    found: dict[int, str] = {}
    for query in (these.where(NOT_OVER), lately):
        rows = await tx.execute(query.order_by(*newest_first).limit(most), on_behalf_of(who))
        found |= {row.id: row.title for row in rows}
    return sorted(found.items(), reverse=True)[:most]


async def in_order(tx: Transaction, workspace_id: int, loop_ids: Sequence[int]) -> list[Loop]:
    """The loops with these numbers, in their order."""
    query = select(loop).where(loop.c.workspace_id == workspace_id, loop.c.id.in_(list(loop_ids)))
    found = {row.id: to_loop(row) for row in await tx.execute(query)}
    return [found[loop_id] for loop_id in loop_ids if loop_id in found]
