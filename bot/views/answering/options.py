"""What can be picked as an answer: options with short values, and what picking them means."""

from collections.abc import Sequence

from bot.values.errors import Unusable
from bot.values.questions import NO, YES, Answer, Question, QuestionType
from bot.views.parts import LABEL
from bot.views.words import clip

_NOT_OFFERED = "That is not among the answers here. Please pick one of those shown."


def offered(question: Question) -> dict[str, str | tuple[str, str]]:
    """What can be picked, in words, each under a short value that `read_picked` understands."""
    match question.type:
        case QuestionType.SCALE:
            return {str(step): _step(question, step) for step in range(1, question.of + 1)}
        case QuestionType.YES_NO:
            return {YES: "Yes", NO: "No"}
        case QuestionType.TOP_GOAL:
            return {_value(at): _in_two(option) for at, option in enumerate(question.options)}
        case _:
            # A position instead of the words: two long options may read alike once they are clipped.
            return {_value(at): option for at, option in enumerate(question.options)}


def read_picked(question: Question, values: Sequence[str]) -> Answer:
    """The answer these picked values mean. Raises Unusable for one that is not on offer."""
    if any(value not in offered(question) for value in values):
        raise Unusable(_NOT_OFFERED)
    if not values:
        return Answer(question.key)
    match question.type:
        case QuestionType.SCALE:
            return Answer(question.key, number=float(values[0]))
        case QuestionType.YES_NO:
            return Answer(question.key, number=float(values[0] == YES))
        case _:
            picked = (option for at, option in enumerate(question.options) if _value(at) in values)
            return Answer(question.key, chosen=tuple(picked))


def picked_of(question: Question, known: Answer | None) -> set[str]:
    """The values of the options somebody picked."""
    if known is None:
        return set()
    if known.number is None or question.type == QuestionType.BOTTLENECKS:
        return {_value(at) for at, option in enumerate(question.options) if option in known.chosen}
    if question.type == QuestionType.YES_NO:
        return {YES if known.number else NO}
    return {str(int(known.number))}


def named(question: Question, text: str) -> Answer | None:
    """The answer somebody means who types it instead of picking it; None when it is none of those offered."""
    wanted = text.strip().casefold()
    words = {option.casefold(): _value(at) for at, option in enumerate(question.options)}
    if question.type in (QuestionType.SCALE, QuestionType.YES_NO):
        words = {value: value for value in offered(question)}
    return read_picked(question, [words[wanted]]) if wanted in words else None


def _in_two(words: str) -> str | tuple[str, str]:
    """What does not fit on the line of an option stands below it: titles may differ in their last word alone."""
    if len(words) <= LABEL:
        return words
    head, blank, _ = words[: LABEL - 1].rpartition(" ")
    head = head if blank else words[: LABEL - 1]
    rest = words[len(head) :].strip()
    return f"{head}…", f"…{rest}"


def _step(question: Question, step: int) -> str:
    meaning = {1: question.low, question.of: question.high}.get(step)
    return clip(f"{step} · {meaning}", LABEL) if meaning else str(step)


def _value(position: int) -> str:
    return f"#{position}"
