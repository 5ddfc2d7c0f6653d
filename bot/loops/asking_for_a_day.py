"""Asking whoever is on a bottleneck for a day: once for each silence, whoever asks how often. Nobody is nagged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.loops import lifecycle, rights, stepping, telling
from bot.loops.wording import Wording
from bot.store import loops, members, seen_loops
from bot.store.engine import Store, Transaction
from bot.values.errors import NotYours, Overtaken
from bot.values.loops import Loop, LoopEvent, NewStep, Step
from bot.values.people import Member
from bot.values.seen_loops import LoopSeen

AGAIN_AFTER = timedelta(days=7)
"""Whoever has not said a word for so long can be asked once more."""

_WORD = frozenset({Step.ACKNOWLEDGED, Step.PROMISED, Step.REOPENED, Step.HANDED_OVER, Step.ANSWERED})
"""After one of these the question before it is no question any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of asking. `is_new` False: somebody had asked already, and nobody was told again."""

    seen: LoopSeen
    is_new: bool


async def ask(store: Store, wording: Wording, member: Member, loop_id: int, now: datetime) -> Asked:
    """Somebody asks by which day there will be word. Raises NotThere, NotYours or Overtaken."""
    async with store.transaction() as tx:
        loop = await stepping.locked(tx, member, loop_id)
        stake = await stepping.stake_in(tx, member, loop)
        _check_waits_for_a_day(loop, now.astimezone(member.tz).date())
        if not rights.may_ask_for_a_day(stake):
            raise NotYours(await _who_can(tx, loop))
        is_new = not await _was_asked(tx, loop, now)
        if is_new:
            what = NewStep(Step.ASKED)
            after = await stepping.keep(tx, loop, what, now, actor=member)
            await telling.tell(tx, wording, loop, after, what, now, actor=member)
        [seen] = await seen_loops.seen(tx, [loop])
    return Asked(seen, is_new)


def is_unheard(events: Iterable[LoopEvent]) -> bool:
    """Whether somebody asked, and there was no word since."""
    return _unheard(events) is not None


def _unheard(events: Iterable[LoopEvent]) -> LoopEvent | None:
    told = [each for each in events if each.step in _WORD or each.step == Step.ASKED]
    return told[-1] if told and told[-1].step == Step.ASKED else None


def _check_waits_for_a_day(loop: Loop, today: date) -> None:
    if not loop.is_open:
        # Says where it stands instead.
        lifecycle.after(loop, LoopEvent(loop.version + 1, loop.since, NewStep(Step.ACKNOWLEDGED)))
    if loop.owner_id is None:
        raise Overtaken(f"Nobody is on #{loop.id} now, so there is nobody to ask. Hand it over to somebody.")
    if loop.due_on is not None and loop.due_on >= today:
        raise Overtaken(f"There is a day for #{loop.id} by now; it stands below.")


async def _was_asked(tx: Transaction, loop: Loop, now: datetime) -> bool:
    asked = _unheard((await loops.events_of(tx, [loop.id])).get(loop.id, ()))
    return asked is not None and now - asked.at < AGAIN_AFTER


async def _who_can(tx: Transaction, loop: Loop) -> str:
    raiser = await members.by_id(tx, loop.raiser_id) if loop.raiser_id is not None else None
    who = raiser.name if raiser is not None else "Whoever raised it"
    return (
        f"{who}, those #{loop.id} hits, the leads of both sides and admins can ask for a day. Is it in your way, too?"
        " Press *It hits us, too*, then you can."
    )
