"""A number changed where it is outside its usual range, and nowhere else: by hand, and by the textbook."""

from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.change import LEAST_FOUND, MOST_FALSE, Found, Setting, named, simulate
from bot.trends.change import (
    MOST_CHANGES,
    NATURAL_LIMIT,
    Band,
    Point,
    Shift,
    by_one,
    is_low,
    judge,
    ranked,
    since_restart,
    usual_range,
    with_marks,
)
from bot.values.facts import Change, Measure, Silence

FIRST = date(2026, 6, 1)
STEADY = (3.4, 3.6, 3.5, 3.7, 3.4, 3.5, 3.6, 3.4, 3.6, 3.5, 3.7, 3.5)


def weeks(
    values: list[float], *, people: int = 20, wording: str = "", gaps_before: dict[int, int] | None = None
) -> list[Point]:
    monday, points = FIRST, []
    for index, value in enumerate(values):
        monday += timedelta(weeks=(gaps_before or {}).get(index, 0))
        points.append(Point(monday, value, people, wording))
        monday += timedelta(weeks=1)
    return points


def shift_of(points: list[Point]) -> Shift:
    verdict = judge(points)
    assert isinstance(verdict, Shift)
    return verdict


def test_the_usual_range_is_the_mean_and_2_66_mean_moving_ranges_computed_by_hand() -> None:
    # Mean of 4, 6, 5, 5 is 5; moving ranges 2, 1, 0 have mean 1.
    band = usual_range([4, 6, 5, 5])
    assert band.centre == pytest.approx(5)
    assert band.limit == pytest.approx(2.66)


def test_a_textbook_xmr_example_gives_its_printed_limits() -> None:
    # Ten weekly values: mean 24.9; moving ranges 3, 1, 2, 4, 1, 2, 3, 1, 2 have mean 19/9.
    band = usual_range([24, 27, 26, 24, 28, 27, 25, 22, 23, 25])
    assert band.centre == pytest.approx(25.1)
    assert band.limit == pytest.approx(2.66 * 19 / 9)


def test_one_value_has_no_range_of_its_own() -> None:
    assert usual_range([3.5]) == Band(3.5, 0.0)


def test_one_week_outside_the_range_is_a_change() -> None:
    shift = shift_of(weeks([*STEADY, 2.5]))
    assert (shift.weeks, shift.near, shift.is_early, shift.base) == (1, False, False, 12)


def test_inside_the_range_nothing_is_said() -> None:
    assert judge(weeks([*STEADY, 3.4])) is None


def test_two_weeks_running_beyond_two_thirds_on_the_same_side_are_a_change() -> None:
    band = usual_range(STEADY)
    edge = band.centre - 0.8 * band.limit
    shift = shift_of(weeks([*STEADY, edge, edge]))
    assert (shift.weeks, shift.near) == (2, True)


def test_two_weeks_beyond_two_thirds_on_opposite_sides_are_not() -> None:
    band = usual_range(STEADY)
    reach = 0.8 * band.limit
    assert judge(weeks([*STEADY, band.centre - reach, band.centre + reach])) is None


def test_a_lasting_shift_says_for_how_many_weeks() -> None:
    assert shift_of(weeks([*STEADY, 2.4, 2.5, 2.4])).weeks == 3


def test_with_fewer_than_six_earlier_weeks_nothing_is_said_of_change() -> None:
    assert judge(weeks([3.5, 3.6, 3.5, 3.4, 3.5, 1.0])) is Silence.TOO_FEW_WEEKS


@pytest.mark.parametrize(("base", "is_early"), [(6, True), (11, True), (12, False)])
def test_six_to_eleven_earlier_weeks_make_an_early_signal(base: int, is_early: bool) -> None:
    assert shift_of(weeks([*STEADY[:base], 2.0])).is_early is is_early


def test_two_gaps_in_a_row_start_the_base_anew() -> None:
    points = weeks([*STEADY, 2.0], gaps_before={10: 2})
    assert judge(points) is Silence.BASE_RESTARTED
    assert len(since_restart(points)) == 3


def test_a_single_gap_does_not() -> None:
    assert isinstance(judge(weeks([*STEADY, 2.0], gaps_before={10: 1})), Shift)


def test_a_group_that_changed_by_more_than_a_quarter_starts_the_base_anew() -> None:
    before, after = weeks(list(STEADY), people=8), Point(FIRST + timedelta(weeks=12), 2.0, 11)
    assert judge([*before, after]) is Silence.BASE_RESTARTED


def test_a_group_that_changed_by_a_quarter_is_still_the_same() -> None:
    before, after = weeks(list(STEADY), people=8), Point(FIRST + timedelta(weeks=12), 2.0, 10)
    assert isinstance(judge([*before, after]), Shift)


