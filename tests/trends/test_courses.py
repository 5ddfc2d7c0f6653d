"""How numbers went week by week, as it is drawn."""

from datetime import date, timedelta

from bot.store.trends import TurnoutRow
from bot.trends.change import Point, with_marks
from bot.trends.courses import course, in_time
from bot.values.facts import Turnout, Weekly

FIRST = date(2026, 9, 7)


def monday(week: int) -> date:
    """The Monday of a week, counted from 0."""
    return FIRST + timedelta(weeks=week)


def test_what_cannot_be_compared_any_more_is_not_drawn_and_marked_weeks_are() -> None:
    other_wording = [Point(monday(week), 2.0, 9, "Old /5") for week in range(3)]
    points = [*other_wording, *(Point(monday(week), float(week), 9, "New /5") for week in range(3, 10))]
    marked = with_marks(points, {monday(5), monday(1)})
    assert course(marked) == tuple(Weekly(monday(week), float(week)) for week in range(3, 10))


def test_a_marked_week_in_which_nobody_was_asked_stays_a_gap() -> None:
    points = [Point(monday(week), 3.0, 9) for week in range(8) if week != 4]
    drawn = course(with_marks(points, {monday(4)}))
    assert [week.monday for week in drawn] == [monday(week) for week in range(8) if week != 4]


def test_nothing_has_no_course() -> None:
    assert course([]) == ()


def test_all_rituals_of_a_team_count_together_and_a_week_in_which_nobody_was_asked_is_none() -> None:
    rows = [
        TurnoutRow((1, 10), monday(1), Turnout(5, 5, asked=20, answered=15)),
        TurnoutRow((1, 11), monday(1), Turnout(5, 5, asked=5, answered=5)),
        TurnoutRow((1, 10), monday(0), Turnout(5, 5, asked=20, answered=10)),
        TurnoutRow((1, 10), monday(2), Turnout(excused=5)),
        TurnoutRow((2, 12), monday(1), Turnout(3, 3, asked=3, answered=3)),
    ]
    assert in_time(rows) == {
        1: (Weekly(monday(0), 0.5), Weekly(monday(1), 0.8)),
        2: (Weekly(monday(1), 1.0),),
    }
