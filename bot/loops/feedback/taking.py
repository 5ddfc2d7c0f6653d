"""Taking a step with feedback: for whoever gave it, named or not, and for whoever it is for."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.loops import parties, stepping
from bot.loops.feedback import muting, opening, rights, seeing, telling
from bot.store import feedback, givers, loops
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, Unusable
from bot.values.feedback import TAKEN_BACK, TAKEN_DOWN
from bot.values.loops import Loop, LoopEvent, NewStep, Particulars, Step
from bot.values.people import Member
from bot.values.ports import Keyring
from bot.values.seen_loops import Stake

WORDS, WAITS_ON, TITLE = "words", "waits_on", "title"
"""Fields of the forms: what is said, whom it is handed to, and the line it is called by."""

_SAYS_SOMETHING = frozenset({Step.ASKED, Step.REPLIED, Step.ANSWERED, Step.TAKEN_DOWN})
_NO_WORDS = "Say it in a sentence or two: without words nobody is any wiser."
_NO_REASON = "Say why, in a sentence: whoever gave it is told."
_NO_TITLE = "Say in a line what it is about."
_NOBODY_READS = "Nobody is there who could read it. Pick somebody else."
_ALREADY_THEIRS = "It is theirs already. Pick somebody else."
_TO_GIVER = "They gave it. Ask them back, answer it, or decline it with a reason."
_HANDED_ON = "That has been handed on meanwhile, or taken back. `/give-feedback mine` shows where it stands."


@dataclass(frozen=True, slots=True)
class _Part:
    """Who takes a step with a locked piece of feedback, and what happened to it last."""

    member: Member
    loop: Loop
    stake: Stake
    last: LoopEvent

    def acts_as_giver(self, what: NewStep) -> bool:
        """Whether this is the giver's step. An admin who gave leadership something may be both: a reason declines."""
        if not self.stake.is_raiser or what.step not in rights.BY_GIVER:
            return False
        return not (what.step == Step.DECLINED and self.stake.is_waited_on and what.words)

    @property
    def is_hidden(self) -> bool:
        """Whether the giver withholds their name."""
        return self.loop.is_withheld


async def take(
    store: Store,
    keys: Keyring,
    member: Member,
    loop_id: int,
    what: NewStep,
    now: datetime,
    *,
    mute: bool = False,
) -> Loop:
    """A person takes a step; the loop after it. The same step again, with nothing in between, changes nothing.

    The giver's DECLINED takes it back. `mute`, with TAKEN_DOWN: whoever gave it cannot withhold their name from whom
    it was for, for 30 days; nobody learns who that is. Raises NotThere, NotYours, Overtaken or Unusable.
    """
    async with store.transaction() as tx:
        part = await _part(tx, keys, member, loop_id)
        if _was_just_taken(part, what):
            return part.loop
        _check_may(part, what.step)
        await _check(tx, part, what)
        after = await _go(tx, part, what, now)
        if mute and what.step == Step.TAKEN_DOWN and part.is_hidden:
            await muting.mute(tx, keys, part.loop, now)
    await _forget_at_once(store, keys, part, after, what)
    return after


async def change(
    store: Store,
    keys: Keyring,
    member: Member,
    loop_id: int,
    title: str,
    details: str | None,
    now: datetime,
) -> Loop:
    """The giver puts it in other words, while it is open. Raises NotThere, NotYours, Overtaken, or Unusable beside
    `title`."""
    title, details = title.strip(), (details or "").strip() or None
    if not title:
        raise Unusable(_NO_TITLE, field=TITLE)
    async with store.transaction() as tx:
        part = await _part(tx, keys, member, loop_id)
        if (part.loop.title, part.loop.details) == (title, details):
            return part.loop
        _check_may(part, Step.CHANGED)
        await loops.describe(tx, loop_id, Particulars(title, details, link=part.loop.link))
        described = replace(part.loop, title=title, details=details)
        return await _go(tx, replace(part, loop=described), NewStep(Step.CHANGED), now)


