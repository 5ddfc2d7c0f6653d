"""Which goals a round asks about, and how what is said of them is kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.goals.asked import is_asked_about, may_be_picked, newest_of_each, told_apart
from bot.rituals.as_code.templates import template
from bot.store.asked_goals import Owned
from bot.values.confidences import AskedGoal, Saying, in_one_line, read_line, said, tidy
from bot.values.own_questions import MOST_OFFERED, goals_offered
from bot.values.rituals import TO_LEAD, TO_TEAM
from tests.views.samples import reasons, titles

PLAN = template("goal-confidence").plan
KR2 = AskedGoal(1, "KR2 activation", 7)

sayings = st.builds(Saying, titles, st.integers(0, 10), reasons, st.none() | st.integers(0, 10))


@given(sayings)
def test_what_is_said_of_a_goal_comes_back_from_the_line_that_is_kept_of_it(saying: Saying) -> None:
    assert read_line(in_one_line(saying)) == saying


@given(st.text())
def test_any_other_words_say_nothing_of_a_goal(text: str) -> None:
    found = read_line(text)
    assert found is None or in_one_line(found) == text


def test_it_reads_like_a_sentence() -> None:
    line = in_one_line(Saying("KR2 activation", 7, "tracking fixed", 3))
    assert tidy(line) == "KR2 activation: 7 (3 last time) — “tracking fixed”"


@given(
    st.lists(
        st.builds(AskedGoal, st.integers(1, 99), st.sampled_from(["A", "A (2)", "B"]), st.just(7)), max_size=9
    )
)
def test_goals_of_one_owner_that_are_called_the_same_are_told_apart(found: list[AskedGoal]) -> None:
    numbered = [replace(goal, id=at) for at, goal in enumerate(found)]
    apart = told_apart(numbered)
    assert len({goal.title for goal in apart}) == len(found)
    assert all(one.title.startswith(goal.title) for one, goal in zip(apart, numbered, strict=True))
    lines = [in_one_line(Saying(goal.title, goal.id % 11)) for goal in apart]
    assert {key: each.value for key, each in said(apart, lines).items()} == {
        at: at % 11 for at in range(len(found))
    }


@pytest.mark.parametrize(
    ("team", "channel", "report", "everyone", "expected"),
    [
        (1, None, TO_TEAM, False, True),
        (2, None, TO_TEAM, False, False),
        (2, None, TO_TEAM, True, True),
        (None, None, TO_TEAM, False, False),
        (None, None, TO_TEAM, True, True),
        (1, "C0SECRET", TO_TEAM, False, True),
        (1, "C0SECRET", TO_LEAD, False, True),
        (1, "C0SECRET", "C0SECRET", False, True),
        (1, "C0SECRET", "C0PRODUCT", False, False),
        (2, "C0SECRET", TO_TEAM, True, False),
    ],
)
def test_a_round_asks_about_goals_of_the_teams_it_asks_and_tells_nothing_of_a_private_one_elsewhere(
    team: int | None, channel: str | None, report: str, everyone: bool, expected: bool
) -> None:
    plan = replace(PLAN, report=report, everyone=everyone)
    assert is_asked_about(Owned(KR2, team, channel), plan, {7: 1}) is expected


@pytest.mark.parametrize(
    ("channel", "report", "expected"),
    [
        (None, TO_TEAM, True),
        (None, "C0PRODUCT", True),
        ("C0SECRET", TO_TEAM, True),
        ("C0SECRET", TO_LEAD, True),
        ("C0SECRET", "C0SECRET", True),
        ("C0SECRET", "C0PRODUCT", False),
    ],
)
def test_a_private_teams_goal_can_be_picked_where_only_that_team_reads_it(
    channel: str | None, report: str, expected: bool
) -> None:
    owned = Owned(replace(KR2, team_id=1), 1, channel)
    assert may_be_picked(owned, replace(template("alignment-check").plan, report=report)) is expected


@given(st.lists(st.sampled_from([None, 1, 2]), max_size=250))
def test_a_round_freezes_no_more_goals_of_a_team_than_tell_that_there_are_more(
    teams: list[int | None],
) -> None:
    every = [AskedGoal(number, f"G{number}", 0, team) for number, team in enumerate(teams)]
    frozen = newest_of_each(every)
    assert all(sum(goal.team_id == team for goal in frozen) <= MOST_OFFERED + 1 for team in (None, 1, 2))
    for team in (1, 2):
        assert goals_offered(frozen, team) == goals_offered(every, team), "what can be picked is the same"
