"""A year of three hundred people by the pure rules, against wall clocks that are read quarter by quarter."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from random import Random
from zoneinfo import ZoneInfo

import holidays

from bot.rituals.rest.rules import Asked, Planned, planned
from bot.rituals.schedules.schedule import dates_from
from bot.values.rest import Away, Quiet, Rest
from bot.values.rituals import Rules
from bot.values.schedules import MEMBER_ZONE, Schedule

YEAR = 2027
PEOPLE = 300
QUARTER = timedelta(minutes=15)
ZONES = (
    *("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland", "Africa/Cairo"),
    *("America/Santiago", "Australia/Lord_Howe", "America/St_Johns", "Asia/Jerusalem", "Pacific/Chatham"),
    *("Pacific/Apia", "Europe/London", "America/Sao_Paulo"),
)
WEEKENDS = {"EG": (4, 5), "IL": (4, 5)}
COUNTRIES = ("DE", "US", "BR", "NZ", "EG", "IL", "IN", "JP")
QUIETS = (Quiet(), Quiet(time(18), time(9)), Quiet(time(0), time(0)), Quiet(time(12, 30), time(15, 30)))
WORKING = (None, None, frozenset({0, 1, 2}), frozenset({6, 0, 1, 2, 3}))


@dataclass(frozen=True)
class Ritual:
    """A schedule in the house's words, and the same as anybody would look it up in a calendar."""

    schedule: Schedule
    weekdays: frozenset[int]
    days_of_month: range

    def falls_on(self, day: date) -> bool:
        """Whether the calendar says so."""
        return day.weekday() in self.weekdays and day.day in self.days_of_month


ANCHOR = date(YEAR - 1, 12, 1)
RITUALS = (
    Ritual(
        Schedule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9, 30), MEMBER_ZONE, ANCHOR),
        frozenset(range(5)),
        range(1, 32),
    ),
    Ritual(Schedule("FREQ=DAILY", time(19, 45), "Europe/Berlin", ANCHOR), frozenset(range(7)), range(1, 32)),
    Ritual(Schedule("FREQ=MONTHLY;BYDAY=1MO", time(2, 15), MEMBER_ZONE, ANCHOR), frozenset({0}), range(1, 8)),
)


class WallClock:
    """What the clocks of a zone showed at each quarter of an hour of the year, by reading them one after another."""

    def __init__(self, zone: str) -> None:
        tz, instant = ZoneInfo(zone), datetime(YEAR - 1, 12, 29, tzinfo=UTC)
        self.begin, self.shown, self.first = instant, [], {}
        while instant.year <= YEAR or instant.day < 5:
            clock = instant.astimezone(tz).replace(tzinfo=None)
            self.first.setdefault(clock, len(self.shown))
            self.shown.append(clock)
            instant += QUARTER

    shown: list[datetime]
    first: dict[datetime, int]

    def place_of(self, clock: datetime) -> int:
        """At which quarter clocks first show this; where they jump over it, as many later as it lies beyond."""
        beyond = 0
        while clock not in self.first:
            clock -= QUARTER
            beyond += 1
        return self.first[clock] + beyond

    def place_at(self, instant: datetime) -> int:
        """Which quarter this instant is."""
        return (instant - self.begin) // QUARTER


def _person(number: int, dice: Random) -> Asked:
    starts = date(YEAR, 1, 1) + timedelta(days=dice.randrange(360))
    away = [Away(1, starts, starts + timedelta(days=dice.randrange(20))) for _ in range(dice.randrange(3))]
    rest = Rest(
        working_days=dice.choice(WORKING),
        quiet=dice.choice(QUIETS),
        country=dice.choice((None, *COUNTRIES)),
        away=tuple(away),
    )
    return Asked(ZONES[number % len(ZONES)], rest, dice.choice((None, *COUNTRIES)))


def test_in_a_year_everybody_is_asked_when_they_should_be_and_nobody_when_they_should_not() -> None:
    dice = Random(20270101)
    clocks = {zone: WallClock(zone) for zone in {*ZONES, "Europe/Berlin"}}
    celebrated = {
        country: set(holidays.country_holidays(country, years=range(YEAR, YEAR + 2))) for country in COUNTRIES
    }
    seen: Counter[str] = Counter()
    on_days = [_days_of(ritual) for ritual in RITUALS]
    for number in range(PEOPLE):
        who, ritual = _person(number, dice), RITUALS[number % len(RITUALS)]
        rules = Rules(ritual.schedule.at, ritual.schedule.zone, timedelta(hours=8), timedelta(hours=1))
        for day in on_days[number % len(RITUALS)]:
            plan = planned(rules, day, who)
            seen[_check(day, plan, who, ritual.schedule, clocks, celebrated)] += 1
    assert set(seen) == {"asked", "moved", "away", "holiday", "day off"}
    assert min(seen.values()) > 300, seen


def _days_of(ritual: Ritual) -> list[date]:
    """The year's days on which it falls, after our reckoning, and the calendar says the same."""
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    found = list(takewhile(lambda day: day <= last, dates_from(ritual.schedule, first)))
    days = [first + timedelta(days=count) for count in range(365)]
    assert [day for day in days if ritual.falls_on(day)] == found
    return found


def _check(
    day: date,
    plan: Planned,
    who: Asked,
    schedule: Schedule,
    clocks: dict[str, WallClock],
    celebrated: dict[str, set[date]],
) -> str:
    """Work out by the wall clock what should be, compare, and say which of the rules it was."""
    fixed = None if schedule.zone == MEMBER_ZONE else clocks[schedule.zone]
    own = clocks[who.zone]
    place = (fixed or own).place_of(datetime.combine(day, schedule.at))
    wanted = place
    while who.rest.quiet.covers(own.shown[place].time()):
        place += 1
    assert own.place_at(plan.due_at) == place, (who, day)
    assert plan.closes_at - plan.due_at == timedelta(hours=8)
    local = own.shown[place].date()
    why = _why_not(local, who, celebrated)
    assert (plan.excuse is not None) == (why is not None), (who, day, why, plan)
    if plan.remind_at is not None:
        reminded = own.shown[own.place_at(plan.remind_at)]
        assert not who.rest.quiet.covers(reminded.time())
        assert _why_not(reminded.date(), who, celebrated) is None
    return why or ("asked" if place == wanted else "moved")


def _why_not(day: date, who: Asked, celebrated: dict[str, set[date]]) -> str | None:
    country = who.rest.country or who.country
    if any(each.first <= day <= each.last for each in who.rest.away):
        return "away"
    if country and day in celebrated[country]:
        return "holiday"
    if who.rest.working_days is not None:
        return None if day.weekday() in who.rest.working_days else "day off"
    return "day off" if day.weekday() in WEEKENDS.get(country or "", (5, 6)) else None
