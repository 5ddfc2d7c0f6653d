"""Reading a message from an app: does it want something, and which button is for that?"""

import re
from collections.abc import Iterator
from enum import Enum, auto

from sandbox.elements import Element, elements, words
from sandbox.model import Message
from sandbox.teammates.topics import mentions


class Purpose(Enum):
    """What a button is for, as far as its words tell."""

    ANSWER = auto()
    SKIP = auto()
    EDIT = auto()
    STEP = auto()
    OBJECT = auto()
    RESOLVE = auto()
    RATE = auto()
    OTHER = auto()


# Tried in this order: "Change my answer" edits, and "Not for me" is nothing to press on an ordinary day.
_SIGNS: tuple[tuple[Purpose, tuple[str, ...]], ...] = (
    (Purpose.OTHER, ("not for me", "stop", "unsubscribe", "leave", "delete", "decline", "reopen", "why")),
    (Purpose.EDIT, ("edit", "change", "correct", "add to")),
    (Purpose.OBJECT, ("not yet", "not quite")),
    (Purpose.SKIP, ("skip", "not today", "not this time")),
    (
        Purpose.STEP,
        (
            "acknowledge",
            "on it",
            "i'm on it",
            "got it",
            "promise",
            "confirm",
            "it is solved",
            "solved",
            "that did it",
        ),
    ),
    (
        Purpose.ANSWER,
        ("answer", "check in", "check-in", "reply", "respond", "fill", "take part", "vote", "share"),
    ),
)
_RATING = re.compile(r"\W*(10|\d)\b.*|\W+")
_REMINDS = (
    "remind",
    "still",
    "closes",
    "before it",
    "last call",
    "last chance",
    "waiting for your",
    "not yet",
)


def purpose_of(button: Element) -> Purpose:
    """What somebody would take this button to be for."""
    for purpose, signs in _SIGNS:
        if mentions(button.name, *signs):
            return purpose
    return Purpose.RATE if _RATING.fullmatch(button.name) else Purpose.OTHER


def buttons(message: Message, purpose: Purpose) -> list[Element]:
    """The buttons of a message with this purpose, in reading order."""
    found = list(_buttons(message))
    steps = {each.block_id for each in found if purpose_of(each) is Purpose.STEP}
    return [each for each in found if _purpose_beside(each, steps) is purpose]


def rating_buttons(message: Message) -> list[Element]:
    """The buttons of the first row from which one is to be picked, such as 1 to 5; empty when there is none."""
    found = buttons(message, Purpose.RATE)
    row = [each for each in found if each.block_id == found[0].block_id]
    return row if len(row) > 1 else []


def reminds(message: Message) -> bool:
    """Whether a message speaks of something that was asked before."""
    shown = " ".join([message.text, *words(message.blocks)])
    return mentions(shown, *_REMINDS)


def _purpose_beside(button: Element, steps: set[str]) -> Purpose:
    """Where one can say "I'm on it" first, an answer is what it takes days of work to give."""
    purpose = purpose_of(button)
    return Purpose.RESOLVE if purpose is Purpose.ANSWER and button.block_id in steps else purpose


def _buttons(message: Message) -> Iterator[Element]:
    return (each for each in elements(message.blocks) if each.type == "button" and "url" not in each.body)
