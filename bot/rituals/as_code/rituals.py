"""The rituals of RITUALS.yaml: who is asked, and a plan with what its template suggests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ruamel.yaml.nodes import Node

from bot.rituals.as_code.nodes import (
    Placed,
    Report,
    Section,
    Unreadable,
    as_section,
    listing,
    near,
    repeated,
    shortened,
)
from bot.rituals.as_code.plans import PLAN_KEYS, PlanEntry, Template, read_plan
from bot.rituals.as_code.templates import template, template_names
from bot.rituals.as_code.values import read_name
from bot.values.rituals import RitualPlan

RITUAL_KEYS = ("name", "template", "team", "teams", "audience", *PLAN_KEYS)
RITUAL_EXAMPLE = "{name: Daily check-in, kind: check-in, template: daily-check-in, team: Checkout, …}"
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class RitualEntry:
    """A ritual as written. `teams` are none when it asks everyone; `report` is a channel to be looked up."""

    plan: RitualPlan
    name: Placed
    teams: tuple[Placed, ...]
    report: Placed | None = None


def read_ritual(node: Node, known_teams: Sequence[str], report: Report) -> RitualEntry | None:
    """One ritual, or None when something is wrong with it, which is then reported."""
    section = as_section(node, "a ritual", RITUAL_KEYS, RITUAL_EXAMPLE, report)
    if section is None:
        return None
    suggested = section.optional("template", _read_template)
    name = section.placed("name", read_name, "Daily check-in")
    everyone = section.optional("audience", _read_audience) is not None
    teams = () if section.has("audience") else _teams(section)
    for team in teams:
        _check_team(section, team, known_teams)
    entry: PlanEntry | None = read_plan(section, name.text if name else "", suggested, report)
    _check_one_audience(section)
    if name is None or entry is None:
        return None
    return RitualEntry(replace(entry.plan, everyone=everyone), name, teams, entry.report)


def _check_one_audience(section: Section) -> None:
    written = [key for key in ("audience", "team", "teams") if section.has(key)]
    if len(written) > 1:
        *_, extra = written
        section.refuse(extra, f"both {written[0]} and {extra} say who is asked", "Keep one of them.")


def _check_team(section: Section, team: Placed, known: Sequence[str]) -> None:
    if team.text not in known:
        todo = near(team.text, known, "List it under teams:.")
        section.refuse("team", f"there is no team {shortened(team.text)} in this file", todo, team.place)


def _teams(section: Section) -> tuple[Placed, ...]:
    if section.has("teams"):
        return _several_teams(section)
    team = section.placed("team", read_name, "Checkout")
    return (team,) if team else ()


def _several_teams(section: Section) -> tuple[Placed, ...]:
    teams = [Placed(text, place) for text, place in section.texts("teams", read_name, "[Checkout, Search]")]
    if section.is_empty_list("teams"):
        section.refuse("teams", "no team is listed", "Write them like [Checkout, Search].")
    for team, _ in repeated(teams):
        section.refuse("teams", f"{team.text} is listed twice", "Keep one of them.", team.place)
    return tuple(teams)


def _read_template(text: str) -> Template:
    if text in template_names():
        return template(text)
    begun = next((name for name in template_names() if name.startswith(text.lower())), None)
    otherwise = f"Did you mean {begun}?" if begun else f"There is {listing(template_names())}."
    todo = near(text, template_names(), otherwise)
    raise Unreadable(f"there is no template “{shortened(text)}”", todo)


def _read_audience(text: str) -> str:
    if text == EVERYONE:
        return text
    todo = near(text, [EVERYONE], "Write everyone, or name teams: team: Checkout, or teams: [...].")
    raise Unreadable(f"“{shortened(text)}” is no audience", todo)
