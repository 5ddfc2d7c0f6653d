"""Pictures, before anybody draws them: series over weeks, and rows with columns."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A series: one value for each category of its chart; None: there is none, or it may not be shown."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over the same categories, oldest first. `unit` says what the numbers are: `of 5`, `%`, `days`."""

    title: str
    categories: Sequence[str]
    lines: Sequence[Line]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows with a name each, below a header; all of them have as many cells as the header."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
