"""Taking a step: the one way a loop moves, for people and for time. One transaction, under the loop's lock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.loops import lifecycle, patience, rights, telling
from bot.loops.parties import check_party, in_words
from bot.loops.patience import Patience
from bot.loops.wording import Wording
from bot.store import feedback, loops, members, stakes, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.loops import Hit, Loop, LoopEvent, LoopState, NewStep, Particulars, Step
from bot.values.people import Member
from bot.values.seen_loops import Stake

GONE = "I can't find that one. `/bottleneck list` shows what is open."


_DESCRIBED = {
    "title": "the title",
    "details": "the details",
    "category_id": "the category",
    "impact": "the impact",
    "link": "the link",
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of a press: the loop after it, and whether the press changed anything."""

    loop: Loop
    is_new: bool


async def take(
    store: Store, wording: Wording, member: Member, loop_id: int, what: NewStep, now: datetime
) -> Loop:
    """A person takes a step; the loop after it. Raises NotThere, NotYours, Overtaken or Unusable.

    The same step again, with nothing in between, changes nothing: Slack may hand in a form twice.
    """
    async with store.transaction() as tx:
        return await take_in(tx, wording, member, loop_id, what, now)


async def press(
    store: Store, wording: Wording, member: Member, loop_id: int, step: Step, now: datetime
) -> Pressed:
    """The same for what takes one press, CONFIRMED or JOINED: a second press finds it done and changes nothing."""
    async with store.transaction() as tx:
        before = await locked(tx, member, loop_id)
        stake = await stake_in(tx, member, before)
        if _is_done(before, stake, step):
            return Pressed(before, is_new=False)
        after = await _go(tx, wording, member, before, stake, NewStep(step), now)
        return Pressed(after, is_new=True)


async def take_in(
    tx: Transaction, wording: Wording, member: Member, loop_id: int, what: NewStep, now: datetime
) -> Loop:
    """The same as `take`, as a part of something larger."""
    if what.step == Step.MERGED:
        return await _merge(tx, wording, member, loop_id, what, now)
    before = await locked(tx, member, loop_id)
    if await _was_just_taken(tx, before, member, what):
        return before
    return await _go(tx, wording, member, before, await stake_in(tx, member, before), what, now)


async def keep(
    tx: Transaction,
    before: Loop,
    what: NewStep,
    now: datetime,
    *,
    actor: Member | None = None,
    by_giver: bool = False,
) -> Loop:
    """Add the next event of a locked loop. `actor` None: time does it, or a giver who withholds their name."""
    event = LoopEvent(before.version + 1, now, what, actor.id if actor else None, by_giver)
    after = lifecycle.after(before, event)
    await loops.step(tx, after, event, look_at=await when_to_look(tx, after))
    if what.step == Step.JOINED and actor is not None:
        await loops.hit(tx, after.id, actor.id, what.team_id, what.impact, at=now)
    return after


async def when_to_look(tx: Transaction, loop: Loop) -> datetime | None:
    """When time does something to this loop next."""
    return patience.next_look(loop, await patience_of(tx, loop))


async def patience_of(tx: Transaction, loop: Loop) -> Patience:
    """How long those who wait are patient; a day of the loop begins where whoever raised it lives, and of feedback
    where whoever it is for does."""
    if loop.is_feedback:
        return await _patience_with_feedback(tx, loop)
    raiser = await members.by_id(tx, loop.raiser_id) if loop.raiser_id is not None else None
    zone = raiser.tz if raiser is not None else ZoneInfo("UTC")
    if loop.team_id is None:
        return Patience(0, zone)
    team = await teams.by_id(tx, loop.team_id)
    return Patience(team.escalate_days, zone, team.country)


async def _patience_with_feedback(tx: Transaction, loop: Loop) -> Patience:
    found = await feedback.whom_for(tx, loop.workspace_id, loop.waits_on)
    return Patience(0, found[0].tz, found[0].country) if found else Patience(0, ZoneInfo("UTC"))


async def change(
    store: Store, wording: Wording, member: Member, loop_id: int, to: Particulars, now: datetime
) -> Loop:
    """Whoever raised it describes it otherwise; where nothing is different, nothing happens."""
    async with store.transaction() as tx:
        before = await locked(tx, member, loop_id)
        stake = await stake_in(tx, member, before)
        different = _differences(before, to)
        if not different:
            return before
        await check_may_take(tx, before, stake, Step.CHANGED)
        await loops.describe(tx, loop_id, to)
        described = replace(before, **{field: getattr(to, field) for field in _DESCRIBED})
        return await _go(
            tx, wording, member, described, stake, NewStep(Step.CHANGED, words=_listed(different)), now
        )


async def _go(
    tx: Transaction,
    wording: Wording,
    member: Member,
    before: Loop,
    stake: Stake,
    what: NewStep,
    now: datetime,
) -> Loop:
    await check_may_take(tx, before, stake, what.step)
    if what.step == Step.HANDED_OVER:
        await _check_is_another_party(tx, before, what)
    if what.step == Step.JOINED and what.team_id is None:
        what = replace(what, team_id=await _team_hit(tx, member, before))
    after = await keep(tx, before, what, now, actor=member)
    await telling.tell(tx, wording, before, after, what, now, actor=member)
    return after


async def locked(tx: Transaction, member: Member, loop_id: int) -> Loop:
    """A bottleneck of this person's workspace, locked. Raises NotThere."""
    found = await loops.lock(tx, member.workspace_id, loop_id)
    if found is None or found.is_feedback:
        raise NotThere(GONE)
    return found


async def stake_in(tx: Transaction, member: Member, loop: Loop) -> Stake:
    """What this person has to do with a loop. Raises NotThere when it is not theirs to see."""
    stake = (await stakes.of_member(tx, member, [loop]))[loop.id]
    if not stake.may_see:
        raise NotThere(GONE)
    return stake


