"""Seeing feedback: what is for somebody, and what they gave, also with their name withheld."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.loops.feedback import mornings, opening, rights
from bot.loops.parties import in_words
from bot.loops.patience import ACKNOWLEDGED_WITHIN, working_days_after
from bot.store import feedback, givers, loops, seen_loops
from bot.store.engine import Store, Transaction
from bot.values.errors import NoPlaceForKeys, NotThere, NotYours, Overtaken
from bot.values.feedback import FeedbackSeen, HomeFeedback, MyFeedback, WaitingFeedback
from bot.values.loops import UNSETTLED, Loop, LoopState, Step
from bot.values.people import Member
from bot.values.ports import Keyring
from bot.values.seen_loops import LoopSeen, Stake

GONE = "I can't find that one. `/give-feedback mine` shows what you gave, and `/give-feedback list` what is for you."
MOVED_ON = "That has moved on meanwhile. Open it to see where it stands now."
NOT_YOURS = "That is not yours to do. Open it to see what you can."

LATELY = timedelta(days=28)
"""What ended longer ago is not listed any more."""

AT_HOME = 5


async def page_of(store: Store, keys: Keyring, member: Member, loop_id: int, now: datetime) -> FeedbackSeen:
    """One piece of feedback with its whole story. Raises NotThere for everybody but its giver and whom it is for."""
    async with store.transaction() as tx:
        loop = await loops.find(tx, member.workspace_id, loop_id)
        stake = await stake_in(tx, keys, member, loop)
        if loop is None or not stake.may_see:
            raise NotThere(GONE)
        [seen] = await _seen(tx, member, {loop.id: stake}, [loop])
        await _was_read(tx, seen, now)
    return seen


async def to_take(store: Store, keys: Keyring, member: Member, loop_id: int, step: Step) -> FeedbackSeen:
    """One on which this person wants to take a step. Raises NotThere, NotYours or Overtaken."""
    async with store.reading() as tx:
        loop = await loops.find(tx, member.workspace_id, loop_id)
        stake = await stake_in(tx, keys, member, loop)
        if loop is None or not stake.may_see:
            raise NotThere(GONE)
        [seen] = await _seen(tx, member, {loop.id: stake}, [loop])
    if step not in seen.seen.may:
        raise refusal(stake, step)
    return seen


def refusal(stake: Stake, step: Step) -> NotYours | Overtaken:
    """Why somebody who sees it cannot take this step."""
    theirs = (rights.BY_GIVER if stake.is_raiser else frozenset()) | (
        rights.BY_WHOM_IT_IS_FOR if stake.is_waited_on else frozenset()
    )
    return Overtaken(MOVED_ON) if step in theirs else NotYours(NOT_YOURS)


async def stake_in(tx: Transaction, keys: Keyring, member: Member, loop: Loop | None) -> Stake:
    """What part somebody has in a piece of feedback. Where keys cannot be reached, a withheld giver has none."""
    if loop is None or not loop.is_feedback:
        return Stake(member.id, may_see=False)
    stake = (await feedback.stakes(tx, member, [loop]))[loop.id]
    try:
        gave = loop.is_withheld and await opening.gave(tx, keys, member, loop.id)
    except NoPlaceForKeys:
        gave = False
    return replace(stake, is_raiser=True, may_see=True) if gave else stake


async def for_me(
    store: Store, member: Member, now: datetime, *, also_over: bool = False
) -> Sequence[FeedbackSeen]:
    """What is for somebody, the oldest first: what is open and what they answered that nobody confirmed yet; with
    `also_over` what ended in the last four weeks as well."""
    async with store.reading() as tx:
        found = await feedback.for_member(tx, member, over_since=now - LATELY if also_over else None)
        return await _seen(tx, member, await feedback.stakes(tx, member, found), found)


async def mine(store: Store, keys: Keyring, member: Member, now: datetime) -> MyFeedback:
    """What somebody gave, also with their name withheld."""
    async with store.reading() as tx:
        return await _mine(tx, keys, member, now)


async def news_of_mine(store: Store, keys: Keyring, member: Member, now: datetime) -> Sequence[FeedbackSeen]:
    """What there is to hear about feedback somebody gave, with the whole story of each; whoever reads it was told."""
    async with store.transaction() as tx:
        news = [each for each in (await _mine(tx, keys, member, now)).given if each.has_news]
        for each in news:
            await _was_read(tx, each, now)
    return news


async def at_home(store: Store, member: Member, now: datetime) -> HomeFeedback:
    """What somebody's Home shows of feedback. No box is opened for it."""
    async with store.reading() as tx:
        there_is = await feedback.what_there_is(tx, member)
        for_me = await feedback.for_member(tx, member, over_since=None) if there_is.for_them else []
        given = await feedback.given_by(tx, member, over_since=now - LATELY) if there_is.by_them else []
        found = [*for_me[:AT_HOME], *given]
        seen = await _seen(tx, member, await feedback.stakes(tx, member, found), found) if found else []
    mine = [each for each in seen if each.is_mine and (each.seen.loop.state in UNSETTLED or each.has_news)]
    mine.sort(key=lambda each: not each.has_news)
    mine_in_sight, for_them = tuple(mine[:AT_HOME]), tuple(each for each in seen if each.is_for_me)
    return HomeFeedback(for_them, there_is.for_them, mine_in_sight, there_is.has_boxes)