def test_a_group_that_grows_a_little_each_week_does_not_slip_through() -> None:
    points = [Point(FIRST + timedelta(weeks=week), 3.5, 8 + week) for week in range(14)]
    assert len(since_restart(points)) < len(points)


def test_another_wording_starts_the_base_anew() -> None:
    points = [*weeks(list(STEADY), wording="old"), Point(FIRST + timedelta(weeks=12), 2.0, 20, "new")]
    assert judge(points) is Silence.BASE_RESTARTED


def marked(points: list[Point], *indices: int) -> list[Point]:
    return with_marks(points, {points[index].monday for index in indices})


def test_a_marked_week_is_left_out_of_the_range_and_of_the_differences_of_neighbours() -> None:
    with_holiday = [*STEADY[:6], 1.0, *STEADY[6:], 2.6]
    assert judge(weeks(with_holiday)) is None, "the holiday widens the range, so that the fall is lost"
    assert judge(marked(weeks(with_holiday), 6)) == shift_of(weeks([*STEADY, 2.6]))


def test_a_marked_week_is_never_a_change_itself() -> None:
    assert judge(marked(weeks([*STEADY, 1.0]), 12)) is Silence.MARKED


def test_a_marked_week_does_not_end_a_run() -> None:
    assert shift_of(marked(weeks([*STEADY, 2.4, 4.9, 2.4]), 13)).weeks == 2


def test_marked_weeks_are_no_gap_whether_anybody_was_asked_in_them_or_not() -> None:
    asked_nobody = weeks([*STEADY, 2.0], gaps_before={8: 2})
    holidays = [asked_nobody[7].monday + timedelta(weeks=number) for number in (1, 2)]
    assert judge(asked_nobody) is Silence.BASE_RESTARTED
    assert isinstance(judge(with_marks(asked_nobody, holidays)), Shift)
    few_at_work = [*weeks(list(STEADY)), Point(FIRST + timedelta(weeks=12), 1.0, 2, "other words")]
    after = Point(FIRST + timedelta(weeks=13), 2.0, 20)
    assert isinstance(judge([*with_marks(few_at_work, {few_at_work[-1].monday}), after]), Shift)


def test_two_gaps_beside_a_marked_week_start_the_base_anew_all_the_same() -> None:
    points = weeks([*STEADY, 2.0], gaps_before={10: 2})
    assert judge(marked(points, 10)) is Silence.BASE_RESTARTED


def test_marked_weeks_do_not_count_as_weeks_to_compare_with() -> None:
    points = weeks([*STEADY[:7], 1.0])
    assert isinstance(judge(points), Shift)
    assert judge(marked(points, 0, 1)) is Silence.TOO_FEW_WEEKS


def test_marks_outside_of_a_series_change_nothing() -> None:
    points = weeks(list(STEADY))
    assert with_marks(points, {FIRST - timedelta(weeks=1), FIRST + timedelta(weeks=12)}) == points
    assert with_marks([], {FIRST}) == []


def test_one_person_alone_is_never_a_change_of_the_team() -> None:
    always = [1.0] * 12
    assert judge(weeks([*always, 8 / 9], people=9)) is None
    assert judge(weeks([*always, 8 / 9, 8 / 9], people=9)) is None
    assert isinstance(judge(weeks([*always, 6 / 9], people=9)), Shift)


def test_a_week_is_compared_with_those_before_the_last_four_where_twelve_are_left() -> None:
    lately = [4.2, 3.0, 4.1, 2.6]
    assert shift_of(weeks([*STEADY, *lately])).band == usual_range(STEADY)
    assert shift_of(weeks([*STEADY[:4], *STEADY, *lately])).band == usual_range([*STEADY[:4], *STEADY])


def test_with_fewer_weeks_those_before_it_are_the_yardstick() -> None:
    assert shift_of(weeks([*STEADY[:7], 2.0])).band == usual_range(STEADY[:7])
    assert shift_of(weeks([*STEADY[:6], 2.0, 2.1])).band == usual_range(STEADY[:6])


def test_one_person_alone_however_far_they_move_is_never_a_change_of_the_team() -> None:
    """Six people at 4 and two who sway a little; then one of the eight falls from 5 to 1."""
    alone = by_one(5, 8)
    assert alone == 0.5
    usual = [Point(FIRST + timedelta(weeks=week), 4.0 + week % 2 / 8, 8, alone=alone) for week in range(12)]
    fallen = Point(FIRST + timedelta(weeks=12), 4.0625 - 0.5, 8, alone=alone)
    assert judge([*usual, fallen]) is None
    assert isinstance(judge([*usual, replace(fallen, value=4.0625 - 0.51)]), Shift)
    assert isinstance(judge([*usual, replace(fallen, alone=None)]), Shift), (
        "it is the limit that holds it back"
    )
    next_week = replace(fallen, monday=FIRST + timedelta(weeks=13))
    assert judge([*usual, fallen, next_week]) is None


