"""Everything a ritual is, as written: in a file of rituals and in a template that ships with Drumbeat."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from bot.rituals.as_code.nodes import Placed, Report, Section, Unreadable
from bot.rituals.as_code.questions import QUESTION_EXAMPLE, read_questions
from bot.rituals.as_code.schedule import SCHEDULE_EXAMPLE, SCHEDULE_KEYS, read_schedule
from bot.rituals.as_code.values import one_of, read_channel, read_reminder, read_window
from bot.rituals.poll_rules import flaw_of
from bot.rituals.schedules.pools import MOST_LISTED, MOST_QUESTIONS, asked_at_once
from bot.values.questions import Question
from bot.values.rituals import TO_LEAD, TO_TEAM, Grouping, Kind, RitualPlan, Tier
from bot.values.schedules import Schedule

Choice = TypeVar("Choice")

PLAN_KEYS = ("kind", "schedule", "window", "remind", "report", "group", "holidays", "tier", "questions")
DEFAULT_WINDOW = timedelta(hours=8)

KINDS = {str(kind): kind for kind in (Kind.CHECK_IN, Kind.RETRO, Kind.BOTTLENECK_POLL)}
PLANNED_KINDS = ("pulse", "feedback-round")
PLANNED_TIERS = ("confidential", "anonymous")
GROUPS = {str(group): group for group in Grouping}
HOLIDAYS = {"skip": False, "ask": True}
"""Whether public holidays are days like any other."""


@dataclass(frozen=True, slots=True)
class Template:
    """A ritual somebody can start from; `description` says in a line what it is for."""

    id: str
    description: str
    plan: RitualPlan


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A plan as written. `report` is a channel that has to be looked up; None: the plan has it already."""

    plan: RitualPlan
    report: Placed | None = None


def read_plan(section: Section, name: str, template: Template | None, report: Report) -> PlanEntry | None:
    """The plan in this section, or None when something is wrong with it, which is then reported.

    What the section does not say is as in the template. With a `template:` that cannot be read, nothing is missed.
    """
    suggested = template.plan if template else None
    kind = _kind(section, template)
    tier = section.optional("tier", _read_tier) if section.has("tier") else Tier.NAMED
    schedule = _schedule(section, suggested)
    window = _window(section, suggested)
    remind = _reminder(section, suggested, window)
    questions = _questions(section, suggested, report)
    result = section.placed("report", _read_report)
    report_to = _known_report(result, suggested)
    if kind and questions and (flaw := flaw_of(kind, questions, report_to)):
        section.refuse(flaw.about, flaw.wrong, flaw.todo)
    group = _chosen(section, "group", GROUPS, suggested.grouping if suggested else Grouping.PERSON)
    on_holidays = _chosen(section, "holidays", HOLIDAYS, suggested.on_holidays if suggested else False)
    if kind is None or tier is None or schedule is None or window is None or not questions:
        return None
    if group is None or on_holidays is None:
        return None
    plan = RitualPlan(
        name=name,
        kind=kind,
        template=template.id if template else None,
        questions=questions,
        schedule=schedule,
        window=window,
        remind_before=remind,
        tier=tier,
        report=report_to,
        grouping=group,
        on_holidays=on_holidays,
    )
    return PlanEntry(plan, result if result and result.text not in (TO_TEAM, TO_LEAD) else None)


def _kind(section: Section, template: Template | None) -> Kind | None:
    if not section.has("kind") and section.has("template"):
        return template.plan.kind if template else None
    kind = section.required("kind", one_of("kind", KINDS, PLANNED_KINDS), "check-in")
    if kind and template and kind != template.plan.kind:
        section.refuse("kind", f"the template {template.id} is a {template.plan.kind}", "Leave kind out.")
    return kind


def _schedule(section: Section, suggested: RitualPlan | None) -> Schedule | None:
    if not section.has("schedule") and section.has("template"):
        return suggested.schedule if suggested else None
    if not section.has("schedule"):
        section.required("schedule", str, SCHEDULE_EXAMPLE)
        return None
    inner = section.section("schedule", SCHEDULE_KEYS, SCHEDULE_EXAMPLE)
    return read_schedule(inner, suggested.schedule if suggested else None) if inner else None


def _window(section: Section, suggested: RitualPlan | None) -> timedelta | None:
    if section.has("window"):
        return section.optional("window", read_window)
    return suggested.window if suggested else DEFAULT_WINDOW


def _reminder(section: Section, suggested: RitualPlan | None, window: timedelta | None) -> timedelta | None:
    if not section.has("remind"):
        before = suggested.remind_before if suggested else None
        return before if before and window and before < window else None
    remind = section.optional("remind", read_reminder)
    if remind and window and remind >= window:
        section.refuse(
            "remind", "the reminder comes before the question", "Remind later, or widen the window."
        )
    return remind or None


def _questions(section: Section, suggested: RitualPlan | None, report: Report) -> tuple[Question, ...] | None:
    if not section.has("questions"):
        if not section.has("template"):
            section.required("questions", str, f"[{QUESTION_EXAMPLE}], or a template:")
        return suggested.questions if suggested else None
    nodes = section.items("questions", f"[{QUESTION_EXAMPLE}]")
    if section.is_empty_list("questions") or len(nodes) > MOST_LISTED:
        section.refuse("questions", f"{len(nodes)} questions are listed", f"List 1 to {MOST_LISTED}.")
        return None
    questions = read_questions(nodes, report)
    if questions and (asked := asked_at_once(questions)) > MOST_QUESTIONS:
        todo = f"Ask at most {MOST_QUESTIONS}, or give some of them a pool."
        section.refuse("questions", f"{asked} questions are asked at once", todo)
    return questions


def _known_report(written: Placed | None, suggested: RitualPlan | None) -> str:
    if written is None:
        return suggested.report if suggested else TO_TEAM
    return written.text if written.text == TO_LEAD else TO_TEAM


def _read_report(text: str) -> str:
    if text in (TO_TEAM, TO_LEAD):
        return text
    try:
        return read_channel(text)
    except Unreadable as unreadable:
        todo = unreadable.todo if unreadable.todo.startswith("Did") else 'Write team, lead or "#channel".'
        raise Unreadable(unreadable.wrong, todo) from unreadable


def _chosen(section: Section, key: str, choices: dict[str, Choice], usual: Choice) -> Choice | None:
    return section.optional(key, one_of(key, choices)) if section.has(key) else usual


def _read_tier(text: str) -> Tier:
    return one_of("tier", {"named": Tier.NAMED}, PLANNED_TIERS)(text)
