"""Tables as people take them away: what each column holds, in which unit, and what tells one row from another."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Cell(StrEnum):
    """What a column holds, by the names Frictionless Table Schema has for it."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "datetime"
    LIST = "array"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, what it holds, and what that is in plain words. `required`: no row is without it;
    `one_of`: it is one of these words."""

    name: str
    cell: Cell
    what: str
    unit: str | None = None
    required: bool = False
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose values are found in a column of another table."""

    field: str
    sheet: str
    to: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: one row for each thing of one kind, told apart by its `key`."""

    name: str
    what: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(field.name for field in self.fields)


Row = Mapping[str, object]
"""One row by the names of its columns; None: there is nothing."""

Page = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Part:
    """One table, and the pages of its rows; they are read once."""

    sheet: Sheet
    pages: AsyncIterator[Page]


@dataclass(frozen=True, slots=True)
class Facing:
    """What stands on the first page of a package: whose it is, for whom, from when on, made when, and what to know
    about it."""

    title: str
    workspace: str
    covers: str
    since: date | None
    made_at: datetime
    notes: Sequence[str] = ()


def text(name: str, what: str, *, required: bool = False, one_of: tuple[str, ...] = ()) -> Field:
    """A column of words."""
    return Field(name, Cell.TEXT, what, required=required, one_of=one_of)


def integer(name: str, what: str, *, unit: str | None = None, required: bool = False) -> Field:
    """A column of whole numbers."""
    return Field(name, Cell.INTEGER, what, unit=unit, required=required)


def number(name: str, what: str, *, unit: str | None = None) -> Field:
    """A column of numbers."""
    return Field(name, Cell.NUMBER, what, unit=unit)


def flag(name: str, what: str) -> Field:
    """A column of yes and no."""
    return Field(name, Cell.BOOLEAN, what, required=True)


def day(name: str, what: str, *, required: bool = False) -> Field:
    """A column of days."""
    return Field(name, Cell.DATE, what, required=required)


def instant(name: str, what: str, *, required: bool = False) -> Field:
    """A column of instants."""
    return Field(name, Cell.INSTANT, what, required=required)


def several(name: str, what: str) -> Field:
    """A column of lists of words."""
    return Field(name, Cell.LIST, what)
