"""One sentence about when, read word by word. Every word finds its place or is named in the refusal."""

from dataclasses import dataclass
from datetime import date, time

from bot.rituals.spoken.cursor import Unclear
from bot.rituals.spoken.narrowing import (
    Narrowing,
    except_days,
    in_months,
    only_days,
    only_month_days,
    only_places,
)
from bot.rituals.spoken.phrases import MONTH, WEEKDAY, a_date, clock, is_clock, tokens
from bot.rituals.spoken.rhythms import Rhythms
from bot.values.recurrences import Frequency, Recurrence

_SOONEST_HOUR = 7
"""An hour alone that is smaller may well be meant for the afternoon."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says. `start` is where it begins to hold; from `counted_from` weeks and months are counted."""

    days: Recurrence
    at: time | None = None
    start: date | None = None
    counted_from: date | None = None
    until: date | None = None


def read_sentence(text: str, today: date) -> Reading:
    """What these words say about when. Raises Unclear."""
    return _Sentence(tokens(text), today).read()


class _Sentence(Rhythms):
    def __init__(self, words: list[str], today: date) -> None:
        super().__init__(words)
        self._today = today
        self._days: Recurrence | None = None
        self._narrowings: list[Narrowing] = []
        self._said: dict[str, time | date] = {}

    def read(self) -> Reading:
        if not self._here:
            raise Unclear("Say when it asks.")
        while self._here:
            if not (self._at and self._take(",")):
                self._clause()
        if self._words[-1] == ",":
            raise Unclear("After the last comma something is missing.")
        if self._days is None:
            raise Unclear("Say on which days.")
        days = self._days
        for narrow in self._narrowings:
            days = narrow(days)
        return Reading(days, **self._said)  # type: ignore[arg-type]

    def _clause(self) -> None:
        if self._take("at", "@") or is_clock(self._here):
            self._once("at", self._clock())
        elif self._take("until", "till"):
            self._once("until", self._date())
        elif self._take_all("counted", "from") or self._take_all("counting", "from"):
            self._once("counted_from", self._date())
        elif self._starts_on_a_date():
            self._once("start", self._date())
        elif self._take("except") or self._take_all("but", "not") or self._take_all("apart", "from"):
            self._narrowings.append(self._exception())
        elif self._take("only"):
            self._narrowings.append(self._only())
        elif self._here == "in" and self._ahead(1) in MONTH:
            self._take("in")
            self._narrowings.append(in_months(self._months()))
        elif self._days is None:
            self._days = self._rhythm()
        else:
            raise self._lost()

    def _starts_on_a_date(self) -> bool:
        if self._take("starting", "beginning"):
            self._take("on") or self._take("from")
            return True
        return self._ahead(1) not in WEEKDAY and self._take("from", "since")

    def _once(self, what: str, said: time | date) -> None:
        if what in self._said:
            raise Unclear("There are two times in it." if what == "at" else "There are two such dates in it.")
        self._said[what] = said

    def _clock(self) -> time:
        word = self._here
        found = clock(word, bare=True)
        if found is None:
            raise Unclear(f"“{word}” is no time of day." if word[:1].isdigit() else str(self._lost()))
        if word.isdigit() and 0 < found.hour < _SOONEST_HOUR:
            raise Unclear(
                f"“At {word}” may be early or late: write “at {found.hour:02}:00” or “at {word}pm”."
            )
        self._at += 1
        return found

    def _date(self) -> date:
        begin = self._at
        while (self._here[:1].isdigit() and not is_clock(self._here)) or self._here in MONTH:
            if self._at - begin == 3:
                break
            self._at += 1
            if self._here == "," and self._ahead(1).isdigit() and len(self._ahead(1)) == 4:
                del self._words[self._at]
        found = a_date(self._words[begin : self._at], self._today) if self._at > begin else None
        if found is None:
            wrong = " ".join(self._words[begin : max(self._at, begin + 1)])
            raise Unclear(f"“{wrong}” is no date: write it like “1 Dec 2026”.")
        return found

    def _exception(self) -> Narrowing:
        self._take("on") or self._take("in")
        if self._here in MONTH:
            months = self._months()
            return in_months([month for month in range(1, 13) if month not in months], but=True)
        days = self._weekdays()
        return lambda found: except_days(found, days)

    def _only(self) -> Narrowing:
        if self._take("in"):
            return in_months(self._months())
        if self._take("the"):
            places = self._places()
            for word in ("of", "them", "each"):
                self._need(word)
            each = {"day": Frequency.DAILY, "week": Frequency.WEEKLY, "month": Frequency.MONTHLY}
            frequency = each.get(self._here)
            self._need("day", "week", "month")
            return lambda found: only_places(found, places, frequency)
        self._need("on")
        if self._take("the"):
            month_days = self._month_days()
            return lambda found: only_month_days(found, month_days)
        days = self._weekdays()
        return lambda found: only_days(found, days)
