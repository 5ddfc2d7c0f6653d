"""What has to hold where a ritual asks about goals: once, every time and by name; about their own, owners alone."""

from collections.abc import Iterator, Sequence

from bot.rituals.poll_rules import Flaw
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Kind, Tier

ASK_EVERYBODY = {Kind.BOTTLENECK_POLL: "a bottleneck poll", Kind.FEEDBACK_ROUND: "a feedback round"}
"""Kinds that ask about no goals of one's own."""

_FOR_GROUPS = {Tier.CONFIDENTIAL: "a confidential round", Tier.ANONYMOUS: "an anonymous round"}


def flaws_of(kind: Kind, tier: Tier, questions: Sequence[Question]) -> Iterator[Flaw]:
    """Why this cannot be."""
    yield from _of_own(kind, tier, questions)
    yield from _of_top(tier, questions)


def _of_own(kind: Kind, tier: Tier, questions: Sequence[Question]) -> Iterator[Flaw]:
    for number, (at, question) in enumerate(_asked(questions, QuestionType.GOALS)):
        if kind in ASK_EVERYBODY:
            wrong = f"{ASK_EVERYBODY[kind]} asks everybody, and goals are asked of those who look after one"
            yield Flaw("questions", wrong, "Ask about goals in a check-in.", at)
        elif tier in _FOR_GROUPS:
            wrong = f"“{question.ask}” asks about goals, whose owners are known, and {_FOR_GROUPS[tier]} shows nobody"
            yield Flaw("questions", wrong, "Make it named, or ask with a scale.", at)
        elif number:
            yield Flaw(
                "questions", "it asks about goals twice", "Leave it one question of the type goals.", at
            )
        elif not _is_asked_always(question):
            wrong = "goals are asked about every time, and not in turn or only after some answers"
            yield Flaw("questions", wrong, "Leave that out.", at)


def _of_top(tier: Tier, questions: Sequence[Question]) -> Iterator[Flaw]:
    asks_owners = any(True for _ in _asked(questions, QuestionType.GOALS))
    for number, (at, question) in enumerate(_asked(questions, QuestionType.TOP_GOAL)):
        if tier in _FOR_GROUPS:
            # Each team picks from a list of its own, and how many named a goal is told to the person.
            wrong = f"“{question.ask}” is counted person by person, and {_FOR_GROUPS[tier]} shows only rounded shares"
            yield Flaw(
                "questions", wrong, "Make it named, or ask with a choice and list the goals there.", at
            )
        elif asks_owners:
            wrong = (
                "owners alone are asked how confident they are in their goals, and everybody for the top one"
            )
            yield Flaw("questions", wrong, "Make two rituals of it.", at)
        elif number:
            yield Flaw(
                "questions",
                "it asks for the top goal twice",
                "Leave it one question of the type top-goal.",
                at,
            )
        elif not _is_asked_always(question):
            wrong = "the top goal is asked for every time, and not in turn or only after some answers"
            yield Flaw("questions", wrong, "Leave that out.", at)


def _asked(questions: Sequence[Question], type_: QuestionType) -> Iterator[tuple[int, Question]]:
    return ((at, each) for at, each in enumerate(questions) if each.type == type_)


def _is_asked_always(question: Question) -> bool:
    return question.pool is None and question.only_if is None
