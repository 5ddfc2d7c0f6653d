"""Reading days from plain words, token by token. What they mean to the person is said by `away_words`."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.values.rest import Days
from bot.views.people.day_tokens import (
    Day,
    Named,
    NotRead,
    Tokens,
    Weekday,
    month_in,
    slashed,
    there,
    weekday_in,
)

JUST_OVER = 60
"""A day of the year that passed less than this many days ago is taken for a slip, not for next year's."""

_TOO_LONG = 200
"""Days without a year that would last longer are more likely the wrong way round."""

_UNTIL = ("until", "till", "til", "through", "thru")
_TO = (*_UNTIL, "to", "–", "—", "−", "-")


class Reading:
    """Reads tokens from left to right; the first rule that leaves nothing over is right."""

    def __init__(self, text: str, today: date) -> None:
        self._tokens, self._today = Tokens(text), today

    def days(self) -> Days:
        """The whole text. Raises NotRead, or Unusable where it can be read in two ways."""
        rules: tuple[Callable[[], Days], ...] = (
            self._week_or_month,
            self._until,
            self._for_a_while,
            self._within_a_month,
            self._from_to,
            self._one_day,
        )
        for rule in rules:
            self._tokens.start_again()
            try:
                days = rule()
            except NotRead:
                continue
            if self._tokens.is_over:
                return days
        raise NotRead

    def _week_or_month(self) -> Days:
        is_next = self._tokens.word("this", "next") == "next"
        if self._tokens.word("week", "month") == "week":
            first = self._monday(weeks=int(is_next))
            return Days(max(first, self._today), first + timedelta(days=6))
        month = self._today.replace(day=1)
        first = _next_month(month) if is_next else self._today
        return Days(first, _next_month(first) - timedelta(days=1))

    def _until(self) -> Days:
        self._tokens.maybe("from")
        self._tokens.maybe("now", "today")
        self._tokens.word(*_UNTIL)
        return Days(self._today, self._coming(self._named()))

    def _for_a_while(self) -> Days:
        """`3 days`, `for 3 days from Monday`, `from Monday for 3 days`."""
        length = self._tokens.length()
        if length is not None:
            first = self._coming(self._named()) if self._tokens.maybe("from", "starting") else self._today
        else:
            self._tokens.maybe("from", "starting")
            first = self._coming(self._named())
            length = there(self._tokens.length())
        return Days(first, first + timedelta(days=length - 1))

    def _within_a_month(self) -> Days:
        """`20–23 Dec 2026` and `Dec 20–23`: the month is said once."""
        self._tokens.maybe("from")
        month = self._tokens.maybe_month()
        first = self._tokens.number()
        self._tokens.word(*_TO)
        last = self._tokens.number()
        month = month or there(self._tokens.maybe_month())
        year = self._tokens.maybe_year()
        return self._between(Day(first, month, year), Day(last, month, year))

    def _from_to(self) -> Days:
        between = self._tokens.maybe("between")
        self._tokens.maybe("from")
        first = self._named()
        self._tokens.word(*(("and",) if between else _TO))
        return self._between(first, self._named())

    def _one_day(self) -> Days:
        day = self._coming(self._named())
        return Days(day, day)

    def _between(self, first: Named, last: Named) -> Days:
        if not _is_open(first) or not _is_open(last):
            days = self._one_after_the_other(first, last)
        else:
            days = self._in_one_go(first, last)
        if _is_open(last) and _is_too_long(days):
            raise NotRead
        return days

    def _one_after_the_other(self, first: Named, last: Named) -> Days:
        if isinstance(first, Day) and isinstance(last, Day) and first.year is None:
            end = last.since(self._today)
            start = there(first.in_year(end.year))
            return Days(start if start <= end else there(first.in_year(end.year - 1)), end)
        start = self._coming(first)
        return Days(start, self._since(last, max(start, self._today)))

    def _in_one_go(self, first: Named, last: Named) -> Days:
        # Neither has a year: the first such days that are not over. Those that are over only just are a slip.
        assert isinstance(first, Day)
        assert isinstance(last, Day)
        starts = (first.in_year(self._today.year + offset) for offset in range(-1, 9))
        spans = (Days(start, last.since(start)) for start in starts if start)
        since = self._today - timedelta(days=JUST_OVER)
        # 29 Feb may not come for years after a 28 Feb.
        return there(next((days for days in spans if days.last >= since and not _is_too_long(days)), None))

    def _coming(self, named: Named) -> date:
        is_day = isinstance(named, Day)
        return self._since(named, self._today - timedelta(days=JUST_OVER if is_day else 0))

    def _since(self, named: Named, day: date) -> date:
        return named if isinstance(named, date) else named.since(day)

    def _named(self) -> Named:
        kind, token = self._tokens.take()
        match kind:
            case "iso":
                year, month, day = map(int, token.split("-"))
                return Day(day, month, year)
            case "dots":
                day, month, *years = (int(part) for part in token.split(".") if part.strip())
                return Day(day, month, years[0] if years else None)
            case "slashes":
                return slashed(token)
            case "number":
                month = there(self._tokens.maybe_month())
                return Day(int(token), month, self._tokens.maybe_year())
            case _:
                return self._named_by(token)

    def _named_by(self, word: str) -> Named:
        if word == "day":
            self._tokens.word("after")
            self._tokens.word("tomorrow")
            return self._today + timedelta(days=2)
        if word in ("today", "now", "tomorrow"):
            return self._today + timedelta(days=word == "tomorrow")
        if month := month_in(word):
            return Day(self._tokens.number(), month, self._tokens.maybe_year())
        if word in ("this", "next"):
            weekday = there(weekday_in(self._tokens.take()[1]))
            return self._monday(weeks=int(word == "next")) + timedelta(days=weekday)
        weekday = there(weekday_in(word))
        # `Sun 20 Dec`: the date says it all.
        has_date = self._tokens.kind_ahead() in ("iso", "dots", "slashes", "number") or month_in(
            self._tokens.ahead()
        )
        return self._named() if has_date else Weekday(weekday)

    def _monday(self, *, weeks: int) -> date:
        return self._today + timedelta(days=-self._today.weekday(), weeks=weeks)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _is_too_long(days: Days) -> bool:
    return (days.last - days.first).days > _TOO_LONG


def _is_open(named: Named) -> bool:
    return isinstance(named, Day) and named.year is None
