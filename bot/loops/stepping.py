"""Taking a step: the one way a loop moves, for people and for time. One transaction, under the loop's lock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.loops import lifecycle, patience, rights, telling
from bot.loops.wording import Wording
from bot.store import loops, members, stakes, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, NotYours
from bot.values.loops import Loop, LoopEvent, NewStep, Step
from bot.values.people import Member

GONE = "I can't find that one. `/bottleneck list` shows what is open."


async def take(
    store: Store, wording: Wording, member: Member, loop_id: int, what: NewStep, now: datetime
) -> Loop:
    """A person takes a step; the loop after it. Raises NotThere, NotYours or Overtaken."""
    async with store.transaction() as tx:
        return await take_in(tx, wording, member, loop_id, what, now)


async def take_in(
    tx: Transaction, wording: Wording, member: Member, loop_id: int, what: NewStep, now: datetime
) -> Loop:
    """The same, as a part of something larger."""
    before = await loops.lock(tx, member.workspace_id, loop_id)
    if before is None:
        raise NotThere(GONE)
    await _check_may_take(tx, member, before, what.step)
    after = await keep(tx, before, what, now, actor=member)
    await telling.tell(tx, wording, before, after, what, now, actor=member)
    return after


async def keep(
    tx: Transaction, before: Loop, what: NewStep, now: datetime, *, actor: Member | None = None
) -> Loop:
    """Add the next event of a locked loop. `actor` None: time does it."""
    event = LoopEvent(before.version + 1, now, what, actor.id if actor else None)
    after = lifecycle.after(before, event)
    await loops.step(tx, after, event, look_at=await when_to_look(tx, after))
    if what.step == Step.JOINED and actor is not None:
        await loops.hit(tx, after.id, actor.id, what.team_id, what.impact, at=now)
    return after


async def when_to_look(tx: Transaction, loop: Loop) -> datetime | None:
    """When time does something to this loop next."""
    return patience.next_look(loop, days=await days_of(tx, loop), zone=await zone_of(tx, loop))


async def days_of(tx: Transaction, loop: Loop) -> int:
    """How many working days pass without a word before a lead is told; 0: none is."""
    return (await teams.by_id(tx, loop.team_id)).escalate_days if loop.team_id is not None else 0


async def zone_of(tx: Transaction, loop: Loop) -> ZoneInfo:
    """Where a day of this loop begins: with whoever raised it."""
    return (await members.by_id(tx, loop.raiser_id)).tz if loop.raiser_id is not None else ZoneInfo("UTC")


async def _check_may_take(tx: Transaction, member: Member, loop: Loop, step: Step) -> None:
    stake = (await stakes.of_member(tx, member, [loop]))[loop.id]
    if not stake.may_see:
        raise NotThere(GONE)
    if step in rights.steps_for(loop, stake):
        return
    if not lifecycle.fits(loop, step):
        lifecycle.after(loop, LoopEvent(loop.version + 1, loop.since, NewStep(step)))
    raise NotYours(await rights_in_words(tx, loop, step))


async def rights_in_words(tx: Transaction, loop: Loop, step: Step) -> str:
    """Who can take this step, for somebody who cannot."""
    if step in (Step.CONFIRMED, Step.REOPENED, Step.CHANGED) and loop.raiser_id is not None:
        raiser = await members.by_id(tx, loop.raiser_id)
        return (
            f"Only {raiser.name}, who raised #{loop.id}, can say that. You can write to them in its thread."
        )
    if step == Step.JOINED:
        return f"#{loop.id} counts you in already."
    whom = await _party_in_words(tx, loop)
    return f"#{loop.id} waits on {whom}. They, their lead or an admin can do this; you can tell them in its thread."


async def _party_in_words(tx: Transaction, loop: Loop) -> str:
    party = loop.waits_on
    if party.team_id is not None:
        return (await teams.by_id(tx, party.team_id)).name
    if party.member_id is not None:
        return (await members.by_id(tx, party.member_id)).name
    return party.outside or "nobody in particular yet"
