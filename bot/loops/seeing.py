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

_LOOKED_AT = 200
_MOST = 50


async def page_of(store: Store, member: Member, loop_id: int) -> LoopSeen:
    """One loop with its whole story, as this person sees it. Raises NotThere when it is not theirs to see."""
    async with store.reading() as tx:
        found = await loops.find(tx, member.workspace_id, loop_id)
        seen = await for_member(tx, member, [found], with_events=True) if found else []
    if not seen:
        raise NotThere(GONE)
    return seen[0]


async def open_like(store: Store, member: Member, typed: str, *, other_than: int) -> list[LoopSeen]:
    """Loops that are not over and that this person may see, by number or by words in what they are called."""
    async with store.reading() as tx:
        found = await loops.unsettled_like(tx, member.workspace_id, typed.strip(), limit=_LOOKED_AT)
        visible = await for_member(tx, member, [each for each in found if each.id != other_than])
    return visible[:_MOST]


async def for_member(
    tx: Transaction, member: Member, found: Sequence[Loop], *, with_events: bool = False
) -> list[LoopSeen]:
    """Those of these loops that this person may see, in the same order, with the steps they may take."""
    stake = await stakes.of_member(tx, member, found)
    visible = [each for each in found if stake[each.id].may_see]
    seen = await seen_loops.seen(tx, visible, with_events=with_events)
    if with_events:
        seen = await _without_secrets(tx, member, seen)
    return [
        replace(each, may=rights.steps_for(each.loop, stake[each.loop.id]), for_member=member.id)
        for each in seen
    ]


async def _without_secrets(tx: Transaction, member: Member, seen: Sequence[LoopSeen]) -> list[LoopSeen]:
    """Without what others are called that are not theirs to see, and that these became part of."""
    named = {told.event.what.other_id for each in seen for told in each.events}
    others = await loops.find_all(tx, member.workspace_id, [each for each in named if each is not None])
    stake = await stakes.of_member(tx, member, others)
    known = {other_id for other_id, theirs in stake.items() if theirs.may_see}
    return [
        replace(
            each,
            events=[
                told if told.event.what.other_id in known else replace(told, other=None)
                for told in each.events
            ],
        )
        for each in seen
    ]
