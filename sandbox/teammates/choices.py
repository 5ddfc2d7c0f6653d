"""Choosing among options by what they say: scales, yes and no, names, anything."""

import re
from random import Random

from sandbox.elements import Element, text_of
from sandbox.errors import Json
from sandbox.teammates.answers import Waiting
from sandbox.teammates.topics import NO, SCALES, YES

_HIGH = re.compile(
    r"\b(great|good|very|high|strong|agree|confident|clear|happy|always|fully|love)", re.IGNORECASE
)
_LOW = re.compile(
    r"\b(bad|low|poor|not|never|disagree|unclear|unsure|sad|awful|hardly|worried|no)\b", re.IGNORECASE
)


def chosen(element: Element, topic: str, level: int, waiting: Waiting | None, dice: Random) -> str:
    """The value of the option somebody would pick; `level` from 1 to 5 is how high they stand on a scale."""
    options = element.options
    if (named := _that_names(options, waiting)) is not None:
        return str(named["value"])
    if (answer := _yes_or_no(options, topic, waiting, dice)) is not None:
        return str(answer["value"])
    if is_scale(options) or (topic in SCALES and len(options) > 2):
        return str(_at(rising(options), level)["value"])
    # People lean towards what stands first.
    return str(options[min(int(dice.expovariate(0.7)), len(options) - 1)]["value"])


def several(element: Element, topic: str, waiting: Waiting | None, dice: Random) -> list[str]:
    """One or two values of a list with many answers, no more than it allows."""
    most = min(2, element.body.get("max_selected_items", 2), len(element.options))
    first = chosen(element, topic, 3, waiting, dice)
    others = [option["value"] for option in element.options if option["value"] != first]
    return [first, *dice.sample(others, dice.randint(0, min(most - 1, len(others))))]


def is_scale(options: list[Json]) -> bool:
    """Whether the options are steps: numbers in a row, or words from low to high."""
    texts = [text_of(option["text"]) for option in options]
    numbered = all(re.match(r"\W*\d", text) for text in texts)
    worded = _leaning(texts[0]) * _leaning(texts[-1]) < 0
    return len(options) > 2 and (numbered or worded)


def rising(options: list[Json]) -> list[Json]:
    """The steps of a scale from low to high."""
    texts = [text_of(option["text"]) for option in options]
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    falling = numbers[0] > numbers[-1] if len(numbers) == len(texts) else _leaning(texts[0]) > 0
    return options[::-1] if falling else options


def _at(steps: list[Json], level: int) -> Json:
    return steps[round((level - 1) / 4 * (len(steps) - 1))]


def _that_names(options: list[Json], waiting: Waiting | None) -> Json | None:
    """The option that names who is waited for: the person, or what they do."""
    if waiting is None:
        return None
    for sign in (waiting.who.first_name, waiting.who.function):
        for option in options:
            if sign.lower() in text_of(option["text"]).lower():
                return option
    return None


def _yes_or_no(options: list[Json], topic: str, waiting: Waiting | None, dice: Random) -> Json | None:
    yes = next((option for option in options if YES.search(text_of(option["text"]))), None)
    no = next((option for option in options if NO.search(text_of(option["text"]))), None)
    if yes is None or no is None or len(options) > 3:
        return None
    agrees = waiting is not None if topic == "stuck" else dice.random() < 0.75
    return yes if agrees else no


def _leaning(text: str) -> int:
    return -1 if _LOW.search(text) else 1 if _HIGH.search(text) else 0
