"""Signals as somebody sees them: a page of many, one with all its words, and the areas they can pick."""

from collections.abc import Sequence
from datetime import datetime

from bot.signals import areas as rules
from bot.signals.noting import AREAS_KNOWN_FOR, GONE
from bot.store import seen_signals
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere
from bot.values.meant import did_you_mean
from bot.values.people import Member
from bot.values.signals import (
    FIRST,
    MOST_AREAS,
    PAGE,
    Leaf,
    SignalInFull,
    SignalKind,
    SignalList,
    Wanted,
)

_A_FEW = 10
"""Areas that are named where somebody typed one that is none."""


async def listing_of(
    tx: Transaction, member: Member, wanted: Wanted, now: datetime, leaf: Leaf = FIRST
) -> SignalList:
    """One page of the signals somebody wants to see and may, those first that were heard last."""
    found = await seen_signals.page(tx, member, wanted, leaf, PAGE + 1)
    if leaf != FIRST and len(found) < PAGE and (leaf.before is not None or not found):
        # What was before it has been taken back, or heard anew: the first page is a whole one.
        leaf, found = FIRST, await seen_signals.page(tx, member, wanted, FIRST, PAGE + 1)
    is_back, more = leaf.before is not None, len(found) > PAGE
    shown = found[-PAGE:] if is_back else found[:PAGE]
    items = await seen_signals.in_order(tx, member, shown)
    known = await seen_signals.areas(tx, member, now - AREAS_KNOWN_FOR)
    return SignalList(
        wanted=wanted,
        items=items,
        has_newer=more if is_back else leaf.after is not None,
        has_older=is_back or more,
        areas=known[:MOST_AREAS],
    )


async def page_of(store: Store, member: Member, signal_id: int, *, start: int = 0) -> SignalInFull:
    """One signal with its words, a page of them. Raises NotThere when it is not theirs to know."""
    async with store.reading() as tx:
        found = await seen_signals.in_order(tx, member, [signal_id])
        reports = await seen_signals.reports_of(tx, member, signal_id, start=start, most=PAGE)
    if not found:
        raise NotThere(GONE)
    mine = frozenset(each.id for each in reports if each.member_id == member.id)
    return SignalInFull(found[0], reports, start, mine)


async def areas_like(store: Store, member: Member, typed: str, now: datetime) -> list[str]:
    """The areas that are offered for what somebody typed."""
    async with store.reading() as tx:
        return rules.offered(typed, await seen_signals.areas(tx, member, now - AREAS_KNOWN_FOR))


async def wanted_called(store: Store, member: Member, words: str, now: datetime) -> Wanted:
    """What somebody means by a kind or an area. Raises NotThere."""
    text = words.strip().casefold()
    kinds = {each.value: each for each in SignalKind} | {f"{each}s": each for each in SignalKind}
    if text in kinds:
        return Wanted(kind=kinds[text])
    async with store.reading() as tx:
        known = await seen_signals.areas(tx, member, now - AREAS_KNOWN_FOR)
    found = [each for each in known if each.casefold() == text] or [
        each for each in known if each.casefold().startswith(text)
    ]
    if not found:
        raise NotThere(
            f"I don't know “{words.strip()[:60]}”: no signal you may see is about it. {_what_to_type(text, known)}"
        )
    return Wanted(area=found[0])


def _what_to_type(typed: str, areas: Sequence[str]) -> str:
    kinds = [each.value for each in SignalKind]
    named = ", ".join(f"`{each}`" for each in areas[:_A_FEW])
    *others, last = (f"`{each}`" for each in kinds)
    more = f" and {len(areas) - _A_FEW} more" if len(areas) > _A_FEW else ""
    or_areas = f", or an area: {named}{more}" if areas else ""
    meant = did_you_mean(typed, [*kinds, *areas], after="/signal list ")
    return f"{meant}Type {', '.join(others)} or {last} after `/signal list`{or_areas}."
