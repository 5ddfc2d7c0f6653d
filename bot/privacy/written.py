"""What a box of answers holds: values of JSON's kinds, and back."""

from collections.abc import Iterable
from typing import Any

from bot.values.questions import Answer, Answers


def write(given: Iterable[Answer]) -> list[dict[str, Any]]:
    """Answers, to be put into a box; those that say nothing are left out."""
    return [
        {"key": item.key, "text": item.text, "number": item.number, "chosen": list(item.chosen)}
        for item in given
        if not item.is_empty
    ]


def read(written: Iterable[dict[str, Any]]) -> Answers:
    """What came out of a box."""
    return {
        each["key"]: Answer(each["key"], each["text"], each["number"], tuple(each["chosen"]))
        for each in written
    }
