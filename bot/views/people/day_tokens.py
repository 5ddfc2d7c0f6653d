"""The words of a calendar, one token after the other: what `day_words` reads days from."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from bot.values.errors import Unusable

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS = {"d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7}
_NOISE = frozenset(
    {",", "on", "the", "of", "rest", "all", "away", "i", "i'm", "am", "will", "be", "ooo"}
    | {"vacation", "holiday", "holidays", "leave"}
)

Found = TypeVar("Found")

_TOKEN = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"|(?P<dots>[0-9]{1,2}\.\s?[0-9]{1,2}(?:\.(?:\s?[0-9]{4})?)?)(?![0-9])"
    r"|(?P<slashes>[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4})?)"
    r"|(?P<number>[0-9]+)(?:st|nd|rd|th)?\.?"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)\.?"
    r"|(?P<mark>[–—−,-])"
    r"|(?P<strange>\S)"
)


class NotRead(Exception):
    """These words are no days."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week: the next one there is."""

    number: int

    def since(self, day: date) -> date:
        return day + timedelta(days=(self.number - day.weekday()) % 7)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year, of one year or of the next one that fits."""

    day: int
    month: int
    year: int | None = None

    def in_year(self, year: int) -> date | None:
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None

    def since(self, day: date) -> date:
        """The first such day that is not before another; 29 February waits for its year."""
        if self.year is not None:
            return there(self.in_year(self.year))
        found = (self.in_year(year) for year in range(day.year, day.year + 9))
        return there(next((each for each in found if each and each >= day), None))


Named = date | Day | Weekday


class Tokens:
    """What is left of a text, from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens, self._at = _tokens(text), 0

    @property
    def is_over(self) -> bool:
        return self._at == len(self._tokens)

    def start_again(self) -> None:
        self._at = 0

    def length(self) -> int | None:
        """How many days `3 days` or `for a week` is; None leaves all as it was."""
        at = self._at
        try:
            self.maybe("for", "next")
            kind, token = self.take()
            number = int(token) if kind == "number" else there(_number_in(token))
            unit = self.word(*_UNITS)
        except NotRead:
            self._at = at
            return None
        if not 0 < number < 10_000:
            raise NotRead
        return number * _UNITS[unit]

    def maybe_month(self) -> int | None:
        month = month_in(self.ahead())
        self._at += month is not None
        return month

    def maybe_year(self) -> int | None:
        is_year = self.kind_ahead() == "number" and len(self.ahead()) == 4
        return self.number() if is_year else None

    def number(self) -> int:
        kind, token = self.take()
        if kind != "number":
            raise NotRead
        return int(token)

    def word(self, *words: str) -> str:
        _, token = self.take()
        if token not in words:
            raise NotRead
        return token

    def maybe(self, *words: str) -> bool:
        is_there = self.ahead() in words
        self._at += is_there
        return is_there

    def kind_ahead(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def ahead(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def take(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise NotRead
        self._at += 1
        return self._tokens[self._at - 1]


def _tokens(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _TOKEN.finditer(text.lower().replace("’", "'")):
        kind = str(match.lastgroup)
        if match[kind] not in _NOISE:
            found.append((kind, match[kind]))
    return found


def slashed(token: str) -> Day:
    first, second, *years = map(int, token.split("/"))
    year = years[0] if years else None
    if first <= 12 and second <= 12 and first != second:
        raise Unusable(
            f"“{token}” could be a day in {_name_of(first)} or in {_name_of(second)}. Write the month as a word,"
            " please."
        )
    return Day(second, first, year) if second > 12 else Day(first, second, year)


def _name_of(month: int) -> str:
    return _MONTHS[month - 1].title() if 0 < month <= 12 else "no month"


def month_in(word: str) -> int | None:
    if word == "sept":
        return 9
    return next((at for at, name in enumerate(_MONTHS, 1) if word in (name, name[:3])), None)


def weekday_in(word: str) -> int | None:
    names = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    return next((at for at, name in enumerate(_WEEKDAYS) if word in (name, name[:3])), names.get(word))


def _number_in(word: str) -> int | None:
    if word in ("a", "an"):
        return 1
    return next((at for at, name in enumerate(_NUMBERS, 1) if word == name), None)


def there(found: Found | None) -> Found:
    if found is None:
        raise NotRead
    return found
