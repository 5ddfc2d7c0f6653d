"""Questions and the answers to them. A question's key names its series; a changed wording starts a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.values.confidences import AskedGoal
from bot.values.loops import Impact, NewLoop


class QuestionType(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    NUMBER = "number"
    SCALE = "scale"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    PERSON = "person"
    DATE = "date"
    LINK = "link"
    BOTTLENECKS = "bottlenecks"
    GOALS = "goals"
    TOP_GOAL = "top-goal"


IN_WORDS = (QuestionType.TEXT, QuestionType.LONG_TEXT)
"""Types answered with words of one's own."""

YES, NO = "yes", "no"

STUCK = "stuck"
"""The key of the question about what somebody waits for."""

NOTHING = "nothing"
"""Nothing holds somebody back."""

ABOUT = "{about}"
"""Stands in a question or its hint for what a feedback round is about."""

MOST_ON_A_PAGE = 6
"""Questions on one page of a form: what a person takes in without scrolling far."""

MOST_PICKS = 3
"""Bottlenecks one person picks: what holds them back most."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one question: `text` for words, a date (ISO 8601), a link or a person's Slack id;
    `number` for a number, a scale, or yes (1) and no (0); `chosen` for options picked. For bottlenecks, the text
    NOTHING says that there is none.

    What is in somebody's way may be raised with it: `raises`. `impacts` are those of the bottlenecks picked, in the
    order of `chosen`; None where nothing was said. Neither is a part of the answer that is kept.

    For goals, `chosen` has a line for each of them (`confidences.in_one_line`); for the top goal, what it was called
    where it was picked (`own_questions`).
    """

    key: str
    text: str | None = None
    number: float | None = None
    chosen: tuple[str, ...] = ()
    raises: NewLoop | None = None
    impacts: tuple[Impact | None, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said, nor raised."""
        return self.text is None and self.number is None and not self.chosen and self.raises is None


Answers = Mapping[str, Answer]
"""Answers by question key; a question left empty has no entry."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question is shown: the answer to the earlier question `key` is one of `any_of`.

    `any_of` holds options, numbers as people write them, or yes and no; empty: whatever was answered.
    """

    key: str
    any_of: tuple[str, ...] = ()

    def holds(self, answers: Answers) -> bool:
        """Whether these answers call for the question."""
        given = answers.get(self.key)
        if given is None or given.is_empty:
            return False
        return not self.any_of or any(word in self.any_of for word in _words(given))


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a ritual.

    `of` is the top of a scale that starts at 1, `low` and `high` say what its ends mean. `options` are those of a
    choice. `prefill` is the key whose answer from last time is offered (often its own). Of all questions with the
    same `pool` one is asked each round, in turn. `goals` are those a round that is open asks about.

    Three keys have a meaning the digest knows: `progress` (what moved), `plan` (what comes next) and `stuck` (what
    someone waits for).
    """

    key: str
    ask: str
    type: QuestionType = QuestionType.TEXT
    required: bool = True
    hint: str | None = None
    of: int = 5
    low: str | None = None
    high: str | None = None
    options: tuple[str, ...] = ()
    only_if: Condition | None = None
    prefill: str | None = None
    pool: str | None = None
    goals: tuple[AskedGoal, ...] = ()

    def is_called_for(self, answers: Answers) -> bool:
        """Whether this question is shown to somebody who has given these answers so far."""
        return self.only_if is None or self.only_if.holds(answers)


def called_for(questions: Sequence[Question], answers: Answers) -> tuple[Question, ...]:
    """The questions shown to somebody who gave these answers; an answer to one that is not shown does not count."""
    shown: list[Question] = []
    counting: dict[str, Answer] = {}
    for question in questions:
        if question.is_called_for(counting):
            shown.append(question)
            if question.key in answers:
                counting[question.key] = answers[question.key]
    return tuple(shown)


def asking_about(questions: Sequence[Question], about: str | None) -> tuple[Question, ...]:
    """The questions with what they are about in the place that is left for it."""
    if about is None:
        return tuple(questions)
    return tuple(
        replace(
            question,
            ask=question.ask.replace(ABOUT, about),
            hint=question.hint.replace(ABOUT, about) if question.hint else None,
        )
        for question in questions
    )


def _words(given: Answer) -> tuple[str, ...]:
    if given.chosen:
        return given.chosen
    if given.number is not None:
        yes_or_no = {1.0: (YES,), 0.0: (NO,)}.get(given.number, ())
        return (f"{given.number:g}", *yes_or_no)
    return (given.text or "",)
