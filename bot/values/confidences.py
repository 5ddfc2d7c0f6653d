"""How confident people say they are in their goals, a line for each: what is kept of an answer, and shown of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_ASKED = 20
"""Goals one person is asked about on a page: two inputs each, well under the 100 blocks of a modal."""

_GAP = "\N{NO-BREAK SPACE}"
"""Stands in no title and in no reason (`tidy`): it looks like any space, and says where each of them ends."""

_LINE = re.compile(
    rf"(?P<title>[^{_GAP}]+):{_GAP}(?P<value>10|\d)(?:{_GAP}\((?P<was>10|\d|as) last time\))?"
    rf"(?:{_GAP}— “(?P<why>[^{_GAP}]+)”)?"
)


@dataclass(frozen=True, slots=True)
class AskedGoal:
    """A goal a round asks about, and who looked after it when the round opened (0: it does not say).

    `team_id`: whose it was, where people pick one among the goals of their team; None: everybody's. `was` is what was
    said last before that, and `was_on` when; known only where somebody is about to answer.
    """

    id: int
    title: str
    owner_id: int
    team_id: int | None = None
    was: int | None = None
    was_on: date | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says about one goal: how confident they are, `why`, and what was said `last time`."""

    title: str
    value: int
    why: str | None = None
    was: int | None = None


def tidy(text: str) -> str:
    """The same in one line, with plain spaces."""
    return " ".join(text.split())


def in_one_line(saying: Saying) -> str:
    """`KR2 activation: 7 (3 last time) — “tracking fixed”`; `7 (as last time)` where it is the same."""
    last = "as" if saying.was == saying.value else saying.was
    was = f"{_GAP}({last} last time)" if saying.was is not None else ""
    why = f"{_GAP}— “{saying.why}”" if saying.why else ""
    return f"{saying.title}:{_GAP}{saying.value}{was}{why}"


def read_line(text: str) -> Saying | None:
    """What such a line says; None for any other words."""
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    value, was = int(found["value"]), found["was"]
    last = value if was == "as" else int(was) if was is not None else None
    return Saying(found["title"], value, found["why"], last)


def said(goals: Iterable[AskedGoal], lines: Iterable[str]) -> dict[int, Saying]:
    """What these lines say about these goals, which are called differently, by the id of each."""
    by_title = {each.title: each for each in map(read_line, lines) if each is not None}
    return {goal.id: by_title[goal.title] for goal in goals if goal.title in by_title}
