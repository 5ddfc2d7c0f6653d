"""The questions of a round as one person is asked them: about goals of their own, and among those of their team."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, count

from bot.values.confidences import AskedGoal
from bot.values.questions import Question, QuestionType

NONE_OF_THESE, COULD_NOT_SAY = "None of these", "I could not say"
NAMES_NO_GOAL = (NONE_OF_THESE, COULD_NOT_SAY)
"""Honest answers where one goal is to be picked: they count among those who answered, and for no goal."""

MOST_OFFERED = 98
"""Goals one person picks from: Slack takes 100 options in a menu (docs: block-elements/select-menu-element), and two
of them name no goal."""

ONLY_THE_NEWEST = f"Only the {MOST_OFFERED} goals added last fit into this list."


def own_questions(questions: Sequence[Question], member_id: int, team_id: int) -> tuple[Question, ...]:
    """The questions as this member is asked them in this team; one for which there is no goal to pick is left out."""
    return tuple(
        _as_asked(each, member_id, team_id)
        for each in questions
        if each.type != QuestionType.TOP_GOAL or goals_offered(each.goals, team_id)
    )


def goals_offered(goals: Iterable[AskedGoal], team_id: int) -> dict[str, AskedGoal]:
    """What can be picked in a team, by what each is called there: its own goals, then everybody's, no two alike."""
    newest = sorted(_of_team(goals, team_id), key=lambda each: each.id)[-MOST_OFFERED:]
    offered: dict[str, AskedGoal] = {}
    for goal in sorted(newest, key=lambda each: each.team_id is None):
        taken = {name.casefold() for name in (*offered, *NAMES_NO_GOAL)}
        offered[_called(goal.title, taken)] = goal
    return offered


def _as_asked(question: Question, member_id: int, team_id: int) -> Question:
    match question.type:
        case QuestionType.GOALS:
            return replace(question, goals=tuple(_of_owner(question.goals, member_id)))
        case QuestionType.TOP_GOAL:
            offered = goals_offered(question.goals, team_id)
            is_whole = len(offered) == sum(True for _ in _of_team(question.goals, team_id))
            hint = question.hint if is_whole else " ".join(filter(None, (question.hint, ONLY_THE_NEWEST)))
            return replace(question, options=(*offered, *NAMES_NO_GOAL), hint=hint)
        case _:
            return question


def _of_owner(goals: Iterable[AskedGoal], member_id: int) -> Iterator[AskedGoal]:
    return (each for each in goals if each.owner_id == member_id)


def _of_team(goals: Iterable[AskedGoal], team_id: int) -> Iterator[AskedGoal]:
    return (each for each in goals if each.team_id in (None, team_id))


def _called(title: str, taken: Collection[str]) -> str:
    """A title, with a number where another goal is called the same."""
    numbered = chain([title], (f"{title} ({number})" for number in count(2)))
    return next(each for each in numbered if each.casefold() not in taken)