def test_fewer_than_half_is_low_and_half_is_not() -> None:
    assert is_low(4, 9)
    assert not is_low(4, 8)


def change(team: str, *, weeks_out: int, people: int) -> Change:
    return Change(
        team,
        "",
        Measure.SCALE,
        1,
        2,
        3,
        weeks=weeks_out,
        near=False,
        early=False,
        base=12,
        people=people,
        people_answered=people,
    )


def test_the_longest_outside_comes_first_then_the_farthest_then_the_most_people() -> None:
    long, far = change("long", weeks_out=3, people=1), change("far", weeks_out=1, people=1)
    many, few = change("many", weeks_out=1, people=9), change("few", weeks_out=1, people=2)
    assert ranked([(few, 1.2), (many, 1.2), (far, 2.0), (long, 1.1)]) == (long, far, many, few)


def test_at_most_three_changes_are_shown() -> None:
    assert MOST_CHANGES == 3


values = st.lists(st.floats(1, 5), min_size=2, max_size=26)


@given(values)
def test_the_range_lies_around_the_mean_and_a_steady_series_stays_in_it(series: list[float]) -> None:
    band = usual_range(series)
    assert band.centre == pytest.approx(fmean(series))
    assert band.limit >= 0
    assert abs(band.distance(band.centre)) < 1


@given(values)
def test_an_independent_library_finds_the_same_range(series: list[float]) -> None:
    # Imported here, where it is used: loading it takes longer than the rest of these tests.
    import numpy

    band = usual_range(series)
    assert band.centre == pytest.approx(float(numpy.mean(series)))
    assert band.limit == pytest.approx(2.66 * float(numpy.abs(numpy.diff(series)).mean()))


def test_266_mean_moving_ranges_are_three_standard_deviations() -> None:
    """Two independent normal values differ by 2 / √π standard deviations on average."""
    from scipy.stats import foldnorm

    mean_range = float(foldnorm(0, scale=2**0.5).mean())
    assert pytest.approx(3 / mean_range, abs=0.005) == NATURAL_LIMIT


@given(values, st.floats(-3, 3), st.floats(0.1, 10))
def test_moving_and_stretching_a_series_moves_and_stretches_its_range(
    series: list[float], move: float, stretch: float
) -> None:
    band = usual_range(series)
    other = usual_range([stretch * value + move for value in series])
    assert other.centre == pytest.approx(stretch * band.centre + move, abs=1e-6)
    assert other.limit == pytest.approx(stretch * band.limit, abs=1e-6)


@given(st.lists(st.floats(0, 1), max_size=26), st.integers(1, 30))
def test_fewer_than_seven_weeks_in_all_never_make_a_change(series: list[float], people: int) -> None:
    verdict = judge(weeks(series[:6], people=people)) if series else Silence.TOO_FEW_WEEKS
    assert verdict is Silence.TOO_FEW_WEEKS


def test_a_week_that_is_not_over_is_no_other_group_because_some_are_asked_later_in_it() -> None:
    points = [*weeks(list(STEADY), people=8), Point(FIRST + timedelta(weeks=12), 3.5, people=2)]
    assert judge(points) is Silence.BASE_RESTARTED
    assert judge(points, is_over=False) is Silence.SO_FAR
    grown = [*points[:-1], Point(points[-1].monday, 3.5, people=20)]
    assert judge(grown, is_over=False) is Silence.BASE_RESTARTED
    assert judge([*points[:-1], Point(points[-1].monday, 3.5, people=8)], is_over=False) is None


@given(st.floats(0, 1), st.integers(7, 26), st.integers(1, 50))
def test_a_series_that_never_moves_never_changes(value: float, length: int, people: int) -> None:
    assert judge(weeks([value] * length, people=people)) is None


@given(st.lists(st.floats(1, 5), min_size=7, max_size=26))
def test_a_change_is_always_beyond_two_thirds_of_the_limit(series: list[float]) -> None:
    verdict = judge(weeks(series))
    if isinstance(verdict, Shift):
        assert verdict.distance > 2 / 3
        assert verdict.base >= 6


@pytest.fixture(scope="module")
def eight() -> Found:
    """Teams of eight with twelve weeks to compare with, as the benchmark makes them."""
    return simulate(Setting(people=8, base=12), named, repetitions=1_000)


def test_when_nothing_happens_at_most_25_of_1000_weeks_look_like_a_change(eight: Found) -> None:
    assert eight.false <= MOST_FALSE
    assert eight.false_later <= MOST_FALSE


def test_a_lasting_drop_of_one_point_is_found_within_four_weeks_in_85_of_100_teams(eight: Found) -> None:
    assert eight.large >= LEAST_FOUND
