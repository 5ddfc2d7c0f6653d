"""When a person is to be left in peace: away, on days off, at night."""

from dataclasses import dataclass
from datetime import date, time

WEEKDAYS = frozenset(range(5))
"""Monday (0) to Friday (4)."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row, from `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Away:
    """An absence from the morning of `first` to the evening of `last`, on the person's own calendar."""

    id: int
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether this day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours without a message of ours, on the person's own clock; from evening to morning, or within a day.

    Both the same: there are none.
    """

    since: time = time(20, 0)
    until: time = time(7, 0)

    def covers(self, at: time) -> bool:
        """Whether this time of day is quiet."""
        if self.since <= self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until


USUAL_QUIET = Quiet()
"""Until somebody says otherwise: from 20:00 to 07:00."""


@dataclass(frozen=True, slots=True)
class Rest:
    """How one person is left in peace. `working_days` None: those of the country, else Monday to Friday.

    `country` is an ISO 3166 code, alone or with a subdivision (`DE`, `DE-BY`); None: the team's.
    """

    working_days: frozenset[int] | None = None
    quiet: Quiet = USUAL_QUIET
    country: str | None = None
    away: tuple[Away, ...] = ()
