"""Answers of every type in words, safe to put into a message. People are written by name, so nobody is tagged."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from bot.values.questions import Answer, Question, QuestionType
from bot.views.words import escape, listing, on_day, plural

Names = Mapping[str, str]
"""What people are called, by Slack id."""

SOMEBODY = "somebody I don't know any more"

_LONGEST_LINK = 1400
"""Up to here an address fits into one piece of a message; a longer one is written out, without being a link."""

NOTHING_IN_WORDS = "Nothing holds me back"

_CHOSEN = (QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.BOTTLENECKS, QuestionType.TOP_GOAL)
_COUNTED = (QuestionType.SCALE, QuestionType.YES_NO, *_CHOSEN)


def in_words(question: Question, given: Answer, names: Names, *, seen_from: date | None = None) -> str:
    """One answer. A date of another year than that of `seen_from` says its year."""
    match question.type:
        case QuestionType.PERSON if given.text is not None:
            return escape(names.get(given.text, SOMEBODY))
        case QuestionType.DATE if given.text is not None:
            return _day(given.text, seen_from)
        case QuestionType.LINK if given.text is not None:
            return _link(given.text)
        case QuestionType.CHOICES | QuestionType.BOTTLENECKS | QuestionType.GOALS if len(given.chosen) > 1:
            return "\n".join(f"•  {escape(option)}" for option in given.chosen)
        case _:
            return escape(_plainly(question, given))


def in_one_line(question: Question, given: Answer, names: Names, *, seen_from: date | None = None) -> str:
    """The same without a line break."""
    if given.chosen:
        apart = "; " if question.type == QuestionType.GOALS else ", "
        return apart.join(escape(option) for option in given.chosen)
    return " ".join(in_words(question, given, names, seen_from=seen_from).split())


def number_in_words(number: float) -> str:
    """`4`, `2.5`: as a person writes it."""
    written = format(Decimal(repr(float(number))), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def is_counted(question: Question) -> bool:
    """Whether its answers can be counted: `spread` says something."""
    return question.type in _COUNTED


def spread(question: Question, given: Iterable[Answer]) -> str:
    """`3: 2 people · 5: 1`, in the order of the scale or the options; empty when there is nothing to count."""
    counts = _counts(question, given)
    if not counts:
        return ""
    (first, most), *others = counts
    return " · ".join(
        [f"{first}: {plural(most, 'person', 'people')}", *(f"{word}: {n}" for word, n in others)]
    )


def spread_in_words(question: Question, given: Iterable[Answer]) -> str:
    """A scale's answers in a sentence: `1 person said 3 and 2 said 4, of 5`."""
    counts = _counts(question, given)
    if not counts:
        return ""
    (first, most), *others = counts
    said = [f"{plural(most, 'person', 'people')} said {first}", *(f"{n} said {word}" for word, n in others)]
    return f"{listing(said)}, of {question.of}"


def _counts(question: Question, given: Iterable[Answer]) -> list[tuple[str, int]]:
    answers = [item for item in given if not item.is_empty]
    match question.type:
        case QuestionType.SCALE:
            numbers = Counter(item.number for item in answers if item.number is not None)
            return [(number_in_words(number), numbers[number]) for number in sorted(numbers)]
        case QuestionType.YES_NO:
            said = Counter(_plainly(question, item) for item in answers)
            return [(word, said[word]) for word in ("yes", "no") if said[word]]
        case _ if question.type in _CHOSEN:
            nothing = [NOTHING_IN_WORDS] if question.type == QuestionType.BOTTLENECKS else []
            chosen = Counter(option for item in answers for option in item.chosen or nothing)
            in_order = [*question.options, *(option for option in chosen if option not in question.options)]
            return [(escape(option), chosen[option]) for option in in_order if chosen[option]]
        case _:
            return []


def _plainly(question: Question, given: Answer) -> str:
    if given.chosen:
        return ", ".join(given.chosen)
    if question.type == QuestionType.BOTTLENECKS:
        return NOTHING_IN_WORDS
    if given.number is None:
        return given.text or ""
    if question.type == QuestionType.YES_NO:
        return "yes" if given.number else "no"
    number = number_in_words(given.number)
    return f"{number} of {question.of}" if question.type == QuestionType.SCALE else number


def _day(text: str, seen_from: date | None) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return escape(text)
    is_other_year = seen_from is not None and day.year != seen_from.year
    return f"{on_day(day)} {day.year}" if is_other_year else on_day(day)


def _link(text: str) -> str:
    address = "%20".join(text.split()).replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
    linked = f"<{escape(address)}>"
    is_address = text.startswith(("https://", "http://"))
    return linked if is_address and len(linked) <= _LONGEST_LINK else escape(text)
