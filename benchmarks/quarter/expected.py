"""Who should be asked what and when: worked out again, from dates and zones alone, knowing nothing of `bot`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from benchmarks.quarter.company import FRI, MON, SAT, SUN, TEAMS, THU, TUE, WED, Person, zone

HOLIDAYS = {
    "DE": {date(2026, 10, 3)},
    "US": {date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26)},
    "BR": {date(2026, 10, 12), date(2026, 11, 2), date(2026, 11, 15), date(2026, 11, 20)},
    "NZ": {date(2026, 10, 26)},
    "CL": {
        *(date(2026, 9, 18), date(2026, 9, 19), date(2026, 10, 12)),
        *(date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 8)),
    },
    "EG": {date(2026, 10, 8)},
    "IL": {date(2026, 9, 12), date(2026, 9, 13), date(2026, 9, 21), date(2026, 9, 26), date(2026, 10, 3)},
}
"""Public holidays in the quarter, as the governments publish them."""

WEEKENDS = {"EG": {FRI, SAT}, "IL": {FRI, SAT}}
USUAL_WEEKEND = {SAT, SUN}

A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Ritual:
    """A ritual of RITUALS.yaml, in the words of somebody who would do it by hand."""

    name: str
    teams: tuple[str, ...]
    falls_on: Callable[[date], bool]
    at: time
    window: timedelta
    remind: timedelta | None
    zone: str | None = None
    for_the_lead: bool = False


def _on(*weekdays: int) -> Callable[[date], bool]:
    return lambda day: day.weekday() in weekdays


def _every_other(weekday: int) -> Callable[[date], bool]:
    return lambda day: day.weekday() == weekday and (day - A_MONDAY).days // 7 % 2 == 0


def _first(weekday: int) -> Callable[[date], bool]:
    return lambda day: day.weekday() == weekday and day.day <= 7


def _hours(hours: float) -> timedelta:
    return timedelta(hours=hours)


RITUALS = (
    Ritual("Daily check-in", tuple(TEAMS), _on(MON, TUE, WED, THU, FRI), time(9, 30), _hours(8), _hours(1)),
    Ritual(
        "Weekly confidence", ("Checkout", "Search", "Mobile"), _on(THU), time(9, 0), _hours(24), _hours(3)
    ),
    Ritual(
        "Friday wins and worries",
        ("Checkout", "Mobile", "Growth"),
        _on(FRI),
        time(15, 10),
        _hours(4),
        _hours(1.5),
    ),
    Ritual(
        "Cross-team dependencies", ("Search", "Platform"), _every_other(TUE), time(14, 0), _hours(24), None
    ),
    Ritual("First Monday", tuple(TEAMS), _first(MON), time(10, 20), _hours(48), _hours(4)),
    Ritual(
        "Sprint retro",
        ("Checkout", "Search"),
        _every_other(WED),
        time(15, 0),
        _hours(24),
        _hours(2),
        "Europe/Berlin",
    ),
    Ritual(
        "1:1 preparation",
        ("Growth", "Platform"),
        _on(MON),
        time(16, 45),
        _hours(20),
        _hours(1),
        for_the_lead=True,
    ),
)


@dataclass(frozen=True)
class Expected:
    """What one person is to get for one round: a question at `due`, or, for the reason in `excused`, nothing."""

    ritual: Ritual
    day: date
    person: Person
    team: str
    due: datetime
    closes: datetime
    excused: str | None = None

    @property
    def key(self) -> tuple[str, date, str]:
        """What makes it the only one of its kind."""
        return self.ritual.name, self.day, self.person.id

    def __str__(self) -> str:
        local = self.due.astimezone(zone(self.person.zone_at(self.due)))
        return f"{self.person.name}, {self.ritual.name} of {self.day:%a %d %b}, due {local:%a %H:%M} there"


def expectations(people: Sequence[Person], begins: datetime, last: date) -> list[Expected]:
    """Everything that is to happen in rounds dated up to `last` and due after `begins`."""
    found: list[Expected] = []
    for ritual in RITUALS:
        day = begins.date() - timedelta(days=1)
        while day <= last:
            if ritual.falls_on(day):
                found += _round(ritual, day, people, begins)
            day += timedelta(days=1)
    return found


def is_quiet(person: Person, instant: datetime) -> bool:
    """Whether it is night for them."""
    return covers(person.quiet, instant.astimezone(zone(person.zone_at(instant))).time())


def covers(quiet: tuple[time, time], local: time) -> bool:
    """Whether these hours hold this time of day."""
    since, until = quiet
    return since <= local < until if since <= until else local >= since or local < until


def undisturbed_until(person: Person, instant: datetime) -> datetime | None:
    """Until when their Slack says not to disturb them, if it says so at this instant."""
    local = instant.astimezone(zone(person.zone_at(instant)))
    if person.undisturbed is None or not covers(person.undisturbed, local.time()):
        return None
    return datetime.combine(local.date(), person.undisturbed[1], local.tzinfo).astimezone(UTC)


def rests(person: Person, instant: datetime) -> bool:
    """Whether it is no time to write to them, whatever the day."""
    return is_quiet(person, instant) or undisturbed_until(person, instant) is not None


def day_off(person: Person, team: str, instant: datetime) -> str | None:
    """Why nobody should write to them on this day, if so."""
    day = instant.astimezone(zone(person.zone_at(instant))).date()
    country = person.country or TEAMS[team]
    working = person.working or set(range(7)) - WEEKENDS.get(country, USUAL_WEEKEND)
    if any(absence.first <= day <= absence.last and absence.known <= instant for absence in person.away):
        return "away"
    if day in HOLIDAYS[country]:
        return "holiday"
    return None if day.weekday() in working else "day off"


def hour_of(person: Person, instant: datetime) -> str:
    """The clock hour this instant falls in where they live."""
    return instant.astimezone(zone(person.zone_at(instant))).strftime("%Y-%m-%d %H %z")


def _round(ritual: Ritual, day: date, people: Sequence[Person], begins: datetime) -> Iterator[Expected]:
    # Opening freezes who is asked. It opens when the first of those who are there by then is asked.
    firsts = [
        first
        for person in people
        if _team(person, ritual) is not None
        and (first := _expected(ritual, day, person, _noon(day) - timedelta(days=1))).excused is None
        and first.due >= begins
        and _takes_part(person, ritual, first.due)
    ]
    if not firsts:
        return
    opens = min(first.due for first in firsts)
    for person in people:
        if _takes_part(person, ritual, opens):
            expected = _expected(ritual, day, person, opens)
            if expected.due >= begins:
                yield expected


def _takes_part(person: Person, ritual: Ritual, instant: datetime) -> bool:
    is_there = person.joins <= instant < person.leaves
    wants = ritual.name not in person.opts_out or instant < person.opts_out[ritual.name]
    return is_there and wants and instant < person.observes and _team(person, ritual) is not None


def _team(person: Person, ritual: Ritual) -> str | None:
    """The first of the company's teams that they are in and the ritual asks."""
    return next((team for team in TEAMS if team in person.teams and team in ritual.teams), None)


