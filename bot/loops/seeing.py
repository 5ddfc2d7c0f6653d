"""Seeing loops: with names in place of numbers, and with what one person may do about them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.loops import rights
from bot.loops.stepping import GONE
from bot.store import loops, seen_loops, stakes
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere
from bot.values.loops import Loop, LoopSeen
from bot.values.people import Member


async def page_of(store: Store, member: Member, loop_id: int) -> LoopSeen:
    """One loop with its whole story, as this person sees it. Raises NotThere when it is not theirs to see."""
    async with store.reading() as tx:
        found = await loops.find(tx, member.workspace_id, loop_id)
        seen = await for_member(tx, member, [found], with_events=True) if found else []
    if not seen:
        raise NotThere(GONE)
    return seen[0]


async def for_member(
    tx: Transaction, member: Member, found: Sequence[Loop], *, with_events: bool = False
) -> list[LoopSeen]:
    """Those of these loops that this person may see, in the same order, with the steps they may take."""
    stake = await stakes.of_member(tx, member, found)
    visible = [each for each in found if stake[each.id].may_see]
    return [
        replace(each, may=rights.steps_for(each.loop, stake[each.loop.id]), for_member=member.id)
        for each in await seen_loops.seen(tx, visible, with_events=with_events)
    ]
