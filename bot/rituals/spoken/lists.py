"""Reading lists: of weekdays, of months, of places in a month."""

from bot.rituals.spoken.cursor import Cursor, Unclear
from bot.rituals.spoken.phrases import DAY_GROUPS, MONTH, ORDINAL, WEEKDAY
from bot.values.recurrences import in_order
from bot.values.rest import WEEKDAYS

AND = (",", "and", "&", "+")


class Lists(Cursor):
    """A sentence whose lists are read."""

    def _is_a_group(self) -> bool:
        """Whether one of several days is meant: `working day`, `Mon or Tue`, `Mon, Tue or Wed`."""
        if self._here not in WEEKDAY:
            return self._here in DAY_GROUPS or self._here in ("working", "business")
        behind = 1
        while self._ahead(behind) == "," and self._ahead(behind + 1) in WEEKDAY:
            behind += 2
        return "or" in (self._ahead(behind), self._ahead(behind + (self._ahead(behind) == ",")))

    def _places(self) -> tuple[int, ...]:
        self._take("the")
        found = [self._place()]
        while self._goes_on_with_a_place():
            found.append(self._place())
        return in_order(found)

    def _place(self) -> int:
        if self._here not in ORDINAL:
            raise self._lost("Which one? Write “first”, “15th” or “last”.")
        place = ORDINAL[self._here]
        self._at += 1
        if place == 1 or place < 0:
            return place
        if self._take_all("to", "last") or self._take("last"):
            return -place
        return place

    def _month_days(self) -> tuple[int, ...]:
        days = self._places()
        self._take("day", "days")
        while self._goes_on_with_a_place():
            days += self._places()
            self._take("day", "days")
        if any(abs(day) > 31 for day in days):
            raise Unclear("No month has so many.")
        return in_order(days)

    def _weekdays(self, last: str = "and") -> frozenset[int]:
        joined = (",", "or") if last == "or" else AND
        found = self._some_days()
        while self._here in joined:
            skip = 2 if self._here == "," and self._ahead(1) in joined else 1
            if self._ahead(skip) not in WEEKDAY and self._ahead(skip) not in DAY_GROUPS:
                break
            self._at += skip
            found |= self._some_days()
        return found

    def _some_days(self) -> frozenset[int]:
        if self._take("working", "business"):
            self._need("day", "days")
            return WEEKDAYS
        if self._here in DAY_GROUPS:
            group = DAY_GROUPS[self._here]
            self._at += 1
            if len(group) == 2:
                self._take("day", "days")
            return group
        if self._here not in WEEKDAY:
            raise self._lost("Which day?" if not self._here else "")
        first = WEEKDAY[self._here]
        self._at += 1
        if self._ahead(1) in WEEKDAY and self._take("-", "to", "through", "thru"):
            return self._up_to(first)
        return frozenset({first})

    def _up_to(self, first: int) -> frozenset[int]:
        last = WEEKDAY[self._here]
        if last == first:
            raise self._lost("From one day to the same day: which days are meant?")
        self._at += 1
        return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))

    def _months(self) -> list[int]:
        found = [self._month()]
        while self._here in AND:
            skip = 2 if self._here == "," and self._ahead(1) in AND else 1
            if self._ahead(skip) not in MONTH:
                break
            self._at += skip
            found.append(self._month())
        return sorted(set(found))

    def _month(self) -> int:
        if self._here not in MONTH:
            raise self._lost("Which month?")
        self._at += 1
        return MONTH[self._words[self._at - 1]]

    def _goes_on_with_a_place(self) -> bool:
        ahead = 0
        while self._ahead(ahead) in AND and ahead < 2:
            ahead += 1
        ahead += ahead > 0 and self._ahead(ahead) == "the"
        if ahead == 0 or self._ahead(ahead) not in ORDINAL:
            return False
        self._at += ahead
        return True
