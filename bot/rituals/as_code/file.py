"""RITUALS.yaml, read without asking Slack: everything it says, or everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rituals.as_code.entries import (
    DIGEST_EXAMPLE,
    TEAM_EXAMPLE,
    DigestEntry,
    TeamEntry,
    read_digest,
    read_team,
)
from bot.rituals.as_code.nodes import (
    FileProblem,
    FileProblems,
    Place,
    Placed,
    Report,
    Section,
    names_in,
    repeated,
)
from bot.rituals.as_code.rituals import RITUAL_EXAMPLE, RitualEntry, read_ritual
from bot.rituals.as_code.values import read_zone
from bot.rituals.as_code.yaml import parse

KEYS = ("timezone", "teams", "rituals", "digests")

__all__ = [
    "DigestEntry",
    "FileProblem",
    "FileProblems",
    "Place",
    "Placed",
    "RitualEntry",
    "RitualsFile",
    "TeamEntry",
    "read_file",
]


@dataclass(frozen=True, slots=True)
class RitualsFile:
    """What a file says. Slack's names are as written; `source` is the file's name, for messages."""

    source: str
    timezone: str | None
    teams: tuple[TeamEntry, ...]
    rituals: tuple[RitualEntry, ...]
    digests: tuple[DigestEntry, ...]


def read_file(text: str, *, source: str) -> RitualsFile:
    """Read a file's text. Raises FileProblems with every mistake there is, each with its place."""
    report = Report()
    section = Section(parse(text, source), "the file", KEYS, report)
    file = _read(section, source, report)
    if not any(section.has(key) for key in KEYS[1:]) and not report.problems:
        report.add(section.place, "the file describes nothing", "Add teams: and rituals:.")
    if report.problems:
        raise FileProblems(source, report.problems)
    return file


def _read(section: Section, source: str, report: Report) -> RitualsFile:
    timezone = section.optional("timezone", read_zone)
    return RitualsFile(
        source=source,
        timezone=timezone,
        teams=tuple(_teams(section, report)),
        rituals=tuple(_rituals(section, report)),
        digests=tuple(_digests(section, timezone, report)),
    )


def _teams(section: Section, report: Report) -> Iterator[TeamEntry]:
    nodes = section.items("teams", f"[{TEAM_EXAMPLE}]")
    _check_unique("team", names_in(nodes), report)
    yield from filter(None, (read_team(node, report) for node in nodes))


def _rituals(section: Section, report: Report) -> Iterator[RitualEntry]:
    nodes = section.items("rituals", f"[{RITUAL_EXAMPLE}]")
    _check_unique("ritual", names_in(nodes), report)
    teams = [name.text for name in names_in(section.items("teams", ""))]
    yield from filter(None, (read_ritual(node, teams, report) for node in nodes))


def _digests(section: Section, timezone: str | None, report: Report) -> Iterator[DigestEntry]:
    nodes = section.items("digests", f"[{DIGEST_EXAMPLE}]")
    _check_unique("digest", names_in(nodes), report)
    # A timezone that cannot be read is one mistake, not one more for every digest that relies on it.
    zone = "UTC" if section.has("timezone") and timezone is None else timezone
    for digest in filter(None, (read_digest(node, zone, report) for node in nodes)):
        if digest.lead is None and not section.has("teams"):
            report.add(digest.name.place, f"nobody owns {digest.name.text}", 'Add lead: "@ana".')
        yield digest


def _check_unique(what: str, names: list[Placed], report: Report) -> None:
    for name, first in repeated(names):
        todo = f"The first one is in line {first.line}; give one of them another name."
        report.add(name.place, f"there are two {what}s called {name.text}", todo)
