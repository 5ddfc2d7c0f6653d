"""How long things wait: against cases worked out by hand, and against scipy's Kaplan-Meier."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.unblocking import (
    Wait,
    between_sides,
    blocked,
    blocked_by_category,
    blocked_by_edge,
    came_back,
    cleared_within,
    flow,
    reopened,
    still_waiting,
    time_to_unblock,
    times_to_unblock,
    wait_of,
)
from bot.values.loops import NOBODY_YET, LoopState, WaitsOn
from bot.values.portfolio import Apart
from bot.values.unblocking import Bottleneck, Flow, Reopened, Turn

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAYMENTS, LEGAL = WaitsOn(team_id=2), WaitsOn(team_id=3)
_numbers = count(1)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def waiting(since: float, **more: object) -> Bottleneck:
    """Raised so many days ago, and still open."""
    values = {"team_id": 1, "waits_on": PAYMENTS, "state": LoopState.RAISED, **more}
    return Bottleneck(next(_numbers), raised_at=ago(since), **values)  # type: ignore[arg-type]


def cleared(since: float, after: float, state: LoopState = LoopState.CONFIRMED) -> Bottleneck:
    """Raised so many days ago and answered after so many; that was confirmed a day later."""
    answered = ago(since - after)
    return waiting(since, state=state, answered_at=answered, closed_at=answered + days(1))


def answered(since: float, after: float) -> Bottleneck:
    """Answered, and nobody has said whether that helped."""
    return waiting(since, state=LoopState.ANSWERED, answered_at=ago(since - after))


def over(since: float, after: float, state: LoopState = LoopState.DECLINED) -> Bottleneck:
    """Declined or merged after so many days."""
    return waiting(since, state=state, closed_at=ago(since - after))


def test_freireichs_leukaemia_trial_comes_out_as_it_is_printed_in_every_textbook() -> None:
    # 6-mercaptopurine, weeks in remission; + is censored (Freireich et al., Blood 21, 1963).
    printed = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
    waits = [Wait(days(int(item.rstrip("+"))), not item.endswith("+")) for item in printed.split()]
    falls = still_waiting(waits)
    assert [(fall.after.days, round(fall.waiting, 3)) for fall in falls] == [
        (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.69), (16, 0.627), (22, 0.538), (23, 0.448),
    ]  # fmt: skip
    assert cleared_within(falls, 0.5) == days(23)
    assert cleared_within(falls, 0.85) is None


def test_how_soon_it_was_at_the_end_of_earlier_weeks() -> None:
    # Raised 40, 39, … 31 days ago. The first five took 1, 2, … 5 days, the others until 10 days ago.
    every = [cleared(40 - place, place + 1 if place < 5 else 21 - place) for place in range(10)]
    before, then, by_now = times_to_unblock(every, [ago(35), ago(28), NOW])
    # Of what had been raised by then: 40, 39, 38, 37, 36 days ago, and of them two were cleared by then.
    assert (before.n, before.is_too_few) == (5, True)
    # Five others had waited for 3 to 7 days: 0.9, 0.8, then 7/8, 5/6 and 3/4 of that, 0.4375 after 5 days.
    assert (then.n, then.cleared, then.half) == (10, 5, days(5))
    assert (by_now.n, by_now.cleared, by_now.half) == (10, 10, days(5))
    assert by_now == time_to_unblock(every, NOW)


def test_an_answer_that_was_taken_back_counts_in_no_week_and_one_nobody_confirmed_clears_none() -> None:
    held = [cleared(30, 2) for _ in range(8)]
    back, unconfirmed = waiting(30, reopened=1), answered(30, 2)
    [then] = times_to_unblock([*held, back, unconfirmed], [ago(20)])
    assert (then.n, then.cleared, then.half) == (10, 8, days(2))


def test_without_anything_open_it_is_the_median_of_all() -> None:
    found = time_to_unblock([cleared(40, after) for after in (1, 2, 3, 4, 5, 6, 7, 20)], NOW)
    # 4 of 8 within 4 days: S(4) = 0.5. 7 of 8 within 7: S(7) = 0.125, the first at or below 0.15.
    assert (found.half, found.most, found.n, found.cleared) == (days(4), days(7), 8, 8)


def test_what_is_still_open_counts_and_the_flattering_median_does_not_come_out() -> None:
    quick = [cleared(40, after) for after in (1, 2, 3, 4, 5)]
    found = time_to_unblock(
        [*quick, cleared(40, 12), waiting(10), waiting(11), waiting(30), waiting(35)], NOW
    )
    # S: .9 .8 .7 .6 .5 at 1 to 5 days. The closed ones alone would say 3.5.
    assert found.half == days(5)
    # At 12 days 3 are left (two were lost sight of at 10 and 11): S = .5 * 2/3 = .33, never below .15.
    assert found.most is None


def test_answered_declined_and_merged_ones_were_waiting_until_then_and_are_not_cleared() -> None:
    assert wait_of(answered(20, 4), NOW) == Wait(days(4), is_cleared=False)
    assert wait_of(over(20, 6), NOW) == Wait(days(6), is_cleared=False)
    assert wait_of(over(20, 7, LoopState.MERGED), NOW) == Wait(days(7), is_cleared=False)
    assert wait_of(waiting(20), NOW) == Wait(days(20), is_cleared=False)
    assert wait_of(cleared(20, 5, LoopState.PRESUMED), NOW) == Wait(days(5), is_cleared=True)


def test_what_was_answered_is_cleared_when_it_was_answered_and_not_when_that_was_confirmed() -> None:
    assert wait_of(cleared(20, 5), NOW).lasted == days(5)


def test_presumed_ones_are_cleared_and_counted_apart() -> None:
    loops = [cleared(40, 3, LoopState.PRESUMED), *(cleared(40, 3) for _ in range(7))]
    found = time_to_unblock(loops, NOW)
    assert (found.cleared, found.presumed, found.half) == (8, 1, days(3))


def test_a_reopened_one_keeps_its_old_clock() -> None:
    again = waiting(30, reopened=1)
    assert wait_of(again, NOW) == Wait(days(30), is_cleared=False)
    done = waiting(30, reopened=2, state=LoopState.CONFIRMED, answered_at=ago(2), closed_at=ago(1))
    assert wait_of(done, NOW) == Wait(days(28), is_cleared=True)


@pytest.mark.parametrize(("opened", "is_too_few"), [(7, True), (8, False)])
def test_fewer_than_eight_are_too_few_to_tell(opened: int, is_too_few: bool) -> None:
    found = time_to_unblock([cleared(20, 2) for _ in range(opened)], NOW)
    assert found.is_too_few is is_too_few
    assert (found.half is None) is is_too_few


@pytest.mark.parametrize(("closed", "is_too_few"), [(4, True), (5, False)])
def test_fewer_than_five_cleared_are_too_few_to_tell(closed: int, is_too_few: bool) -> None:
    loops = [*(cleared(20, 2) for _ in range(closed)), *(waiting(20) for _ in range(4))]
    assert time_to_unblock([*loops, waiting(1)], NOW).is_too_few is is_too_few


def test_while_more_than_half_wait_there_is_no_half() -> None:
    found = time_to_unblock([*(cleared(20, 2) for _ in range(5)), *(waiting(20) for _ in range(6))], NOW)
    assert not found.is_too_few
    assert (found.half, found.most) == (None, None)


def test_only_those_opened_in_the_last_eight_weeks_count() -> None:
    old = [cleared(57, 50) for _ in range(20)]
    assert time_to_unblock([*old, *(cleared(56, 2) for _ in range(8))], NOW).n == 8


def test_with_the_clock_wound_back_nothing_lasts_less_than_nothing() -> None:
    later = [waiting(-3), cleared(-3, -2), over(-3, -5), answered(5, -1)]
    assert [wait_of(each, NOW).lasted for each in later] == [days(0)] * 4
    assert [blocked(each, ago(7), NOW) for each in later] == [days(0)] * 4


def test_a_week_counts_what_came_and_what_was_found_to_be_cleared_in_it() -> None:
    monday, sunday = ago(7), NOW
    loops = [
        waiting(3), waiting(7), waiting(7.01), waiting(0),
        cleared(30, 22.5), cleared(30, 29.5), over(20, 15), over(20, 15, LoopState.MERGED), answered(20, 16),
    ]  # fmt: skip
    found = flow(loops, monday, sunday)
    # Answered 7.5 days ago and confirmed 6.5 days ago: it is this week's. Confirmed half a day from now: it is not.
    assert found == Flow(opened=2, cleared=1, declined=1)
    assert found.net == 1


def test_every_cleared_one_is_counted_in_exactly_one_week() -> None:
    loops = [cleared(50, after / 3) for after in range(140)]
    weeks = [flow(loops, ago(7 * week + 7), ago(7 * week)).cleared for week in range(-1, 8)]
    assert sum(weeks) == len(loops)


def test_blocked_days_are_those_within_the_window() -> None:
    assert blocked(waiting(40), ago(28), NOW) == days(28)
    assert blocked(waiting(10), ago(28), NOW) == days(10)
    assert blocked(cleared(30, 5), ago(28), NOW) == days(3)
    assert blocked(answered(20, 4), ago(28), NOW) == days(4)
    assert blocked(cleared(40, 5), ago(28), NOW) == days(0)


def test_blocked_days_add_up_by_category_the_longest_first() -> None:
    loops = [waiting(4, category_id=1), waiting(3, category_id=2), waiting(2, category_id=1), waiting(9)]
    found = blocked_by_category([*loops, cleared(40, 5)], ago(28), NOW)
    assert list(found.items()) == [(None, days(9)), (1, days(6)), (2, days(3))]


def test_blocked_days_add_up_by_who_waits_for_whom() -> None:
    loops = [
        waiting(4),
        waiting(3, waits_on=LEGAL),
        waiting(2),
        waiting(9, team_id=5),
        waiting(20, team_id=None),
    ]
    found = blocked_by_edge([*loops, waiting(8, waits_on=NOBODY_YET)], {}, ago(28), NOW)
    assert list(found.items()) == [((5, PAYMENTS), days(9)), ((1, PAYMENTS), days(6)), ((1, LEGAL), days(3))]


def test_what_was_handed_over_counts_for_each_party_while_it_was_theirs() -> None:
    handed = waiting(40, waits_on=LEGAL)
    done = waiting(20, waits_on=LEGAL, state=LoopState.CONFIRMED, answered_at=ago(5), closed_at=ago(1))
    turns = {
        handed.id: [Turn(ago(40), PAYMENTS), Turn(ago(10), LEGAL)],
        done.id: [Turn(ago(20), PAYMENTS), Turn(ago(12), LEGAL)],
    }
    found = blocked_by_edge([handed, done], turns, ago(28), NOW)
    assert found == {(1, PAYMENTS): days(18 + 8), (1, LEGAL): days(10 + 7)}


def test_a_person_stands_for_the_first_of_their_teams_and_waiting_within_a_team_is_its_own_affair() -> None:
    dev, eve, fay, stripe = (*(WaitsOn(member_id=number) for number in (7, 8, 9)), WaitsOn(outside="Stripe"))
    parties = {PAYMENTS: 3, dev: 4, eve: 2, fay: 1, stripe: 5}
    edges = {(1, party): days(number) for party, number in parties.items()}
    found = between_sides(edges, {7: 2, 8: 1})
    assert list(found.items()) == [
        ((1, 2), days(7)),
        ((1, Apart.OUTSIDE), days(5)),
        ((1, Apart.ALONE), days(1)),
    ]


def test_the_reopen_rate_is_of_those_that_had_come_to_an_end() -> None:
    loops = [cleared(20, 2), answered(20, 3), over(20, 4), waiting(20, reopened=1), waiting(20)]
    assert reopened([*loops, over(20, 5, LoopState.MERGED), cleared(80, 2)], NOW) == Reopened(1, 4)


def test_what_comes_back_was_opened_again_or_hits_two_teams() -> None:
    back, spread, once, done = waiting(9, reopened=1), waiting(9), waiting(9), cleared(20, 2)
    found = came_back([back, spread, once, done], {spread.id: 2, once.id: 1, done.id: 3})
    assert found == [back, spread]


waits_of_any_kind = st.lists(
    st.tuples(st.integers(0, 12), st.booleans()).map(lambda pair: Wait(days(pair[0]), pair[1])), min_size=1
)


@given(
    st.one_of(
        waits_of_any_kind,
        waits_of_any_kind.map(lambda waits: [Wait(wait.lasted, is_cleared=True) for wait in waits]),
        waits_of_any_kind.map(lambda waits: [Wait(wait.lasted, is_cleared=False) for wait in waits]),
        st.lists(st.builds(Wait, st.timedeltas(days(0), days(500)), st.booleans()), min_size=1, max_size=60),
    )
)
def test_an_independent_library_estimates_the_same(waits: Sequence[Wait]) -> None:
    # Here and not above: it takes seconds to load, and most runs do not need it.
    from scipy.stats import CensoredData, ecdf

    lasted = {
        known: [each.lasted // timedelta.resolution for each in waits if each.is_cleared is known]
        for known in (True, False)
    }
    theirs = ecdf(CensoredData(uncensored=lasted[True], right=lasted[False])).sf
    steps = [
        (int(after) * timedelta.resolution, float(share))
        for after, share in zip(theirs.quantiles, theirs.probabilities, strict=True)
    ]
    ours = still_waiting(waits)
    for after, share in steps:
        waiting_then = [1.0, *(fall.waiting for fall in ours if fall.after <= after)][-1]
        assert waiting_then == pytest.approx(share)
    for wanted in (0.5, 0.85):
        reached = [after for after, share in steps if share <= 1 - wanted + 1e-9]
        assert cleared_within(ours, wanted) == (reached[0] if reached else None)


@given(st.lists(st.tuples(st.floats(-10, 90), st.floats(0, 60), st.sampled_from(LoopState)), max_size=40))
def test_whatever_happened_the_figures_hold_together(lives: list[tuple[float, float, LoopState]]) -> None:
    loops = [
        waiting(since) if state in (LoopState.RAISED, LoopState.ACKNOWLEDGED, LoopState.PROMISED)
        else over(since, after, state) if state in (LoopState.DECLINED, LoopState.MERGED)
        else answered(since, after) if state is LoopState.ANSWERED
        else cleared(since, after, state)
        for since, after, state in lives
    ]  # fmt: skip
    found = time_to_unblock(loops, NOW)
    assert found.presumed <= found.cleared <= found.n
    assert found.half is None or found.most is None or days(0) <= found.half <= found.most
    falls = still_waiting([wait_of(each, NOW) for each in loops])
    assert all(1 >= one.waiting > other.waiting >= 0 for one, other in pairwise(falls))
    by_category = blocked_by_category(loops, ago(28), NOW)
    assert sum(by_category.values(), days(0)) == sum((blocked(each, ago(28), NOW) for each in loops), days(0))
