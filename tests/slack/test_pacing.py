"""Pacing: no lane is ever faster than it may be, no throttled lane holds up another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.pacing import (
    BACKOFF,
    HORIZON,
    RECOVERY,
    UNPACED,
    Pace,
    backoff,
    lanes_of,
    plan,
    throttled,
)
from bot.store.claiming import Candidate
from bot.store.pacing import Lane, LaneKey
from bot.values.deliveries import Method

NOW = 1_000_000.0
PACE = Pace()
POST: LaneKey = (1, "post")


def candidate(
    ident: str, channel: str = "U1", method: Method = Method.POST, url: str | None = None
) -> Candidate:
    """A delivery that waits."""
    return Candidate(ident, 1, method, channel, url)


def dms(count: int) -> list[Candidate]:
    """Deliveries to as many people."""
    return [candidate(f"{number}", f"U{number}") for number in range(count)]


candidates = st.lists(
    st.tuples(st.sampled_from(["U1", "U2", "D3", "C1", "C2", "G3"]), st.sampled_from(list(Method))),
    max_size=40,
).map(lambda pairs: [candidate(str(number), *pair) for number, pair in enumerate(pairs)])
lane_states = st.dictionaries(
    st.sampled_from([POST, (1, "update"), (1, "C1"), (1, "C2")]),
    st.builds(
        Lane,
        free_at=st.floats(NOW - 100, NOW + 100),
        gap=st.floats(2, 20),
        throttled_at=st.one_of(st.none(), st.floats(NOW - 2 * RECOVERY, NOW)),
    ),
)


def travel(waiting: list[Candidate], lanes: dict[LaneKey, Lane], seconds: float) -> dict[str, float]:
    """Claim over and over for some seconds, as senders do; when each delivery left."""
    known = dict(lanes)
    left: dict[str, float] = {}
    for step in range(int(seconds / HORIZON)):
        now = NOW + step * HORIZON
        rest = [one for one in waiting if one.id not in left]
        booked = plan(rest, known, PACE, now=now, room=8)
        left.update(booked.slots)
        known.update(booked.lanes)
    return left


@given(candidates, lane_states, st.integers(0, 10))
def test_nothing_leaves_before_now_beyond_the_horizon_or_beyond_the_room(
    waiting: list[Candidate], lanes: dict[LaneKey, Lane], room: int
) -> None:
    slots = plan(waiting, lanes, PACE, now=NOW, room=room).slots
    assert len(slots) <= room
    assert all(NOW <= slot <= NOW + HORIZON for slot in slots.values())


@given(candidates, lane_states)
def test_two_deliveries_on_one_lane_are_at_least_its_gap_apart(
    waiting: list[Candidate], lanes: dict[LaneKey, Lane]
) -> None:
    slots = travel(waiting, lanes, 10)
    travelled: dict[LaneKey, list[float]] = {}
    for one in waiting:
        for key in lanes_of(one):
            if one.id in slots:
                travelled.setdefault(key, []).append(slots[one.id])
    for key, times in travelled.items():
        apart = [later - earlier for earlier, later in pairwise(sorted(times))]
        assert all(gap >= PACE.gap(key[1]) - 1e-6 for gap in apart)


@given(candidates, lane_states)
def test_no_delivery_leaves_while_one_of_its_lanes_is_closed(
    waiting: list[Candidate], lanes: dict[LaneKey, Lane]
) -> None:
    slots = plan(waiting, lanes, PACE, now=NOW, room=100).slots
    for one in waiting:
        if one.id in slots:
            assert all(slots[one.id] >= lanes[key].free_at for key in lanes_of(one) if key in lanes)


def test_a_closed_channel_lets_the_others_pass() -> None:
    waiting = [candidate("stuck", "C1"), candidate("free", "C2"), candidate("dm", "U1")]
    closed = {(1, "C1"): Lane(NOW + 60, 2.0, NOW)}
    assert set(travel(waiting, closed, 2)) == {"free", "dm"}


def test_a_fan_out_uses_the_whole_rate_and_not_more() -> None:
    left = sorted(travel(dms(200), {}, 20).values())
    assert len(left) == pytest.approx(20 / PACE.post, abs=2)


def test_without_pacing_everything_leaves_at_once() -> None:
    assert set(plan(dms(50), {}, UNPACED, now=NOW, room=50).slots.values()) == {NOW}


def test_what_replaces_a_message_through_its_response_url_waits_for_nobody() -> None:
    closed = {(1, "update"): Lane(NOW + 60, 1.2)}
    one = candidate("press", "D1", Method.UPDATE, "https://hooks.invalid/1")
    assert plan([one], closed, PACE, now=NOW, room=8).slots == {"press": NOW}


def test_updates_and_posts_have_lanes_of_their_own() -> None:
    assert lanes_of(candidate("a", "C1", Method.UPDATE)) == ((1, "update"),)
    assert lanes_of(candidate("a", "C1")) == (POST, (1, "C1"))
    assert lanes_of(candidate("a", "D1")) == (POST,)


@given(st.floats(0, 300))
def test_after_a_429_a_lane_is_closed_for_as_long_as_slack_said_and_then_half_as_fast(seconds: float) -> None:
    slower = throttled(Lane(NOW, PACE.post), PACE.post, now=NOW, retry_after=seconds)
    assert slower.free_at >= NOW + seconds
    assert slower.gap == 2 * PACE.post


def test_calls_that_were_under_way_together_slow_their_lane_down_once() -> None:
    once = throttled(None, PACE.post, now=NOW, retry_after=3)
    twice = throttled(once, PACE.post, now=NOW + 0.5, retry_after=3)
    assert twice.gap == once.gap
    assert twice.free_at >= NOW + 3.5


def test_a_second_change_of_the_limit_slows_a_lane_down_again() -> None:
    once = throttled(None, PACE.post, now=NOW, retry_after=3)
    assert throttled(once, PACE.post, now=NOW + 60, retry_after=3).gap == 2 * once.gap


def test_a_lane_is_tried_faster_again_step_by_step_until_it_is_as_fast_as_usual() -> None:
    lane, gaps, now = throttled(None, PACE.post, now=NOW, retry_after=1), [], NOW
    for _ in range(6):
        now += RECOVERY + 1
        lane = plan(dms(1), {POST: lane}, PACE, now=now, room=1).lanes[POST]
        gaps.append(lane.gap)
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] < 2 * PACE.post
    assert gaps[-1] == PACE.post
    assert lane.throttled_at is None


def test_a_lane_stays_slow_until_half_an_hour_is_over() -> None:
    slow = throttled(None, PACE.post, now=NOW, retry_after=1)
    booked = plan(dms(1), {POST: slow}, PACE, now=NOW + RECOVERY - 1, room=1)
    assert booked.lanes[POST].gap == slow.gap


def test_waiting_grows_with_every_attempt_and_never_beyond_five_minutes() -> None:
    waits = [backoff(attempts) for attempts in range(12)]
    assert waits == sorted(waits)
    assert waits[0] == BACKOFF[0]
    assert max(waits) == 300
