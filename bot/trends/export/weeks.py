"""Which weeks the weekly tables hold: those that are over, the last 26 of them unless a day is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.store.trends import Weeks
from bot.trends.export.making import Making
from bot.trends.week import HISTORY
from bot.values.files import Field, day, text

WEEK = timedelta(weeks=1)

MOST_AT_ONCE = 52
"""Weeks that are summed up in one look."""

THE_WEEK: tuple[Field, ...] = (
    text("week", "the ISO week", required=True),
    day("local_date", "the Monday it began on", required=True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The Mondays of the weeks that are told, the oldest first."""

    making: Making
    mondays: tuple[date, ...]

    @property
    def start(self) -> datetime:
        """When the first of them began."""
        return self.midnight(self.mondays[0])

    def midnight(self, day: date) -> datetime:
        """When a day began where most people live."""
        return datetime.combine(day, time(), tzinfo=self.making.zone)

    def bounds(self, monday: date) -> tuple[datetime, datetime]:
        """When a week began, and when it was over."""
        return self.midnight(monday), self.midnight(monday + WEEK)

    def with_earlier(self) -> Iterator[Weeks]:
        """These weeks and those before them that the first is compared with, a year at a time."""
        first, end = self.mondays[0] - (HISTORY - 1) * WEEK, self.mondays[-1] + WEEK
        while first < end:
            count = min(MOST_AT_ONCE, (end - first).days // 7)
            yield Weeks(first, count, first + count * WEEK - timedelta(days=1))
            first += count * WEEK


def asked(making: Making) -> Asked | None:
    """The weeks that are told; None: since then no week is over yet."""
    today = making.now.astimezone(making.zone).date()
    newest = _monday(today) - WEEK
    since = making.extent.since
    first = newest - (HISTORY - 1) * WEEK if since is None else _monday(since)
    count = (newest - first).days // 7 + 1
    return Asked(making, tuple(first + index * WEEK for index in range(count))) if count > 0 else None


def the_week(monday: date) -> dict[str, object]:
    """The columns that say which week it is."""
    year, number, _day = monday.isocalendar()
    return {"week": f"{year}-W{number:02}", "local_date": monday}


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