async def _mine(tx: Transaction, keys: Keyring, member: Member, now: datetime) -> MyFeedback:
    by_name = await feedback.given_by(tx, member, over_since=now - LATELY)
    try:
        gave = await opening.given_by(tx, keys, member, known_at=now)
        withheld = await loops.find_all(tx, member.workspace_id, gave)
        waiting = await _waiting(tx, keys, member, now)
        why_partly = None
    except NoPlaceForKeys as error:
        withheld, waiting, why_partly = [], [], error.user_message
    found = sorted([*by_name, *withheld], key=lambda loop: (loop.raised_at, loop.id), reverse=True)
    stakes = await feedback.stakes(tx, member, found)
    stakes = {number: replace(stake, is_raiser=True, may_see=True) for number, stake in stakes.items()}
    return MyFeedback(waiting, await _seen(tx, member, stakes, found), why_partly)


async def _waiting(tx: Transaction, keys: Keyring, member: Member, now: datetime) -> list[WaitingFeedback]:
    found = await opening.waiting_in(tx, keys, member.workspace_id)
    planned = await givers.planned(tx, member.workspace_id) or now
    return [
        WaitingFeedback(
            each.id.hex(),
            each.new.title,
            each.new.details,
            each.new.to,
            await in_words(tx, each.new.to),
            max(planned, await mornings.after(tx, member.workspace_id, each.on)),
        )
        for each in found
        if each.giver_id == member.id
    ]


async def _seen(
    tx: Transaction, member: Member, stakes: dict[int, Stake], found: Sequence[Loop]
) -> list[FeedbackSeen]:
    return [
        _as_seen(member, stakes[each.loop.id], each)
        for each in await seen_loops.seen(tx, found, with_events=True)
    ]


def _as_seen(member: Member, stake: Stake, seen: LoopSeen) -> FeedbackSeen:
    loop, events = seen.loop, [told.event for told in seen.events]
    last = events[-1]
    return FeedbackSeen(
        replace(seen, may=rights.steps_for(loop, stake, last), for_member=member.id),
        is_mine=stake.is_raiser,
        is_for_me=stake.is_waited_on,
        has_news=stake.is_raiser and rights.has_news(loop, events),
        ended_by_giver=rights.is_taken_back(loop, last),
        is_taken_down=rights.is_taken_down(loop, last),
        word_by=_word_by(member, loop) if stake.is_waited_on else None,
    )


def _word_by(member: Member, loop: Loop) -> date | None:
    if loop.state != LoopState.RAISED:
        return None
    came = loop.since.astimezone(member.tz).date()
    return working_days_after(came, ACKNOWLEDGED_WITHIN, member.country)


async def _was_read(tx: Transaction, seen: FeedbackSeen, now: datetime) -> None:
    """A giver who reads the outcome has been told back."""
    loop = seen.seen.loop
    has_outcome = loop.answered_at is not None or loop.state == LoopState.DECLINED
    if seen.is_mine and has_outcome and not (seen.is_taken_down or seen.ended_by_giver):
        await feedback.was_told(tx, loop.id, now)
