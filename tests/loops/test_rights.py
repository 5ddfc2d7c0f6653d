"""Who may take which step: a table of people and states, and rules that hold for all of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.loops.lifecycle import fits
from bot.loops.rights import steps_for
from bot.values.loops import Loop, LoopState, Step, WaitsOn
from bot.values.seen_loops import Stake
from tests.loops.founding import REFUND_API as LOOP

ANA, BEN = 1, 2
WORK = {Step.ACKNOWLEDGED, Step.PROMISED, Step.ANSWERED, Step.DECLINED, Step.HANDED_OVER, Step.MERGED}
BY_TIME = {Step.PRESUMED, Step.NUDGED, Step.ESCALATED}


stakes = st.builds(
    Stake,
    member_id=st.just(BEN),
    is_raiser=st.booleans(),
    is_hit=st.booleans(),
    is_waited_on=st.booleans(),
    leads_waited_on=st.booleans(),
    leads_waiting=st.booleans(),
    is_admin=st.booleans(),
    raiser_is_gone=st.booleans(),
    may_see=st.booleans(),
)
loops = st.builds(
    lambda state, party: replace(LOOP, state=state, waits_on=party),
    st.sampled_from(LoopState),
    st.sampled_from([WaitsOn(), WaitsOn(team_id=2), WaitsOn(member_id=3), WaitsOn(outside="The bank")]),
)


@pytest.mark.parametrize(
    ("stake", "may"),
    [
        (Stake(BEN), {Step.JOINED}),
        (Stake(BEN, is_waited_on=True), WORK | {Step.JOINED}),
        (Stake(BEN, leads_waited_on=True), WORK | {Step.JOINED}),
        (Stake(BEN, is_admin=True), WORK | {Step.JOINED}),
        (Stake(BEN, leads_waiting=True), {Step.JOINED}),
        (Stake(BEN, is_hit=True), set()),
        (
            Stake(ANA, is_raiser=True, is_hit=True),
            {Step.CONFIRMED, Step.CHANGED, Step.HANDED_OVER, Step.MERGED, Step.DECLINED},
        ),
        (Stake(BEN, may_see=False, is_admin=True), set()),
    ],
)
def test_what_has_just_been_raised(stake: Stake, may: set[Step]) -> None:
    assert steps_for(LOOP, stake) == may


@pytest.mark.parametrize(
    ("stake", "may"),
    [
        (Stake(BEN, is_waited_on=True), {Step.JOINED}),
        (Stake(BEN, is_hit=True), {Step.REOPENED}),
        (Stake(ANA, is_raiser=True, is_hit=True), {Step.CONFIRMED, Step.REOPENED, Step.CHANGED}),
        (
            Stake(BEN, leads_waiting=True, raiser_is_gone=True),
            {Step.CONFIRMED, Step.REOPENED, Step.CHANGED, Step.JOINED},
        ),
    ],
)
def test_what_has_been_answered(stake: Stake, may: set[Step]) -> None:
    assert steps_for(replace(LOOP, state=LoopState.ANSWERED), stake) == may


@pytest.mark.parametrize("party", [WaitsOn(), WaitsOn(outside="The bank")])
def test_where_nobody_inside_is_waited_on_those_who_wait_work_it(party: WaitsOn) -> None:
    loop = replace(LOOP, waits_on=party)
    for stake in (Stake(ANA, is_raiser=True), Stake(BEN, is_hit=True), Stake(BEN, leads_waiting=True)):
        assert steps_for(loop, stake) >= WORK
    assert steps_for(loop, Stake(BEN)) == {Step.JOINED}


@given(loops, stakes)
def test_nobody_is_offered_what_cannot_be_or_what_only_time_does(loop: Loop, stake: Stake) -> None:
    may = steps_for(loop, stake)
    assert all(fits(loop, step) for step in may)
    assert not may & (BY_TIME | {Step.RAISED})
    assert not may or stake.may_see


@given(loops, stakes)
def test_only_those_who_wait_say_whether_it_helped(loop: Loop, stake: Stake) -> None:
    if Step.CONFIRMED in steps_for(loop, stake):
        assert stake.is_raiser or (stake.raiser_is_gone and (stake.leads_waiting or stake.is_admin))


@given(loops, stakes)
def test_whoever_has_more_to_do_with_it_may_not_do_less(loop: Loop, stake: Stake) -> None:
    for more in ("is_waited_on", "leads_waited_on", "leads_waiting", "is_admin"):
        assert steps_for(loop, stake) <= steps_for(loop, replace(stake, **{more: True}))


@given(loops, stakes)
def test_what_is_open_can_always_be_moved_by_somebody(loop: Loop, stake: Stake) -> None:
    if loop.is_open:
        assert Step.ANSWERED in steps_for(loop, Stake(BEN, is_admin=True))
        assert steps_for(loop, replace(stake, is_raiser=True, may_see=True)) >= {
            Step.CONFIRMED,
            Step.DECLINED,
        }