def _expected(ritual: Ritual, day: date, person: Person, opens: datetime) -> Expected:
    team = _team(person, ritual)
    assert team is not None
    due = _after_quiet(person, _in_zone(ritual, day, person.zone_at(opens)))
    arrival = None
    if person.moves and opens < person.moves[0] < due:
        # Who moves before being asked is asked at the time of the new place, or on arrival when it has passed.
        arrival = person.moves[0]
        due = _after_quiet(person, _in_zone(ritual, day, person.moves[1]), arrival)
    closes = due + ritual.window
    if arrival and due < arrival:
        due = _after_quiet(person, arrival)
    excused = "too late" if due >= closes else _excuse(ritual, person, team, due)
    return Expected(ritual, day, person, team, due, closes, excused)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _in_zone(ritual: Ritual, day: date, home: str) -> datetime:
    return datetime.combine(day, ritual.at, zone(ritual.zone or home)).astimezone(UTC)


def _after_quiet(person: Person, due: datetime, seen_from: datetime | None = None) -> datetime:
    """The end of the night this falls in, if it does; in the zone they live in then, or at another instant."""
    local_zone = zone(person.zone_at(seen_from or due))
    if not covers(person.quiet, due.astimezone(local_zone).time()):
        return due
    local = due.astimezone(local_zone)
    until = person.quiet[1]
    morning = local.date() if local.time() < until else local.date() + timedelta(days=1)
    return datetime.combine(morning, until, local_zone).astimezone(UTC)


def _excuse(ritual: Ritual, person: Person, team: str, due: datetime) -> str | None:
    if person.leaves <= due:
        return "left"
    if person.opts_out.get(ritual.name, due + ritual.window) <= due:
        return "not for them"
    if person.observes <= due:
        return "observes"
    return day_off(person, team, due)
