"""Single questions that one tap answers, in the DM and in its reminder."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Option

from bot.values.deliveries import Block
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import Asked
from bot.views.answer_options import offered, picked_of, read_picked
from bot.views.answer_words import in_one_line
from bot.views.parts import button, buttons

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
    labels = [_label(question, option) for option in offered(question)] if is_picked else []
    fits = 0 < len(labels) <= _MOST and all(len(label) <= _READABLE for label in labels)
    return question if fits else None


def taps(item: Asked, question: Question) -> Block:
    """A button for each answer; the one that was given stands out."""
    picked = picked_of(question, item.answers.get(question.key))
    return buttons(
        f"tap:{item.prompt.id}",
        *(
            button(
                _label(question, option),
                f"{TAP}:{option.value}",
                f"{item.prompt.id}:{option.value}",
                style="primary" if option.value in picked else None,
            )
            for option in offered(question)
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


def _label(question: Question, option: Option) -> str:
    match question.type:
        case QuestionType.SCALE:
            return str(option.value)
        case QuestionType.YES_NO:
            return str(option.value).capitalize()
        case _:
            return question.options[int(option.value or 0)]
