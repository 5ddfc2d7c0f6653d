"""Sixty people in twelve zones: where they live, when they rest, who joins, leaves and moves. Made without a die."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "America/Santiago",
    "Europe/London",
    "America/Los_Angeles",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Jerusalem",
)
"""Clocks change within the quarter in eight of them, on Lord Howe by half an hour; two are half an hour off."""

TEAMS = {"Checkout": "DE", "Search": "US", "Mobile": "BR", "Growth": "NZ", "Platform": "CL"}
"""The five teams, each with its country."""

COUNTRIES = {"Africa/Cairo": "EG", "Asia/Jerusalem": "IL"}
"""People who said where they live because their weekend is another one; all others keep their team's holidays."""

NAMES = (
    *("Ada", "Bela", "Caio", "Dina", "Emil", "Fara", "Gino", "Hana", "Ivar", "Jana", "Kofi", "Lena"),
    *("Milo", "Nora", "Omar", "Pina", "Quin", "Rosa", "Sven", "Tara", "Udo", "Vera", "Wim", "Xena"),
    *("Yael", "Zeno", "Abel", "Bina", "Cora", "Dov", "Elke", "Finn", "Gaia", "Hugo", "Inga", "Jovi"),
    *("Kaya", "Lars", "Maya", "Nils", "Olga", "Piet", "Rani", "Sami", "Tess", "Ugo", "Vida", "Wren"),
    *("Xavi", "Yuna", "Zara", "Amos", "Bree", "Cleo", "Dara", "Evan", "Fern", "Gwen", "Hale", "Isla"),
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
NEVER = datetime(2100, 1, 1, tzinfo=UTC)
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)

WORKING_DAYS = (
    {MON, TUE, WED},  # part-time
    {TUE, WED, THU, FRI},
    {MON, TUE, THU, FRI},
    {SUN, MON, TUE, WED, THU},
)
QUIET = (
    (time(18, 0), time(9, 0)),
    (time(22, 0), time(10, 0)),
    (time(0, 0), time(0, 0)),  # none
    (time(12, 30), time(15, 30)),  # within a day
    (time(16, 0), time(9, 45)),
)
USUAL_QUIET = (time(20, 0), time(7, 0))
UNDISTURBED = ((time(9, 0), time(11, 0)), (time(15, 0), time(17, 0)))
"""When some people's Slack says not to disturb them, every day."""

AWAY = (
    (date(2026, 9, 21), date(2026, 9, 25)),
    (date(2026, 10, 1), date(2026, 10, 2)),
    (date(2026, 10, 12), date(2026, 10, 23)),
    (date(2026, 11, 5), date(2026, 11, 5)),
    (date(2026, 11, 23), date(2026, 12, 4)),
    (date(2026, 12, 7), date(2026, 12, 31)),
)


@dataclass(frozen=True)
class Absence:
    """Days off, and since when Drumbeat knows of them."""

    first: date
    last: date
    known: datetime = ALWAYS


@dataclass(frozen=True)
class Person:
    """Somebody, over the whole quarter. Instants say from when on something holds."""

    number: int
    name: str
    zone: str
    teams: tuple[str, ...]
    country: str | None = None
    working: frozenset[int] | None = None
    quiet: tuple[time, time] = USUAL_QUIET
    undisturbed: tuple[time, time] | None = None
    away: tuple[Absence, ...] = ()
    joins: datetime = ALWAYS
    leaves: datetime = NEVER
    moves: tuple[datetime, str] | None = None
    observes: datetime = NEVER
    opts_out: dict[str, datetime] = field(default_factory=dict)
    answers: float = 0.4

    @property
    def id(self) -> str:
        """Slack's id."""
        return f"U0PERSON{self.number:02}"

    def zone_at(self, instant: datetime) -> str:
        """Where they live at this instant."""
        return self.moves[1] if self.moves and instant >= self.moves[0] else self.zone


@cache
def zone(name: str) -> ZoneInfo:
    """A time zone, read once: by itself `zoneinfo` keeps no more than eight at hand."""
    return ZoneInfo(name)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def company(people: int = 60) -> list[Person]:
    """The first so many of them; what happens to whom does not depend on how many there are."""
    return [_eventful(_person(number)) for number in range(people)]


def lead_of(team: str) -> str:
    """The Slack id of a team's lead: the first five people lead the five teams."""
    return f"U0PERSON{list(TEAMS).index(team):02}"


def _person(number: int) -> Person:
    zone = ZONES[number % len(ZONES)]
    # Five teams and twelve zones share no divisor: every team has somebody in every zone.
    teams = list(TEAMS)
    its = [teams[number % len(TEAMS)]]
    if number % 15 == 7:
        its.append(teams[(number + 2) % len(TEAMS)])
    return Person(
        number=number,
        name=NAMES[number],
        zone=zone,
        teams=tuple(its),
        country=COUNTRIES.get(zone),
        working=frozenset(WORKING_DAYS[number // 6 % 4]) if number % 6 == 5 else None,
        quiet=QUIET[number // 4 % 5] if number % 4 == 2 else USUAL_QUIET,
        undisturbed=UNDISTURBED[number // 7 % 2] if number % 7 == 1 else None,
        away=tuple(Absence(*AWAY[(number + each) % len(AWAY)]) for each in range(0, number % 3 * 2, 2)),
        answers=(0.4, 0.2, 0.6, 0.1)[number % 4],
    )


# What happens to some of them, on ordinary working days and in the middle of open rounds.
_EVENTS: Mapping[int, Mapping[str, Any]] = {
    4: {"opts_out": {"1:1 preparation": at("2026-10-05 12:10")}},
    6: {"opts_out": {"Daily check-in": at("2026-09-23 15:20")}},
    8: {"away": (Absence(date(2026, 9, 22), date(2026, 9, 24), at("2026-09-21 19:40")),)},
    9: {"observes": ALWAYS},
    10: {"moves": (at("2026-09-22 10:05"), "America/Los_Angeles")},
    11: {"leaves": at("2026-09-24 05:10")},
    13: {"away": (Absence(date(2026, 10, 28), date(2026, 10, 30), at("2026-10-28 09:00")),)},
    16: {"moves": (at("2026-10-14 03:10"), "Pacific/Auckland")},
    21: {"observes": at("2026-10-24 12:00")},
    22: {"joins": at("2026-09-29 13:00")},
    25: {"leaves": at("2026-10-21 14:40")},
    29: {"moves": (at("2026-11-11 20:00"), "Europe/Berlin")},
    31: {"observes": ALWAYS},
    34: {"joins": at("2026-10-07 08:20")},
    37: {
        "opts_out": {
            "Friday wins and worries": at("2026-10-16 12:30"),
            "First Monday": at("2026-10-01 09:00"),
        }
    },
    40: {"leaves": at("2026-11-18 09:00")},
    43: {"joins": at("2026-10-28 16:00")},
    46: {"away": (Absence(date(2026, 11, 9), date(2026, 11, 13), at("2026-11-10 03:00")),)},
    52: {"joins": at("2026-11-12 02:00")},
    55: {"opts_out": {"Sprint retro": at("2026-11-02 10:00"), "Weekly confidence": at("2026-11-05 10:00")}},
    58: {"moves": (at("2026-11-03 12:00"), "Asia/Kolkata")},
}


def _eventful(person: Person) -> Person:
    return replace(person, **_EVENTS.get(person.number, {}))
