"""What has to hold where a ritual asks about goals: once, every time, by name, and where only owners are asked."""

from collections.abc import Iterator, Sequence

from bot.rituals.poll_rules import Flaw
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Kind, Tier

ASK_EVERYBODY = {Kind.BOTTLENECK_POLL: "a bottleneck poll", Kind.FEEDBACK_ROUND: "a feedback round"}
"""Kinds that ask about no goals."""

_FOR_GROUPS = {Tier.CONFIDENTIAL: "a confidential round", Tier.ANONYMOUS: "an anonymous round"}


def flaws_of(kind: Kind, tier: Tier, questions: Sequence[Question]) -> Iterator[Flaw]:
    """Why this cannot be."""
    asked = [(at, each) for at, each in enumerate(questions) if each.type == QuestionType.GOALS]
    for number, (at, question) in enumerate(asked):
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
        elif question.pool is not None or question.only_if is not None:
            wrong = "goals are asked about every time, and not in turn or only after some answers"
            yield Flaw("questions", wrong, "Leave that out.", at)