async def take_back_waiting(store: Store, keys: Keyring, member: Member, waiting_id: str) -> None:
    """Take back what has not been handed on: nothing of it is left. Raises NotThere, also once it is handed on."""
    async with store.transaction() as tx:
        await givers.hold(tx, member.workspace_id)
        waiting = await opening.waiting_in(tx, keys, member.workspace_id)
        mine = [each.id for each in waiting if each.giver_id == member.id and each.id.hex() == waiting_id]
        if not mine:
            raise NotThere(_HANDED_ON)
        await givers.remove_waiting(tx, member.workspace_id, mine)
    await keys.destroy(opening.waiting_prefix(member.workspace_id) + waiting_id)


async def _part(tx: Transaction, keys: Keyring, member: Member, loop_id: int) -> _Part:
    loop = await loops.lock(tx, member.workspace_id, loop_id)
    stake = await seeing.stake_in(tx, keys, member, loop)
    if loop is None or not stake.may_see:
        raise NotThere(seeing.GONE)
    return _Part(member, loop, stake, await loops.newest_event(tx, loop))


def _was_just_taken(part: _Part, what: NewStep) -> bool:
    is_theirs = part.last.by_giver if _is_hidden_step(part, what) else part.last.actor_id == part.member.id
    return is_theirs and part.last.what == what


def _is_hidden_step(part: _Part, what: NewStep) -> bool:
    return part.is_hidden and part.acts_as_giver(what)


def _check_may(part: _Part, step: Step) -> None:
    if step not in rights.steps_for(part.loop, part.stake, part.last):
        raise seeing.refusal(part.stake, step)


async def _check(tx: Transaction, part: _Part, what: NewStep) -> None:
    says = bool((what.words or "").strip())
    if what.step in _SAYS_SOMETHING and not says:
        raise Unusable(_NO_REASON if what.step == Step.TAKEN_DOWN else _NO_WORDS, field=WORDS)
    if what.step == Step.DECLINED and not says and not part.acts_as_giver(what):
        raise Unusable(_NO_REASON, field=WORDS)
    if what.step == Step.HANDED_OVER:
        await _check_party(tx, part.loop, what)


async def _check_party(tx: Transaction, loop: Loop, what: NewStep) -> None:
    to = what.waits_on
    if not to.is_known or to.outside is not None:
        raise Unusable("Pick a colleague, a team or leadership.", field=WAITS_ON)
    if to == loop.waits_on:
        raise Unusable(_ALREADY_THEIRS, field=WAITS_ON)
    await parties.check_party(tx, loop.workspace_id, to)
    readers = await feedback.whom_for(tx, loop.workspace_id, to)
    if not readers:
        raise Unusable(_NOBODY_READS, field=WAITS_ON)
    # Of a giver who withholds their name this must not be said: it would name them.
    if [each.id for each in readers] == [loop.raiser_id]:
        raise Unusable(_TO_GIVER, field=WAITS_ON)


async def _go(tx: Transaction, part: _Part, what: NewStep, now: datetime) -> Loop:
    is_hidden = _is_hidden_step(part, what) or (part.is_hidden and what.step == Step.CHANGED)
    actor = None if is_hidden else part.member
    after = await stepping.keep(tx, part.loop, what, now, actor=actor, by_giver=is_hidden)
    if (words_gone := _words_gone(part, what)) is not None:
        await feedback.take_words(tx, part.loop, words_gone)
        after = replace(after, title=words_gone, details=None, link=None)
    if part.acts_as_giver(what) and part.loop.answered_at is not None:
        # They would not say what they think of the answer without having read it.
        await feedback.was_told(tx, after.id, now)
    await telling.tell(tx, part.loop, after, what, now, actor=actor, by_giver=is_hidden)
    return after


def _words_gone(part: _Part, what: NewStep) -> str | None:
    """What stands in place of the giver's words, if this step takes them away."""
    if what.step == Step.TAKEN_DOWN:
        return TAKEN_DOWN
    return TAKEN_BACK if what.step == Step.DECLINED and part.acts_as_giver(what) else None


async def _forget_at_once(store: Store, keys: Keyring, part: _Part, after: Loop, what: NewStep) -> None:
    """Where the giver closed it nobody need find them any more. Whatever fails here the next morning round does."""
    if not (_is_hidden_step(part, what) and after.closed_at is not None):
        return
    async with store.transaction() as tx:
        box = await givers.giver_of(tx, after.id)
        if box is not None:
            await opening.forget(tx, keys, box)
