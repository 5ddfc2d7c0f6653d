"""What stands in the cells of a column: one function for each kind of column and each spelling. Where there is none,
the value is written as it is; nothing is an empty cell, and `null` in JSON.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.values.files import Cell

_FORMULA = "=+\\-@\t\r\0＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula, or drops and looks behind (CWE-1236, OWASP CSV injection);
the wide ones as well, which some take for the narrow ones."""

_BEFORE = r"\s\"'“”„‘’«»`\ufeff"
"""What some of them pass over on the way to it."""

_LEADS_IN = re.compile(rf"(^|[;\t\r\n])(?=[{_BEFORE}]*[{_FORMULA}])")
"""Where a cell begins: also after what a spreadsheet takes for the end of one that was told of another separator, and
so reads no quotes."""

_WHOLE = 1e15
"""Whole numbers up to here are written without a decimal point."""

Spell = Callable[[Any], object]


def guard(words: str | None) -> str | None:
    """Words with an apostrophe before whatever a spreadsheet could take for the beginning of a formula."""
    return _LEADS_IN.sub(r"\1'", words) if words else words


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


PLAIN: Mapping[Cell, Spell] = {
    Cell.NUMBER: _short,
    Cell.BOOLEAN: {None: "", True: "true", False: "false"}.__getitem__,
    Cell.INSTANT: _to_the_second,
    Cell.LIST: _listed,
}
"""For CSV that programs read."""

GUARDED: Mapping[Cell, Spell] = {**PLAIN, Cell.TEXT: guard, Cell.LIST: _joined}
"""For CSV that a spreadsheet opens: words are never taken for a formula, numbers stay numbers."""

JSON: Mapping[Cell, Spell] = {Cell.NUMBER: _short, Cell.DATE: _day, Cell.INSTANT: _exactly}
"""For JSON, without any loss."""
