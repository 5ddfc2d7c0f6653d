"""The life of a loop, step by step: what fits where, what follows from it, and what is impossible."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.loops import lifecycle
from bot.values.errors import Overtaken
from bot.values.loops import (
    OPEN,
    UNBLOCKED,
    Loop,
    LoopEvent,
    LoopState,
    NewStep,
    Step,
    WaitsOn,
)
from tests.loops.founding import MONDAY
from tests.loops.founding import REFUND_API as RAISED

ANA, BEN, CLEO = 1, 2, 3


def after(loop: Loop, *steps: NewStep | Step, by: int | None = BEN) -> Loop:
    for step in steps:
        what = step if isinstance(step, NewStep) else NewStep(step)
        loop = lifecycle.after(
            loop, LoopEvent(loop.version + 1, MONDAY + timedelta(days=loop.version), what, by)
        )
    return loop


def test_whoever_acknowledges_takes_it_on_until_the_day_they_gave() -> None:
    loop = after(RAISED, NewStep(Step.ACKNOWLEDGED, on=date(2026, 11, 27)))
    assert (loop.state, loop.owner_id, loop.due_on) == (LoopState.ACKNOWLEDGED, BEN, date(2026, 11, 27))


def test_it_was_unblocked_when_it_was_answered_not_when_that_was_confirmed() -> None:
    answered = after(RAISED, Step.ACKNOWLEDGED, Step.ANSWERED)
    assert answered.unblocked_at is None
    confirmed = after(answered, Step.CONFIRMED, by=ANA)
    assert confirmed.unblocked_at == answered.since < confirmed.since == confirmed.closed_at


def test_silence_is_counted_apart_from_a_confirmation_which_may_still_come() -> None:
    presumed = after(RAISED, Step.ANSWERED, Step.PRESUMED, by=None)
    assert presumed.state == LoopState.PRESUMED
    assert presumed.unblocked_at is not None
    assert after(presumed, Step.CONFIRMED, by=ANA).state == LoopState.CONFIRMED


def test_reopening_voids_the_answer_and_the_old_clock_goes_on() -> None:
    reopened = after(RAISED, Step.ANSWERED, Step.CONFIRMED, Step.REOPENED)
    assert (reopened.state, reopened.answered_at, reopened.closed_at) == (LoopState.RAISED, None, None)
    assert (reopened.raised_at, reopened.reopened, reopened.owner_id) == (MONDAY, 1, BEN)


def test_whoever_raised_it_may_find_it_out_of_the_way_though_nobody_answered() -> None:
    loop = after(RAISED, Step.CONFIRMED, by=ANA)
    assert loop.unblocked_at == loop.closed_at == loop.since


def test_handed_over_it_begins_anew_with_nobody_and_with_patience() -> None:
    told = after(RAISED, NewStep(Step.ACKNOWLEDGED, on=date(2026, 11, 27)), Step.NUDGED, Step.ESCALATED)
    loop = after(told, NewStep(Step.HANDED_OVER, waits_on=WaitsOn(member_id=CLEO)))
    assert (loop.state, loop.owner_id, loop.due_on) == (LoopState.RAISED, None, None)
    assert (loop.nudged_at, loop.escalated_at, loop.waits_on.member_id) == (None, None, CLEO)


def test_a_step_that_no_longer_fits_says_where_it_stands() -> None:
    with pytest.raises(Overtaken, match="#17 has moved on meanwhile: it has been answered"):
        after(RAISED, Step.ANSWERED, Step.DECLINED)


def test_an_event_that_is_not_the_next_one_is_no_event() -> None:
    with pytest.raises(ValueError, match="does not follow"):
        lifecycle.after(RAISED, LoopEvent(3, MONDAY, NewStep(Step.ANSWERED), BEN))


@given(st.lists(st.sampled_from(list(Step)), max_size=30))
def test_whatever_is_tried_in_whatever_order_a_loop_makes_sense(tried: list[Step]) -> None:
    loop, events = RAISED, list[LoopEvent]()
    for step in tried:
        event = LoopEvent(loop.version + 1, MONDAY + timedelta(hours=len(events)), NewStep(step), BEN)
        if lifecycle.fits(loop, step):
            loop = lifecycle.after(loop, event)
            events.append(event)
        else:
            with pytest.raises(Overtaken):
                lifecycle.after(loop, event)
        assert (loop.closed_at is None) == (loop.state in OPEN | {LoopState.ANSWERED})
        assert (loop.answered_at is not None) == (loop.state in UNBLOCKED | {LoopState.ANSWERED})
        assert loop.version == len(events) + 1
        assert loop.due_on is None or loop.is_open
    assert lifecycle.replay(RAISED, events) == loop
    assert replace(loop, state=LoopState.RAISED).raised_at == MONDAY
