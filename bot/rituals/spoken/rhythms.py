"""Reading how often: "every other Tuesday", "the first and third Monday of the month"."""

from dataclasses import replace

from bot.rituals.spoken.cursor import Unclear
from bot.rituals.spoken.lists import AND, Lists
from bot.rituals.spoken.narrowing import of_the_quarter
from bot.rituals.spoken.phrases import MONTH, ORDINAL, WEEKDAY
from bot.values.recurrences import Frequency, Recurrence, in_order


class Rhythms(Lists):
    """A sentence whose days are read."""

    def _rhythm(self) -> Recurrence:
        if self._take("daily"):
            return Recurrence(Frequency.DAILY)
        if self._here in ("weekly", "fortnightly"):
            return self._of_weeks(2 if self._take("fortnightly") or not self._take("weekly") else 1)
        if self._here in ("monthly", "quarterly"):
            return self._of_months(1, by_quarter=self._take("quarterly") or not self._take("monthly"))
        if self._take("every", "each"):
            return self._every()
        self._take("on") or self._take("from")
        if self._here == "the" or self._here in ORDINAL:
            return self._places_of_a_month()
        return _weekly(self._weekdays())

    def _every(self) -> Recurrence:
        if self._here in ORDINAL:
            return self._every_nth()
        interval = 2 if self._take("other") else self._number()
        if self._take("day", "days"):
            return Recurrence(Frequency.DAILY, interval)
        if self._take("week", "weeks"):
            return self._of_weeks(interval)
        if self._take("month", "months"):
            return self._of_months(interval)
        if interval == 1 and self._take("quarter"):
            return self._of_months(1, by_quarter=True)
        begin = self._here
        days = self._weekdays()
        if interval > 2 or (interval == 2 and (len(days) > 1 or begin not in WEEKDAY)):
            raise Unclear(f"Write “every {_weeks(interval)} on …”, so that it is clear what is counted.")
        return _weekly(days, interval)

    def _every_nth(self) -> Recurrence:
        begin, place = self._at, ORDINAL[self._here]
        self._at += 1
        if place == 2 and self._take("day"):
            return Recurrence(Frequency.DAILY, 2)
        if place == 2 and self._here in WEEKDAY and self._ahead(1) != "of":
            return _weekly(frozenset({WEEKDAY[self._words[self._at]]}), self._past(2))
        for unit, frequency in (("week", self._of_weeks), ("month", self._of_months)):
            if place > 0 and self._take(unit):
                return frequency(place)
        self._at = begin
        return self._places_of_a_month()

    def _past(self, interval: int) -> int:
        self._at += 1
        if self._here in (*AND, "-") and self._ahead(1) in WEEKDAY:
            raise Unclear(f"Write “every {_weeks(interval)} on …”, so that it is clear what is counted.")
        return interval

    def _number(self) -> int:
        if not self._here.isdigit():
            return 1
        number = int(self._here[:4])
        if not 1 <= number <= 52:
            raise Unclear(f"“Every {self._here[:8]}” is not a number I count in: use 1 to 52.")
        self._at += 1
        return number

    def _of_weeks(self, interval: int) -> Recurrence:
        if not self._take("on"):
            raise self._lost("On which day of the week?")
        return _weekly(self._weekdays(), interval)

    def _of_months(self, interval: int, *, by_quarter: bool = False) -> Recurrence:
        if not self._take("on"):
            raise self._lost("On which day of the month?")
        if interval > 1 and self._take("every"):
            return Recurrence(Frequency.MONTHLY, interval, days=self._weekdays())
        if self._here in WEEKDAY:
            raise Unclear("Which one of the month? Write “the first Monday”.")
        found = replace(self._which(), interval=interval)
        return of_the_quarter(found) if by_quarter else found

    def _places_of_a_month(self) -> Recurrence:
        found = self._which()
        if not self._take("of", "in"):
            raise self._lost("Of what? Write “of the month”, or “every 3 weeks on Tuesday”.")
        if self._here in MONTH:
            return replace(found, months=tuple(self._months()))
        if not self._take("the", "each", "every", "a"):
            raise self._lost("Here I expect “the month”.")
        interval = 2 if self._take("other") else self._number()
        if interval == 1 and self._take("quarter"):
            return of_the_quarter(found)
        self._need("month", "months")
        return replace(found, interval=interval)

    def _which(self) -> Recurrence:
        """`the first and third Mon`, `the 1st, 15th and last day`, `the first Mon or Tue`, `last working day`."""
        month_days: list[int] = []
        nth: list[tuple[int, int]] = []
        while True:
            places = self._places()
            if self._is_a_group():
                days = self._weekdays("or")
                if nth or month_days:
                    raise Unclear("Which days of the month? Keep one kind of them.")
                return Recurrence(Frequency.MONTHLY, days=days, positions=places)
            if self._here in WEEKDAY:
                nth += [(place, WEEKDAY[self._here]) for place in places]
                self._at += 1
            else:
                month_days += places
                self._take("day", "days")
            if not self._goes_on_with_a_place():
                break
        return self._either(nth, month_days)

    def _either(self, nth: list[tuple[int, int]], month_days: list[int]) -> Recurrence:
        if nth and month_days:
            raise Unclear("Either weekdays or days of the month: both at once I can't count.")
        if any(abs(place) > 5 for place, _ in nth) or any(abs(day) > 31 for day in month_days):
            raise Unclear("No month has so many.")
        return Recurrence(Frequency.MONTHLY, nth=tuple(nth), month_days=in_order(month_days))


def _weekly(days: frozenset[int], interval: int = 1) -> Recurrence:
    return Recurrence(Frequency.WEEKLY, interval, days=days)


def _weeks(interval: int) -> str:
    return "other week" if interval == 2 else f"{interval} weeks"