async def _was_just_taken(tx: Transaction, loop: Loop, member: Member, what: NewStep) -> bool:
    newest = await loops.newest_event(tx, loop)
    return newest.actor_id == member.id and newest.what == what


def _is_done(loop: Loop, stake: Stake, step: Step) -> bool:
    if step == Step.JOINED:
        return stake.is_hit or stake.is_raiser
    return loop.state == LoopState.CONFIRMED and rights.speaks_for_those_who_wait(stake)


async def _check_is_another_party(tx: Transaction, loop: Loop, what: NewStep) -> None:
    if not what.waits_on.is_known:
        raise Unusable("Pick a team or a person, or type who it is outside.")
    if what.waits_on == loop.waits_on:
        raise Unusable(f"It waits on {await in_words(tx, loop.waits_on)} already. Pick somebody else.")
    if what.waits_on.member_id is not None and what.waits_on.member_id == loop.raiser_id:
        raise Unusable(
            f"{await in_words(tx, what.waits_on)} raised it, and would wait on themselves. Answer it, or decline it"
            " with a reason."
        )
    await check_party(tx, loop.workspace_id, what.waits_on)


async def _team_hit(tx: Transaction, member: Member, loop: Loop) -> int | None:
    """The team a person joins for: the one that waits already when they are in it, else the first of their own."""
    own = [team.id for team in await teams.of_member(tx, member.id)]
    return loop.team_id if loop.team_id in own else next(iter(own), None)


async def _merge(
    tx: Transaction, wording: Wording, member: Member, loop_id: int, what: NewStep, now: datetime
) -> Loop:
    """Make it part of another one, which from now on hits everybody whom this one hit."""
    before, other = await _both_locked(tx, member, loop_id, what.other_id)
    after = await _go(tx, wording, member, before, await stake_in(tx, member, before), what, now)
    new = await _new_to(tx, other, await loops.hits_of(tx, after.id))
    joined = await _carry_over(tx, after, other, new, now)
    if new:
        told = NewStep(Step.JOINED, team_id=after.team_id, impact=after.impact, other_id=after.id)
        # Whoever comes along is told that theirs became part of this one.
        along = [each.member_id for each in new]
        await telling.tell(tx, wording, other, joined, told, now, actor=member, but=along)
    return after


def _differences(loop: Loop, to: Particulars) -> list[str]:
    different = [name for field, name in _DESCRIBED.items() if getattr(loop, field) != getattr(to, field)]
    renamed = f"the title (it was: {loop.title})"
    return [renamed if name == _DESCRIBED["title"] else name for name in different]


async def _both_locked(
    tx: Transaction, member: Member, loop_id: int, other_id: int | None
) -> tuple[Loop, Loop]:
    if other_id is None or other_id == loop_id:
        raise Unusable("That is this one itself. Pick the other one.")
    # In one order for everybody: two people who merge two loops into each other wait for one another's end.
    found = {each: await locked(tx, member, each) for each in sorted((loop_id, other_id))}
    other = found[other_id]
    await stake_in(tx, member, other)
    if not lifecycle.fits(other, Step.JOINED):
        # What is part of another one is over, so that no two can become part of each other.
        raise Unusable(f"#{other.id} is over. Pick one that is still open.")
    return found[loop_id], other


async def _new_to(tx: Transaction, loop: Loop, hits: Sequence[Hit]) -> list[Hit]:
    has = {each.member_id for each in await loops.hits_of(tx, loop.id)}
    return [each for each in hits if each.member_id not in has]


async def _carry_over(tx: Transaction, merged: Loop, other: Loop, new: Sequence[Hit], now: datetime) -> Loop:
    people = {person.id: person for person in await members.by_ids(tx, [each.member_id for each in new])}
    for each in new:
        what = NewStep(Step.JOINED, team_id=each.team_id, impact=each.impact, other_id=merged.id)
        other = await keep(tx, other, what, now, actor=people[each.member_id])
    return other


async def check_may_take(tx: Transaction, loop: Loop, stake: Stake, step: Step) -> None:
    """Whether this step is theirs to take now. Raises Overtaken, or NotYours with who can."""
    if step in rights.steps_for(loop, stake):
        return
    if not lifecycle.fits(loop, step):
        lifecycle.after(loop, LoopEvent(loop.version + 1, loop.since, NewStep(step)))
    raise NotYours(await rights_in_words(tx, loop, step))


async def rights_in_words(tx: Transaction, loop: Loop, step: Step) -> str:
    """Who can take this step, for somebody who cannot."""
    if step == Step.JOINED:
        return f"#{loop.id} counts you in already."
    if step == Step.REOPENED:
        return f"Only those #{loop.id} hits can reopen it. Is it in your way, too? Say so with `/bottleneck`."
    raiser = await _raiser(tx, loop)
    if step in (Step.CONFIRMED, Step.CHANGED) and raiser is not None:
        return f"Only {raiser}, who raised #{loop.id}, can do that. Tell them what you know, in its thread or a DM."
    if loop.waits_on.team_id is None and loop.waits_on.member_id is None:
        whom = [raiser] if raiser else []
        return f"#{loop.id} can be moved by {_listed([*whom, 'those it hits', 'whoever is on it'])}. Ask one of them."
    whom_in_words = await in_words(tx, loop.waits_on)
    return f"#{loop.id} waits on {whom_in_words}. They, their lead or an admin can do this; you can ask them."


async def _raiser(tx: Transaction, loop: Loop) -> str | None:
    return (await members.by_id(tx, loop.raiser_id)).name if loop.raiser_id is not None else None


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
