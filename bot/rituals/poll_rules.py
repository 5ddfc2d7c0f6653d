"""What makes a ritual a bottleneck poll: it asks for them once, and what it comes to is for those who answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, Kind


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, with what to do: about the `questions` (all, or the one `at` this place), or another part."""

    about: str
    wrong: str
    todo: str
    at: int | None = None


def flaw_of(kind: Kind, questions: Sequence[Question], report: str) -> Flaw | None:
    """Why this cannot be; None when it can."""
    polled = sum(question.type == QuestionType.BOTTLENECKS for question in questions)
    if kind != Kind.BOTTLENECK_POLL:
        if not polled:
            return None
        return Flaw("questions", "only a bottleneck poll asks for bottlenecks", "Ask in another way.")
    if polled != 1:
        return Flaw(
            "questions",
            f"a bottleneck poll asks for bottlenecks once, and this {'does so twice' if polled else 'never does'}",
            "Leave it one question of the type bottlenecks.",
        )
    if report == TO_LEAD:
        return Flaw(
            "report",
            "a bottleneck poll cannot go to the lead alone",
            "Its ranking is for those who answered: choose their channel, or another one.",
        )
    return None
