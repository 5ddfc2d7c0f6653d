"""Who may take which step: whoever is waited on works it, whoever raised it says whether that helped. Pure rules."""

from bot.loops.feedback import rights as of_feedback
from bot.loops.lifecycle import fits
from bot.values.loops import Loop, LoopEvent, Step
from bot.values.seen_loops import Stake

_WORKS = frozenset({Step.ACKNOWLEDGED, Step.PROMISED, Step.ANSWERED, Step.DECLINED})
_ARRANGES = frozenset({Step.HANDED_OVER, Step.MERGED})
_BELONGS_TO_RAISER = frozenset({Step.CONFIRMED, Step.REOPENED, Step.CHANGED})


def steps_for(loop: Loop, stake: Stake, last: LoopEvent | None = None) -> frozenset[Step]:
    """The steps this person can take where the loop stands now. Whoever may not see it can take none.

    `last`: what happened to it last, on which hangs what can be done with feedback.
    """
    if not stake.may_see:
        return frozenset()
    if loop.is_feedback:
        return of_feedback.steps_for(loop, stake, last)
    allowed: set[Step] = set()
    if _works_it(loop, stake):
        allowed |= _WORKS | _ARRANGES
    if speaks_for_those_who_wait(stake):
        # Whoever raised it may take it back (decline it themselves), and knows best who is really waited on.
        allowed |= _BELONGS_TO_RAISER | _ARRANGES | {Step.DECLINED}
    if stake.is_hit:
        allowed.add(Step.REOPENED)
    elif not stake.is_raiser:
        allowed.add(Step.JOINED)
    return frozenset(step for step in allowed if fits(loop, step))


def may_ask_for_a_day(stake: Stake) -> bool:
    """Whether this person can ask whoever is on it for a day: those who wait, and who leads on either side."""
    waits = stake.is_raiser or stake.is_hit or stake.leads_waiting
    return stake.may_see and (waits or stake.leads_waited_on or stake.is_admin)


def _works_it(loop: Loop, stake: Stake) -> bool:
    if stake.is_waited_on or stake.leads_waited_on or stake.is_admin:
        return True
    # Nobody inside is waited on: those who wait keep it moving themselves.
    has_nobody_inside = loop.waits_on.team_id is None and loop.waits_on.member_id is None
    return has_nobody_inside and (stake.is_raiser or stake.is_hit or stake.leads_waiting)


def speaks_for_those_who_wait(stake: Stake) -> bool:
    """Whether this person says if it is out of the way: whoever raised it; when they left, the lead or an admin."""
    return stake.is_raiser or (stake.raiser_is_gone and (stake.leads_waiting or stake.is_admin))
