"""How sure somebody is, from 0 to 10, of what they look after: it falls, holds, rises, or they stop saying.

Where one stood the last time is on the screen, and that is where one goes on from.
"""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from sandbox.elements import Element, text_of
from sandbox.errors import Json
from sandbox.teammates.phrases import phrases

_TEN = [str(step) for step in range(11)]
_BEGINS = {"falls": 8, "holds": 7, "rises": 5, "silent": 6}
_GIVES_A_REASON = {"falls": 0.8, "holds": 0.4, "rises": 0.5, "silent": 0.4}
_LOWEST, _HIGHEST = 3, 9


def told(fields: list[Element], dice: Random, *, eager: bool = False) -> dict[str, Any]:
    """What somebody says in the menus from 0 to 10 of a form, and in the line beside each; by block."""
    said: dict[str, Any] = {}
    for menu, beside in _forecasts(fields):
        arc = arc_of(text_of(menu.block.get("label")))
        last = last_said(menu)
        value = forecast(arc, last, dice, eager=eager)
        if value is None:
            continue
        said[menu.block_id] = _option(menu.options, value)
        explains = last is not None and dice.random() < _GIVES_A_REASON[arc]
        if beside is not None and explains:
            said[beside.block_id] = dice.choice(phrases("goals", arc))
    return said


def pressed(row: list[str], shown: str, last: int | None, dice: Random) -> int | None:
    """Which of a row of buttons from 0 to 10 somebody presses about what is shown; None: it is another row."""
    return forecast(arc_of(shown), last, dice, eager=True) if sorted(row) == sorted(_TEN) else None


def belongs(fields: list[Element]) -> set[str]:
    """The blocks of those menus, and of the lines beside them."""
    return {each.block_id for pair in _forecasts(fields) for each in pair if each is not None}


def arc_of(label: str) -> str:
    """How sure its owner is of what is called so, over the weeks; of anything unknown as sure as before."""
    known = (arc for _, _, title, arc in phrases("goals", "aims") if title in label)
    return str(next(known, "holds"))


def last_said(menu: Element) -> int | None:
    """What was said last, as it stands beside the menu."""
    found = re.search(r"\b(10|\d)\b", text_of(menu.block.get("hint")))
    return int(found[1]) if found else None


def forecast(arc: str, last: int | None, dice: Random, *, eager: bool = False) -> int | None:
    """The number somebody picks; None when they leave it out, unless they have to pick one."""
    if last is None:
        return _BEGINS[arc]
    if arc == "falls":
        # Slowly at first, then one cannot look away any more.
        return max(_LOWEST, last - dice.choice((0, 0, 1) if last > _BEGINS["holds"] else (1, 1, 2)))
    if arc == "rises":
        return min(_HIGHEST, last + dice.choice((0, 1)))
    if arc == "silent":
        return last if eager else None
    # Never far from where it began.
    return dice.choice((last, last, _BEGINS["holds"]))


def _forecasts(fields: list[Element]) -> Iterator[tuple[Element, Element | None]]:
    for at, each in enumerate(fields):
        if each.type == "static_select" and _goes_to_ten(each.options):
            after = fields[at + 1] if at + 1 < len(fields) else None
            yield each, after if after is not None and after.type == "plain_text_input" else None


def _goes_to_ten(options: list[Json]) -> bool:
    return sorted(map(_number, options)) == sorted(_TEN)


def _option(options: list[Json], value: int) -> str:
    return next(str(option["value"]) for option in options if _number(option) == str(value))


def _number(option: Json) -> str:
    found = re.match(r"\d+", text_of(option["text"]))
    return found[0] if found else ""
