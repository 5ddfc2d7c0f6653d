"""A workspace in which a rituals file can be played: whoever and whatever it names, and plausible colleagues."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from bot.rituals.as_code.file import RitualsFile, TeamEntry

NAMES = (
    *(
        "Noor",
        "Mateo",
        "Yuki",
        "Ingrid",
        "Kofi",
        "Leila",
        "Tomas",
        "Priya",
        "Jonas",
        "Camila",
        "Wanjiru",
        "Sven",
    ),
    *(
        "Aiko",
        "Rafael",
        "Zofia",
        "Omar",
        "Hannah",
        "Dmitri",
        "Mei",
        "Lucas",
        "Amara",
        "Felix",
        "Sofia",
        "Arjun",
    ),
    *(
        "Elif",
        "Bruno",
        "Nadia",
        "Haruto",
        "Greta",
        "Thabo",
        "Chloe",
        "Ravi",
        "Paula",
        "Idris",
        "Signe",
        "Tariq",
    ),
    *("Marta", "Kwame", "Linh", "Oscar", "Yara", "Emre", "Freya", "Diego", "Salma", "Viktor", "Nina", "Ayo"),
)
WORLD = (
    *(
        "Europe/London",
        "America/New_York",
        "Asia/Kolkata",
        "America/Sao_Paulo",
        "Asia/Tokyo",
        "Europe/Warsaw",
    ),
    *("America/Los_Angeles", "Africa/Lagos", "Australia/Sydney"),
)
"""Where colleagues live who do not live where their team's country is."""

WHERE_MOST_LIVE = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "ES": "Europe/Madrid",
    "MX": "America/Mexico_City",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "US": "America/New_York",
}
"""For countries with several zones whose list starts with a small one."""

AT_HOME = 0.6
"""Share of a team that lives in its country."""

USUAL_PEOPLE, MOST_PEOPLE = 15, 200


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in the rehearsal; `named` if the file speaks of them."""

    name: str
    zone: str
    named: bool


class Cast:
    """Who plays. The same file, number and seed always give the same people."""

    def __init__(self, file: RitualsFile, people: int, seed: int) -> None:
        self._file = file
        self._dice = Random(seed)  # noqa: S311 - plausible colleagues need no cryptography
        self._home = file.timezone or "Europe/London"
        self._channels: dict[str, list[str]] = {}
        self._groups: dict[str, list[str]] = {}
        self.colleagues: dict[str, Colleague] = {}
        self._enter_the_named()
        self._fill_up(people)

    def company(self) -> dict[str, Any]:
        """The workspace as the sandbox wants it described (`sandbox/company_file.py`)."""
        admin = next(iter(self.colleagues), None)
        people = [self._person(key, is_admin=key == admin) for key in self.colleagues]
        channels = [_channel(written, members) for written, members in self._channels.items()]
        everybody = {"name": "general", "members": list(self.colleagues)}
        named = {channel["name"] for channel in channels}
        return {
            "name": "Rehearsal",
            "people": people,
            "channels": channels if "general" in named else [everybody, *channels],
            "usergroups": [_group(written, members) for written, members in self._groups.items()],
        }

    def _enter_the_named(self) -> None:
        for team in self._file.teams:
            written = [placed for placed in (team.lead, *(team.members or ())) if placed is not None]
            members = [self._named(placed.text, team) for placed in written]
            self._channels.setdefault(team.channel.text, []).extend(members)
            if team.usergroup is not None:
                self._groups.setdefault(team.usergroup.text, []).extend(members)
        for digest in self._file.digests:
            self._channels.setdefault(digest.channel.text, [])
            if digest.lead is not None:
                self._named(digest.lead.text, None)
        for ritual in self._file.rituals:
            if ritual.report is not None:
                self._channels.setdefault(ritual.report.text, [])
        self._channels = {written: _once(members) for written, members in self._channels.items()}
        self._groups = {written: _once(members) for written, members in self._groups.items()}

    def _named(self, written: str, team: TeamEntry | None) -> str:
        name = written.removeprefix("@")
        key = name.casefold()
        if key not in self.colleagues:
            self.colleagues[key] = Colleague(name, self._zone_at_home(team), named=True)
        return key

    def _fill_up(self, people: int) -> None:
        """Teams that are whoever is in their channel get colleagues, in turn, until there are enough people."""
        open_teams = [team for team in self._file.teams if team.members is None]
        names = (name for name in _endless(NAMES) if name.casefold() not in self.colleagues)
        for number in range(people - len(self.colleagues) if open_teams else 0):
            team = open_teams[number % len(open_teams)]
            name = next(names)
            self.colleagues[name.casefold()] = Colleague(name, self._zone_near(team), named=False)
            self._channels[team.channel.text].append(name.casefold())
            if team.usergroup is not None:
                self._groups[team.usergroup.text].append(name.casefold())

    def _zone_near(self, team: TeamEntry) -> str:
        return self._zone_at_home(team) if self._dice.random() < AT_HOME else self._dice.choice(WORLD)

    def _zone_at_home(self, team: TeamEntry | None) -> str:
        return zone_of_country(team.country) or self._home if team and team.country else self._home

    def _person(self, key: str, *, is_admin: bool) -> dict[str, Any]:
        colleague = self.colleagues[key]
        is_id = colleague.named and colleague.name.isupper() and colleague.name.startswith(("U", "W"))
        return {
            "name": key,
            "real_name": colleague.name,
            "display_name": colleague.name,
            "timezone": colleague.zone,
            "admin": is_admin,
            "id": colleague.name if is_id else "",
        }


def zone_of_country(country: str) -> str | None:
    """Where most people of a country live, by its ISO 3166 code; a subdivision counts as its country."""
    code = country[:2]
    return WHERE_MOST_LIVE.get(code) or _first_zones().get(code)


@cache
def _first_zones() -> dict[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    # The first one of a country stays.
    return {row[0]: row[2] for row in reversed(rows)}


def _channel(written: str, members: Iterable[str]) -> dict[str, Any]:
    """A channel by its name or, when the file has its id, one with that id."""
    if written.startswith("#"):
        return {"name": written.removeprefix("#"), "members": list(members)}
    private = written.startswith("G")
    return {
        "name": written.lower(),
        "id": written,
        "members": list(members),
        "private": private,
        "with_app": private,
    }


def _group(written: str, members: Iterable[str]) -> dict[str, Any]:
    """A user group by its handle or its id."""
    handle = written.removeprefix("@")
    return {
        "handle": handle.lower(),
        "name": handle,
        "members": list(members),
        "id": "" if written.startswith("@") else written,
    }


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _endless(names: tuple[str, ...]) -> Iterable[str]:
    yield from names
    number = 2
    while True:
        yield from (f"{name} {number}" for name in names)
        number += 1
