"""For how many months what is kept is kept: the periods of the environment, all in one place."""

from collections.abc import Callable
from dataclasses import dataclass

from config.formats import whole_number
from config.problems import Wrong

FOREVER = "forever"

LONGEST = 120
"""Months; whoever means longer means for ever."""

SHORTEST_BASE = 4
"""Months of answers below which nothing could be told from usual variation any more: that takes 13 weeks."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Months; None is for ever. What may be personal and is nobody's to find again is never kept for ever."""

    answers: int | None = 12
    anonymous_texts: int = 6
    results: int | None = 36
    bottlenecks: int | None = 36
    feedback: int = 12
    messages: int = 1
    leavers: int = 12


USUAL = Periods()

VARIABLES = (
    "KEEP_ANSWERS",
    "KEEP_ANONYMOUS_TEXTS",
    "KEEP_RESULTS",
    "KEEP_BOTTLENECKS",
    "KEEP_FEEDBACK",
    "KEEP_MESSAGES",
    "KEEP_LEAVERS",
)


def months(least: int = 1, *, or_forever: bool = False) -> Callable[[str], int]:
    """A reader of a number of months. Whether for ever will do is said where it was not understood."""
    count = whole_number(least, LONGEST)
    todo = f"Write a number of months from {least} to {LONGEST}{f', or {FOREVER}' if or_forever else ''}."

    def read(text: str) -> int:
        try:
            return count(text)
        except Wrong as wrong:
            raise Wrong(wrong.what, todo) from wrong

    return read
