"""Rounded figures in words: never more exactly than they were published."""

from bot.values.privacy import FEW, MOST, Measure, Result, Share
from bot.values.questions import YES, Question, QuestionType
from bot.views.results.answer_words import number_in_words
from bot.views.words import escape

_PARTS = {0.25: "about a quarter", 0.5: "about half", 0.75: "about three quarters"}

MOST_IN_WORDS, FEW_IN_WORDS = "8 in 10 or more", "2 in 10 or fewer"


def figure(question: Question, result: Result) -> str:
    """What one group answered to a question, in one line."""
    if result.measure is Measure.RATING:
        return rating(result)
    if question.type == QuestionType.YES_NO:
        return f"{yes(result)} say yes"
    return ", ".join(option(share) for share in result.shares)


def rating(result: Result) -> str:
    """`about 3.5`, or where nearly all said the same `mostly high`."""
    return result.word or f"about {number_in_words(result.mean or 0)}"


def yes(result: Result) -> str:
    """How large a part says yes."""
    return next(part(share.part) for share in result.shares if share.option == YES)


def option(share: Share) -> str:
    """`1–4 hours: about half`."""
    return f"{escape(share.option)}: {part(share.part)}"


def part(rounded: float) -> str:
    """`about half`, `about 6 in 10`."""
    if rounded == MOST:
        return MOST_IN_WORDS
    if rounded == FEW:
        return FEW_IN_WORDS
    return _PARTS.get(rounded) or f"about {round(10 * rounded)} in 10"


def ends(question: Question) -> str:
    """`on a scale from 1 (drained) to 5 (full of energy)`."""
    low = f"1 ({escape(question.low)})" if question.low else "1"
    high = f"{question.of} ({escape(question.high)})" if question.high else f"{question.of}"
    return f"on a scale from {low} to {high}"


def starting_large(text: str) -> str:
    """The same at the start of a sentence."""
    return text[:1].upper() + text[1:]
