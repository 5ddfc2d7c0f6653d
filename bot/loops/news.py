"""What one person is told of loops: everything that is new in one direct message an hour, which shows where each of
them stands now, also when it moves on after it was sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.loops import asking_for_a_day, seeing
from bot.loops.wording import Wording
from bot.store import due, loop_news, members, outbox
from bot.store.changing import change_of, says_already
from bot.store.engine import Store, Transaction
from bot.store.loop_news import Dm
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.loops import LoopState, Step
from bot.values.news import LoopNews, NewsItem
from bot.values.people import Member
from bot.values.seen_loops import LoopSeen

BATCH = 2
"""People told in one transaction: short ones keep the acknowledgements of others fast."""

MOST_SHOWN = 8
"""Loops in one message; Home shows the rest."""

MOST_CHANGED = 5
"""Messages of one person that are changed because loops moved on: nobody presses a button in one that is older."""

LONG_AGO = timedelta(days=14)
"""What was sent earlier is left as it is."""

_ASKS = frozenset({Step.RAISED, Step.HANDED_OVER, Step.REOPENED})
_WHILE_OPEN = frozenset({Step.JOINED, Step.ESCALATED})


async def whom_to_tell(store: Store, now: datetime, *, limit: int) -> list[Member]:
    """Those for whom a message is to be written, or written anew."""
    async with store.reading() as tx:
        return await loop_news.whom_to_tell(tx, now, limit=limit)


async def tell_due(store: Store, wording: Wording, member_ids: Sequence[int], now: datetime) -> int:
    """Write what these people are to be told; how many pieces of news were seen to."""
    async with store.transaction() as tx:
        return sum([await _tell(tx, wording, each, now) for each in await due.take_care_of(tx, member_ids)])


async def show_pressed(
    store: Store, wording: Wording, member: Member, key: str, url: str, now: datetime
) -> None:
    """The message in which somebody pressed a button shows at once what came of it."""
    async with store.transaction() as tx:
        for dm in await loop_news.dms(tx, member.workspace_id, [key]):
            if dm.is_there:
                await _change(tx, wording, member, dm, now, url=url)


async def hear(store: Store, member: Member, wants: bool) -> None:
    """Whether somebody wants messages about loops from now on. What was on its way is taken back."""
    async with store.transaction() as tx:
        await members.hear_of_loops(tx, member.id, wants)
        if not wants:
            await loop_news.forget(tx, member.id)
            dm = await loop_news.to_add_to(tx, member.id)
            if dm is not None:
                await outbox.cancel(tx, member.workspace_id, [dm.key])


async def _tell(tx: Transaction, wording: Wording, member: Member, now: datetime) -> int:
    waiting = await loop_news.take_waiting(tx, member.id)
    keys = {each.key for each in waiting if each.key is not None}
    fresh = [each for each in waiting if each.key is None]
    if fresh and not (member.is_active and member.wants_loop_news):
        await loop_news.forget(tx, member.id)
    elif fresh:
        dm = await loop_news.to_add_to(tx, member.id)
        key = dm.key if dm else f"news:{member.id}:{fresh[0].loop_id}:{fresh[0].seq}"
        await loop_news.carried_by(tx, member.id, fresh, key)
        await _write(tx, wording, member, key, now)
        keys.discard(key)
    for dm in (await loop_news.dms(tx, member.workspace_id, keys))[:MOST_CHANGED] if keys else []:
        await _write_anew(tx, wording, member, dm, now)
    return len(waiting)


async def _write_anew(tx: Transaction, wording: Wording, member: Member, dm: Dm, now: datetime) -> None:
    if dm.waits:
        await _write(tx, wording, member, dm.key, now)
    elif dm.is_there and (dm.sent_at is None or dm.sent_at > now - LONG_AGO):
        await _change(tx, wording, member, dm, now)


async def _write(tx: Transaction, wording: Wording, member: Member, key: str, now: datetime) -> None:
    """What has not left says what is worth saying by now; where that is nothing, it does not leave."""
    items = [each for each in await _items(tx, member, key) if _is_worth_telling(*each)]
    if not items:
        await outbox.cancel(tx, member.workspace_id, [key])
        return
    message = await _message(tx, wording, member, key, items, now)
    letter = Letter(
        key=key,
        kind=DeliveryKind.LOOP_NEWS,
        message=message,
        channel=member.slack_id,
        member_id=member.id,
        due_at=now,
    )
    await outbox.put(tx, member.workspace_id, letter)


async def _change(
    tx: Transaction, wording: Wording, member: Member, dm: Dm, now: datetime, *, url: str | None = None
) -> None:
    message = await _message(tx, wording, member, dm.key, await _items(tx, member, dm.key), now)
    letter = change_of(dm.key, DeliveryKind.LOOP_NEWS, message, now)
    owed = await outbox.owed(tx, member.workspace_id, [letter.key, dm.key])
    if not says_already(owed, dm.key, message):
        at_once = replace(letter, response_url=url, urgent=url is not None)
        await outbox.put(tx, member.workspace_id, at_once)


async def _items(tx: Transaction, member: Member, key: str) -> list[tuple[LoopSeen, list[Step]]]:
    """What a message tells of, as far as its reader may know it; first what they can see to themselves."""
    told = await loop_news.told_in(tx, member.id, key)
    steps = {loop.id: taken for loop, taken in told}
    found = await seeing.for_member(tx, member, [loop for loop, _ in told], with_events=True)
    found.sort(key=lambda seen: (not seen.may & {Step.ACKNOWLEDGED, Step.CONFIRMED}, seen.loop.id))
    return [(seen, steps[seen.loop.id]) for seen in found]


async def _message(
    tx: Transaction,
    wording: Wording,
    member: Member,
    key: str,
    items: Sequence[tuple[LoopSeen, list[Step]]],
    now: datetime,
) -> Message:
    first = await loop_news.first_key(tx, member.id)
    news = LoopNews(
        key=key,
        items=[NewsItem(seen, told[-1]) for seen, told in items[:MOST_SHOWN]],
        now=now.astimezone(member.tz),
        more=max(len(items) - MOST_SHOWN, 0),
        is_first=first in (None, key),
    )
    return wording.news(news)


def _is_worth_telling(seen: LoopSeen, told: Sequence[Step]) -> bool:
    """What somebody was to see to and what is over, in hands, or not theirs any more before they heard of it, is no
    news to them."""
    return any(_is_still_news(seen, step) for step in told)


def _is_still_news(seen: LoopSeen, step: Step) -> bool:
    loop = seen.loop
    if step == Step.HANDED_OVER and _took_part(seen):
        return True
    if step in _ASKS:
        is_in_their_hands = loop.state != LoopState.RAISED and loop.owner_id == seen.for_member
        return Step.ACKNOWLEDGED in seen.may and not is_in_their_hands
    if step == Step.NUDGED:
        return loop.is_open and loop.nudged_at is not None
    if step == Step.ASKED and not loop.is_feedback:
        return asking_for_a_day.is_unheard(told.event for told in seen.events)
    return loop.is_open or step not in _WHILE_OPEN


def _took_part(seen: LoopSeen) -> bool:
    return any(told.event.actor_id == seen.for_member for told in seen.events)
