"""The input of each type of question, and reading what was put in: they stand side by side."""

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.values.errors import Unusable
from bot.values.questions import Answer, Question, QuestionType
from bot.views.answering.options import offered, picked_of, read_picked
from bot.views.fields import (
    Asked,
    address_in,
    boxes_field,
    choice_field,
    day_field,
    filled_in,
    link_field,
    menu_field,
    number_field,
    several_field,
    user_field,
    words_field,
)

TELLS = "value_tells"
"""An input whose answer decides what else is asked: the form is told at once when it changes."""

MOST = {QuestionType.TEXT: 300, QuestionType.LONG_TEXT: 3000}
"""Characters an answer in words may have; Slack's text input takes 3,000 (docs: block-elements/plain-text-input)."""

_STEPS_AT_ONCE = 7
_OPTIONS_AT_ONCE = 10
"""Radio buttons and checkboxes Slack takes (docs: block-elements/radio-button-group-element, checkboxes-element)."""

_LARGEST = 1e15
"""Up to here a number keeps its last digit."""

_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")

_NEEDED = {
    QuestionType.TEXT: "A word or two is enough, but this one needs an answer.",
    QuestionType.LONG_TEXT: "A word or two is enough, but this one needs an answer.",
    QuestionType.NUMBER: "This one needs a number.",
    QuestionType.PERSON: "This one needs an answer: pick a person.",
    QuestionType.DATE: "This one needs an answer: pick a day.",
    QuestionType.LINK: "This one needs a link.",
}
_PICK = "This one needs an answer: pick what fits best."


def block_of(key: str) -> str:
    """The block a question stands in: errors are shown beside it."""
    return f"question:{key}"


def key_of(block_id: str) -> str | None:
    """The question that stands in a block; None for blocks of other kinds."""
    prefix, _, key = block_id.partition(":")
    return key if prefix == "question" and key else None


def build_input(question: Question, known: Answer | None, *, tells: bool = False) -> dict[str, Any]:
    """A question's input, filled in with what is known as far as it fits."""
    fits = fitting(question, known)
    block_id, ask, text = block_of(question.key), question.ask, fits.text if fits else None
    asked = Asked(hint=question.hint, optional=not question.required, tells=TELLS if tells else None)
    match question.type:
        case QuestionType.TEXT | QuestionType.LONG_TEXT:
            one_line = question.type == QuestionType.TEXT
            most, initial = MOST[question.type], text and text[: MOST[question.type]]
            return words_field(block_id, ask, initial, most=most, one_line=one_line, **asked)
        case QuestionType.NUMBER:
            known_number = _numeral(fits.number) if fits and fits.number is not None else None
            return number_field(block_id, ask, known_number, **asked)
        case QuestionType.PERSON:
            return user_field(block_id, ask, text, placeholder="Pick a person", **asked)
        case QuestionType.DATE:
            day = date.fromisoformat(text) if text else None
            return day_field(block_id, ask, day, placeholder="Pick a day", **asked)
        case QuestionType.LINK:
            return link_field(block_id, ask, text, placeholder="https://", **asked)
        case QuestionType.CHOICES | QuestionType.BOTTLENECKS:
            return _several(question, fits, asked)
        case _:
            return _one(question, fits, asked)


def read_input(values: Mapping[str, Any], question: Question) -> Answer:
    """The answer in a question's input, an empty one where nothing was put in.

    Raises Unusable, with the block it belongs to, for what does not fit.
    """
    try:
        found = _read(question, filled_in(values, block_of(question.key)))
    except Unusable as error:
        raise Unusable(error.user_message, field=block_of(question.key)) from error
    if found.is_empty and question.required:
        raise Unusable(_NEEDED.get(question.type, _PICK), field=block_of(question.key))
    return found


