"""Single questions that one tap answers, in the DM and in its reminder."""

from collections.abc import Sequence

from bot.values.deliveries import Block
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import Asked
from bot.views.answering.options import offered, picked_of, read_picked
from bot.views.parts import button, buttons
from bot.views.results.answer_words import in_one_line

TAP = "prompt_tap"
"""What the action of such a button starts with; each needs one of its own."""

_MOST = 5
_READABLE = 30
"""Characters of a button that Slack's clients show in full (reference: slack-platform.md §1.3)."""


def tappable(questions: Sequence[Question]) -> Question | None:
    """The one question a tap answers; None when it takes a form."""
    if len(questions) != 1 or questions[0].only_if is not None:
        return None
    question = questions[0]
    is_picked = question.type in (QuestionType.SCALE, QuestionType.YES_NO, QuestionType.CHOICE)
    labels = list(_labels(question).values()) if is_picked else []
    fits = 0 < len(labels) <= _MOST and all(len(label) <= _READABLE for label in labels)
    return question if fits else None


def taps(item: Asked, question: Question) -> Block:
    """A button for each answer; the one that was given stands out."""
    picked = picked_of(question, item.answers.get(question.key))
    return buttons(
        f"prompt:{item.prompt.id}:tap",
        *(
            button(
                label,
                f"{TAP}:{value}",
                f"{item.prompt.id}:{value}",
                style="primary" if value in picked else None,
            )
            for value, label in _labels(question).items()
        ),
    )


def read_tap(value: str) -> tuple[int, str]:
    """The prompt a tap answers, and what was picked."""
    ident, _, picked = value.partition(":")
    return int(ident), picked


def tapped(questions: Sequence[Question], picked: str) -> Answer:
    """What a tap means. Raises Unusable for what is not on offer."""
    return read_picked(questions[0], [picked])


def tapped_in_words(item: Asked) -> str | None:
    """`4 of 5`: what was answered to the one question a tap answers, safe to put into a message."""
    question = tappable(item.round.questions)
    given = item.answers.get(question.key) if question else None
    return in_one_line(question, given, {}) if question and given else None


def ends_in_words(question: Question) -> str:
    """`1 is not at all, 5 is completely`; empty where the ends of a scale mean nothing in particular."""
    ends = {1: question.low, question.of: question.high}
    return ", ".join(f"{step} is {meaning}" for step, meaning in ends.items() if meaning)


def _labels(question: Question) -> dict[str, str]:
    """What stands on each button, by the value of its option."""
    values = [str(option.value) for option in offered(question)]
    match question.type:
        case QuestionType.SCALE:
            return {value: value for value in values}
        case QuestionType.YES_NO:
            return {value: value.capitalize() for value in values}
        case _:
            return dict(zip(values, question.options, strict=True))
