"""The rituals of RITUALS.yaml: a template's defaults, and what the file says instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ruamel.yaml.nodes import Node

from bot.rituals.as_code.entries import repeated
from bot.rituals.as_code.nodes import (
    Placed,
    Report,
    Section,
    Unreadable,
    as_section,
    listing,
    near,
    shortened,
)
from bot.rituals.as_code.schedule import ANCHOR, SCHEDULE_EXAMPLE, SCHEDULE_KEYS, read_schedule, weekly
from bot.rituals.as_code.values import (
    DAYS,
    one_of,
    read_channel,
    read_flag,
    read_key,
    read_name,
    read_question,
    read_reminder,
    read_scale,
    read_window,
)
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Kind, RitualPlan, Tier
from bot.values.schedules import MEMBER_ZONE, Schedule
from config.templates import Template, load_template, template_names

RITUAL_KEYS = (
    *("name", "kind", "template", "team", "teams", "audience"),
    *("schedule", "window", "remind", "report", "tier", "questions"),
)
RITUAL_EXAMPLE = "{name: Daily check-in, kind: check-in, template: daily-check-in, team: Checkout, …}"
QUESTION_KEYS = ("key", "ask", "type", "required", "hint", "of")
QUESTION_EXAMPLE = '{key: progress, ask: "What moved since last time?"}'
MOST_QUESTIONS = 10
"""More than this is a survey; people stop answering surveys every day."""
DEFAULT_WINDOW = timedelta(hours=8)

PLANNED_KINDS = ("pulse", "bottleneck-poll", "feedback-round", "retro")
PLANNED_TIERS = ("confidential", "anonymous")
PLANNED_TYPES = ("choice", "poll")


@dataclass(frozen=True, slots=True)
class RitualEntry:
    """A ritual as written. `report` must turn out to be the channel of its teams."""

    plan: RitualPlan
    name: Placed
    teams: tuple[Placed, ...]
    report: Placed | None = None


def read_ritual(node: Node, known_teams: Sequence[str], report: Report) -> RitualEntry | None:
    """One ritual, or None when something is wrong with it, which is then reported."""
    section = as_section(node, "a ritual", RITUAL_KEYS, RITUAL_EXAMPLE, report)
    if section is None:
        return None
    template = section.optional("template", _read_template)
    name = section.placed("name", read_name, "Daily check-in")
    teams = _teams(section)
    for team in teams:
        _check_team(section, team, known_teams)
    result = section.placed("report", read_channel)
    plan = _plan(section, name.text if name else "", template, report)
    if name is None or plan is None:
        return None
    return RitualEntry(plan, name, teams, result)


def _plan(section: Section, name: str, template: Template | None, report: Report) -> RitualPlan | None:
    kind = _kind(section, template)
    tier = section.optional("tier", _read_tier) if section.has("tier") else Tier.NAMED
    schedule = _schedule(section, template)
    window = _window(section, template)
    remind = _reminder(section, template, window)
    questions = _questions(section, template, report)
    if kind is None or tier is None or schedule is None or window is None or not questions:
        return None
    template_id = template.id if template else None
    return RitualPlan(name, kind, template_id, questions, schedule, window, remind, tier)


def _check_team(section: Section, team: Placed, known: Sequence[str]) -> None:
    if team.text not in known:
        todo = near(team.text, known, "List it under teams:.")
        section.refuse("team", f"there is no team {shortened(team.text)} in this file", todo, team.place)


def _kind(section: Section, template: Template | None) -> Kind | None:
    if not section.has("kind") and section.has("template"):
        return Kind(template.kind) if template else None
    kind = section.required("kind", _read_kind, "check-in")
    if kind and template and kind != template.kind:
        section.refuse("kind", f"the template {template.id} is a {template.kind}", "Leave kind out.")
    return kind


def _teams(section: Section) -> tuple[Placed, ...]:
    if section.has("audience"):
        section.refuse(
            "audience", "audience: is not built yet", "Name teams: team: Checkout, or teams: [...]."
        )
        return ()
    if section.has("team") and section.has("teams"):
        section.refuse("teams", "both team and teams say who is asked", "Keep one of them.")
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


def _schedule(section: Section, template: Template | None) -> Schedule | None:
    if not section.has("schedule") and section.has("template"):
        return suggested_schedule(template) if template else None
    if not section.has("schedule"):
        section.required("schedule", str, SCHEDULE_EXAMPLE)
        return None
    inner = section.section("schedule", SCHEDULE_KEYS, SCHEDULE_EXAMPLE)
    return read_schedule(inner, template.days if template else ()) if inner else None


def _window(section: Section, template: Template | None) -> timedelta | None:
    if section.has("window"):
        return section.optional("window", read_window)
    return template.window if template else DEFAULT_WINDOW


def _reminder(section: Section, template: Template | None, window: timedelta | None) -> timedelta | None:
    if not section.has("remind"):
        suggested = template.remind_before if template else None
        return suggested if suggested and window and suggested < window else None
    remind = section.optional("remind", read_reminder)
    if remind and window and remind >= window:
        section.refuse(
            "remind", "the reminder comes before the question", "Remind later, or widen the window."
        )
    return remind or None


def _questions(section: Section, template: Template | None, report: Report) -> tuple[Question, ...]:
    if not section.has("questions"):
        if not section.has("template"):
            section.required("questions", str, f"[{QUESTION_EXAMPLE}], or a template:")
        return template_questions(template) if template else ()
    nodes = section.items("questions", f"[{QUESTION_EXAMPLE}]")
    if section.is_empty_list("questions") or len(nodes) > MOST_QUESTIONS:
        section.refuse("questions", f"{len(nodes)} questions are listed", f"Ask 1 to {MOST_QUESTIONS}.")
    found = [question for node in nodes[:MOST_QUESTIONS] if (question := _question(node, report))]
    for key, first in repeated([key for key, _ in found]):
        todo = f"It was used in line {first.line}; answers are kept under it."
        report.add(key.place, f"the key {key.text} is used twice", todo)
    return tuple(question for _, question in found) if len(found) == len(nodes) else ()


def _question(node: Node, report: Report) -> tuple[Placed, Question] | None:
    section = as_section(node, "a question", QUESTION_KEYS, QUESTION_EXAMPLE, report)
    if section is None:
        return None
    key = section.placed("key", read_key, "progress")
    ask = section.required("ask", read_question, '"What moved since last time?"')
    kind = section.optional("type", _read_type) if section.has("type") else QuestionType.TEXT
    required = section.optional("required", read_flag)
    hint = section.optional("hint", read_question)
    top = section.optional("of", read_scale)
    if section.has("of") and kind == QuestionType.TEXT:
        section.refuse("of", "only a scale has an of", "Leave it out, or write type: scale.")
    if key is None or ask is None or kind is None:
        return None
    return key, Question(key.text, ask, kind, required is not False, hint, top or 5)


def suggested_schedule(template: Template) -> Schedule:
    """The schedule a template suggests, in each member's zone."""
    days = tuple(DAYS.index(day) for day in template.days)
    return Schedule(weekly(days), template.at, MEMBER_ZONE, ANCHOR)


def template_questions(template: Template) -> tuple[Question, ...]:
    """A template's questions as values."""
    return tuple(
        Question(item.key, item.ask, QuestionType(item.type), item.required, item.hint, item.of)
        for item in template.questions
    )


def _read_template(text: str) -> Template:
    if text in template_names():
        return load_template(text)
    todo = near(text, template_names(), f"There is {listing(template_names())}.")
    raise Unreadable(f"there is no template “{shortened(text)}”", todo)


def _read_kind(text: str) -> Kind:
    return one_of("kind", {"check-in": Kind.CHECK_IN}, PLANNED_KINDS)(text)


def _read_tier(text: str) -> Tier:
    return one_of("tier", {"named": Tier.NAMED}, PLANNED_TIERS)(text)


def _read_type(text: str) -> QuestionType:
    return one_of("type", {"text": QuestionType.TEXT, "scale": QuestionType.SCALE}, PLANNED_TYPES)(text)
