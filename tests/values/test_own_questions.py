"""The goals somebody picks one of: those of the team they are asked in and everybody's, told apart, within a menu."""

from hypothesis import given
from hypothesis import strategies as st

from bot.values.confidences import AskedGoal
from bot.values.own_questions import (
    COULD_NOT_SAY,
    MOST_OFFERED,
    NONE_OF_THESE,
    ONLY_THE_NEWEST,
    goals_offered,
    own_questions,
)
from bot.values.questions import Question, QuestionType

TOP = Question("top", "Which goal matters most?", QuestionType.TOP_GOAL)

titles = st.sampled_from(
    ["Activation", "activation", "Activation (2)", NONE_OF_THESE, "i could not say", "SSO"]
)
goals = st.lists(
    st.builds(AskedGoal, st.integers(1, 500), titles, st.just(0), st.sampled_from([None, 4, 9])),
    max_size=130,
    unique_by=lambda goal: goal.id,
).map(tuple)


@given(goals)
def test_everybody_picks_from_their_own_teams_goals_and_everybodys_and_no_two_read_alike(
    found: tuple[AskedGoal, ...],
) -> None:
    theirs = [goal for goal in found if goal.team_id in (None, 4)]
    offered = goals_offered(found, 4)
    assert set(offered.values()) == set(sorted(theirs, key=lambda goal: goal.id)[-MOST_OFFERED:])
    names = [name.casefold() for name in (*offered, NONE_OF_THESE, COULD_NOT_SAY)]
    assert len(set(names)) == len(names) <= 100
    assert all(name.startswith(goal.title) for name, goal in offered.items())
    whose = [goal.team_id is None for goal in offered.values()]
    assert whose == sorted(whose), "their own stand first"


@given(goals)
def test_where_there_is_no_goal_to_pick_nobody_is_asked_for_one(found: tuple[AskedGoal, ...]) -> None:
    other = Question("why", "Why?")
    asked = own_questions([Question("top", "?", QuestionType.TOP_GOAL, goals=found), other], 1, 4)
    assert asked[-1] == other
    offered = goals_offered(found, 4)
    assert len(asked) == 1 + bool(offered)
    if offered:
        assert asked[0].options == (*offered, NONE_OF_THESE, COULD_NOT_SAY)
        is_cut = sum(goal.team_id in (None, 4) for goal in found) > MOST_OFFERED
        assert (asked[0].hint == ONLY_THE_NEWEST) is is_cut


def test_goals_of_ones_own_are_those_one_looked_after() -> None:
    mine, anothers = AskedGoal(1, "Activation", 7), AskedGoal(2, "SSO", 8)
    question = Question("goals", "How sure?", QuestionType.GOALS, goals=(mine, anothers))
    assert own_questions([question], 7, 4)[0].goals == (mine,)
