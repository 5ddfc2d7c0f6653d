"""Seeing loops: with names in place of numbers, and with what one person may do about them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.likeness import most_alike
from bot.loops import rights
from bot.loops.stepping import GONE, check_may_take, stake_in
from bot.store import loops, seen_loops, stakes
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere
from bot.values.loops import Loop, Step
from bot.values.people import Member
from bot.values.seen_loops import LoopSeen, Stake

_LOOKED_AT = 200
_MOST = 50


async def page_of(store: Store, member: Member, loop_id: int) -> LoopSeen:
    """One bottleneck with its whole story, as this person sees it. Raises NotThere when it is not theirs to see."""
    async with store.reading() as tx:
        found = await loops.bottleneck(tx, member.workspace_id, loop_id)
        seen = await for_member(tx, member, [found], with_events=True) if found else []
    if not seen:
        raise NotThere(GONE)
    return seen[0]


async def to_take(store: Store, member: Member, loop_id: int, step: Step) -> LoopSeen:
    """One bottleneck on which this person wants to take a step. Raises NotThere, NotYours or Overtaken."""
    async with store.reading() as tx:
        found = await loops.bottleneck(tx, member.workspace_id, loop_id)
        if found is None:
            raise NotThere(GONE)
        await check_may_take(tx, found, await stake_in(tx, member, found), step)
        return (await for_member(tx, member, [found]))[0]


async def others_like(store: Store, member: Member, typed: str, *, loop_id: int) -> list[LoopSeen]:
    """What a loop may be the same as: others that are not over, by number or by words in what they are called; those
    first that are like it."""
    async with store.reading() as tx:
        this = await loops.bottleneck(tx, member.workspace_id, loop_id)
        found = await loops.unsettled_like(tx, member.workspace_id, typed.strip(), limit=_LOOKED_AT)
        seen = await for_member(tx, member, [each for each in found if each.id != loop_id])
    alike = most_alike(this.title, [each.loop.title for each in seen]) if this else []
    first = [seen[place] for place in alike]
    return [*first, *(each for each in seen if each not in first)][:_MOST]


async def for_member(
    tx: Transaction, member: Member, found: Sequence[Loop], *, with_events: bool = False
) -> list[LoopSeen]:
    """Those of these loops that this person may see, in the same order, with the steps they may take."""
    stake = await stakes.of_member(tx, member, found)
    visible = [each for each in found if stake[each.id].may_see]
    seen = await seen_loops.seen(tx, visible, with_events=with_events)
    if with_events:
        seen = await _without_secrets(tx, member, seen)
    return [replace(each, may=_steps(each, stake[each.loop.id]), for_member=member.id) for each in seen]


def _steps(seen: LoopSeen, stake: Stake) -> frozenset[Step]:
    last = seen.events[-1].event if seen.events else None
    return rights.steps_for(seen.loop, stake, last)


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
