"""A row of a join, read as the rows of the tables it joins."""

from collections import namedtuple
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from sqlalchemy import Row, Table


@cache
def parts_of(*tables: Table) -> list[Callable[[Row[Any]], Any]]:
    """What takes the part of each of these tables out of a row that begins with all their columns, in this order."""
    parts: list[Callable[[Row[Any]], Any]] = []
    start = 0
    for table in tables:
        like: Any = namedtuple("Part", [column.name for column in table.c])  # type: ignore[misc]
        parts.append(partial(_part, like._make, start, start + len(table.c)))
        start += len(table.c)
    return parts


def _part(make: Callable[[Any], Any], start: int, end: int, row: Row[Any]) -> Any:
    return make(row[start:end])