def fitting(question: Question, known: Answer | None) -> Answer | None:
    """What was answered somewhere else, as an answer to this question; None when it does not fit."""
    if known is None or known.is_empty:
        return None
    text, number, key = known.text, known.number, question.key
    match question.type:
        case QuestionType.TEXT | QuestionType.LONG_TEXT:
            one_line = question.type == QuestionType.TEXT
            said = " ".join(text.split()) if text and one_line else text
            return Answer(key, text=said) if said else None
        case QuestionType.NUMBER:
            is_usable = number is not None and abs(number) <= _LARGEST
            return Answer(key, number=number) if is_usable else None
        case QuestionType.SCALE:
            return Answer(key, number=number) if number in range(1, question.of + 1) else None
        case QuestionType.YES_NO:
            return Answer(key, number=number) if number in (0, 1) else None
        case QuestionType.CHOICE | QuestionType.TOP_GOAL:
            is_offered = len(known.chosen) == 1 and known.chosen[0] in question.options
            return Answer(key, chosen=known.chosen) if is_offered else None
        case QuestionType.CHOICES | QuestionType.BOTTLENECKS:
            offered = tuple(option for option in question.options if option in known.chosen)
            return Answer(key, chosen=offered) if offered else None
        case QuestionType.PERSON:
            return Answer(key, text=text) if text and _PERSON.fullmatch(text) else None
        case QuestionType.DATE:
            return Answer(key, text=text) if text and _is_day(text) else None
        case QuestionType.LINK:
            address = address_in(text) if text else None
            return Answer(key, text=address) if address else None
        case QuestionType.GOALS:
            # Whoever sees the number of last week says it again.
            return None


def _one(question: Question, known: Answer | None, asked: Asked) -> dict[str, Any]:
    block_id, words = block_of(question.key), offered(question)
    picked = next(iter(picked_of(question, known)), None)
    is_scale = question.type == QuestionType.SCALE
    if len(words) <= (_STEPS_AT_ONCE if is_scale else _OPTIONS_AT_ONCE):
        return choice_field(block_id, question.ask, words, picked, **asked)
    placeholder = f"1 to {question.of}" if is_scale else "Pick one"
    return menu_field(block_id, question.ask, words, picked, placeholder=placeholder, **asked)


def _several(question: Question, known: Answer | None, asked: Asked) -> dict[str, Any]:
    block_id, words, picked = block_of(question.key), offered(question), picked_of(question, known)
    if len(words) <= _OPTIONS_AT_ONCE:
        return boxes_field(block_id, question.ask, words, picked, **asked)
    return several_field(block_id, question.ask, words, picked, placeholder="Pick any that fit", **asked)


def _read(question: Question, state: Mapping[str, Any]) -> Answer:
    match question.type:
        case QuestionType.SCALE | QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.TOP_GOAL:
            picked = (state.get("selected_option") or {}).get("value")
            return read_picked(question, [picked] if picked else [])
        case QuestionType.CHOICES | QuestionType.BOTTLENECKS:
            return read_picked(question, [item["value"] for item in state.get("selected_options") or ()])
        case QuestionType.PERSON:
            return _read_person(question, state.get("selected_user"))
        case QuestionType.DATE:
            return _read_date(question, state.get("selected_date"))
        case _:
            return _read_typed(question, (state.get("value") or "").strip())


def _read_typed(question: Question, text: str) -> Answer:
    if not text:
        return Answer(question.key)
    match question.type:
        case QuestionType.NUMBER:
            return Answer(question.key, number=_number(text))
        case QuestionType.LINK:
            return _read_link(question, text)
        case _:
            return _read_words(question, text)


def _read_words(question: Question, text: str) -> Answer:
    said = " ".join(text.splitlines()) if question.type == QuestionType.TEXT else text
    most = MOST.get(question.type, 0)
    if len(said) > most:
        raise Unusable(
            f"There is room for {most:,} characters here, and this is {len(said):,}. Please shorten it."
        )
    return Answer(question.key, text=said)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise Unusable("Please write a number, such as 3 or 2.5.") from error
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise Unusable("That number is larger than I can keep. Please give it in a larger unit.")
    return number


def _numeral(number: float) -> str:
    """A number as Slack's input takes it: no exponent, and no `.0` that nobody typed."""
    written = format(Decimal(repr(number)), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _read_person(question: Question, user: str | None) -> Answer:
    if user and not _PERSON.fullmatch(user):
        raise Unusable("I don't know that person. Please pick somebody from the list.")
    return Answer(question.key, text=user or None)


def _read_date(question: Question, day: str | None) -> Answer:
    if day and not _is_day(day):
        raise Unusable("I can't read that day. Please pick one from the calendar.")
    return Answer(question.key, text=day or None)


def _read_link(question: Question, text: str) -> Answer:
    address = address_in(text)
    if address is None:
        raise Unusable("Please paste a whole link, such as https://example.com/page.")
    return Answer(question.key, text=address)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
