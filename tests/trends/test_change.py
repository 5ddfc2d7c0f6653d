from datetime import date, timedelta
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.change import (
    MOST_CHANGES,
    Band,
    Point,
    Shift,
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


@given(st.floats(0, 1), st.integers(7, 26), st.integers(1, 50))
def test_a_series_that_never_moves_never_changes(value: float, length: int, people: int) -> None:
    assert judge(weeks([value] * length, people=people)) is None


@given(st.lists(st.floats(1, 5), min_size=7, max_size=26))
def test_a_change_is_always_beyond_two_thirds_of_the_limit(series: list[float]) -> None:
    verdict = judge(weeks(series))
    if isinstance(verdict, Shift):
        assert verdict.distance > 2 / 3
        assert verdict.base >= 6


def simulated(chance: Random, *, length: int, drop_from: int | None = None, drop: float = 0.0) -> list[Point]:
    """A team of 8 answering 1 to 5: the model of the reference, with 75 of 100 answering at random."""
    people = [chance.gauss(3.6, 0.65) for _ in range(8)]
    values = []
    for week in range(length):
        moved = chance.gauss(0, 0.10) - (drop if drop_from is not None and week >= drop_from else 0)
        given = [level + moved + chance.gauss(0, 0.65) for level in people if chance.random() < 0.75]
        values.append(fmean(min(5, max(1, round(value))) for value in given or people))
    return weeks(values, people=8)


def test_when_nothing_happens_a_false_alarm_is_rare() -> None:
    chance = Random(47)
    alarms = sum(isinstance(judge(simulated(chance, length=13)), Shift) for _ in range(2000))
    assert alarms / 2000 < 0.045


def test_a_lasting_drop_of_one_point_is_mostly_seen_within_four_weeks() -> None:
    chance = Random(48)
    teams = [simulated(chance, length=16, drop_from=12, drop=1.0) for _ in range(500)]
    seen = sum(any(isinstance(judge(team[:end]), Shift) for end in (13, 14, 15, 16)) for team in teams)
    assert seen / 500 > 0.8
