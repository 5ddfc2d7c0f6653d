"""What stands in the cells of a column: one function for each kind of column and each spelling. Where there is none,
values are written as they are; nothing is an empty cell, and `null` in JSON.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.values.files import Cell

_FORMULA = "=+\\-@\t\r\0＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula, or drops and looks behind (CWE-1236, OWASP CSV injection);
the wide ones as well, which some take for the narrow ones."""

_BEFORE = r"\s\"'“”„‘’«»`\ufeff"
"""What some of them pass over on the way to it."""

_BEGINS = re.compile(r"[;\t\r\n]")
"""Where a cell begins: also after what a spreadsheet takes for the end of one that was told of another separator, and
so reads no quotes. Words are read as if a line began before them."""

_COMES_TO = re.compile(rf"({_BEGINS.pattern}(?:(?![\t\r])[{_BEFORE}])*+)(?=([{_FORMULA}])?)")
"""Beginnings, with all that is passed over there, and whether they come to a formula: each character is looked at
once, also where there are thousands of blanks."""

_WHOLE = 1e15
"""Whole numbers up to here are written without a decimal point."""

Spell = Callable[[Any], object]
Column = Sequence[Any]
SpellColumn = Callable[[Column], Column]
"""Columns are spelled and not cells: most of what stands in one is there many times, or needs no other spelling."""


def guard(words: str | None) -> str | None:
    """Words with an apostrophe before whatever a spreadsheet could take for the beginning of a formula."""
    return _COMES_TO.sub(_held_back, f"\n{words}")[1:] if words and _is_at_risk(words) else words


def _is_at_risk(words: str) -> bool:
    return any(formula for _beginning, formula in _COMES_TO.findall(f"\n{words}"))


def _held_back(found: re.Match[str]) -> str:
    return _BEGINS.sub(r"\g<0>'", found[1]) if found[2] else found[1]


def _guarded(column: Column) -> Column:
    # One look at all of them: of ids and keys none is, and of what people say few are.
    return list(map(guard, column)) if _is_at_risk("\n".join(filter(None, column))) else column


def _one_by_one(spell: Spell) -> SpellColumn:
    return lambda column: list(map(spell, column))


def _each_once(spell: Spell) -> SpellColumn:
    def spelled(column: Column) -> Column:
        known = {value: spell(value) for value in set(column)}
        return [known[value] for value in column]

    return spelled


def _to_the_second(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat(timespec="seconds")[:-6] + "Z"


def _exactly(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat()[:-6] + "Z"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _short(value: float | None) -> float | int | None:
    return int(value) if value is not None and abs(value) < _WHOLE and value == int(value) else value


def _listed(value: list[str] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _joined(value: list[str] | None) -> str | None:
    return None if value is None else guard("; ".join(value))


PLAIN: Mapping[Cell, SpellColumn] = {
    Cell.NUMBER: _one_by_one(_short),
    Cell.BOOLEAN: _one_by_one({None: "", True: "true", False: "false"}.__getitem__),
    Cell.INSTANT: _each_once(_to_the_second),
    Cell.LIST: _one_by_one(_listed),
}
"""For CSV that programs read."""

GUARDED: Mapping[Cell, SpellColumn] = {**PLAIN, Cell.TEXT: _guarded, Cell.LIST: _one_by_one(_joined)}
"""For CSV that a spreadsheet opens: words are never taken for a formula, numbers stay numbers."""

JSON: Mapping[Cell, SpellColumn] = {
    Cell.NUMBER: _one_by_one(_short),
    Cell.DATE: _each_once(_day),
    Cell.INSTANT: _each_once(_exactly),
}
"""For JSON, without any loss."""
