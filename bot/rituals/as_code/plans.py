"""Everything a ritual is, as written: in a file of rituals and in a template that ships with Drumbeat."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TypeVar

from bot.rituals.as_code.nodes import Placed, Report, Section, Unreadable, place_of
from bot.rituals.as_code.questions import QUESTION_EXAMPLE, read_questions
from bot.rituals.as_code.schedule import SCHEDULE_EXAMPLE, SCHEDULE_KEYS, read_schedule, read_within
from bot.rituals.as_code.tiers import read_about, read_show, read_tier
from bot.rituals.as_code.values import one_of, read_channel, read_reminder, read_window
from bot.rituals.schedules.pools import MOST_LISTED, MOST_QUESTIONS, asked_at_once
from bot.rituals.schedules.spreading import NONE
from bot.rituals.tier_rules import Promise, flaws_of
from bot.values.questions import Question
from bot.values.rituals import TO_LEAD, TO_TEAM, USUAL_PROTECTION, Grouping, Kind, RitualPlan
from bot.values.schedules import Schedule

Choice = TypeVar("Choice")

PLAN_KEYS = (
    *("kind", "about", "schedule", "window", "remind", "report", "group", "holidays", "tier", "show"),
    "questions",
)
DEFAULT_WINDOW = timedelta(hours=8)

KINDS = {str(kind): kind for kind in Kind}
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
    tier, about = read_tier(section, kind, suggested), read_about(section, suggested)
    protection = read_show(section, tier, suggested)
    schedule, spread = _schedule(section, suggested)
    window = _window(section, suggested)
    remind = _reminder(section, suggested, window)
    questions = _questions(section, suggested, report)
    result = section.placed("report", _read_report)
    report_to = _known_report(result, suggested)
    if kind and tier and questions:
        _check(section, Promise(kind, tier, questions, report_to, protection or USUAL_PROTECTION, about))
    group = _chosen(section, "group", GROUPS, suggested.grouping if suggested else Grouping.PERSON)
    on_holidays = _chosen(section, "holidays", HOLIDAYS, suggested.on_holidays if suggested else False)
    if kind is None or tier is None or schedule is None or window is None or not questions:
        return None
    if group is None or on_holidays is None or protection is None or spread is None:
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
        protection=protection,
        about=about,
        spread=spread,
    )
    return PlanEntry(plan, result if result and result.text not in (TO_TEAM, TO_LEAD) else None)


def _kind(section: Section, template: Template | None) -> Kind | None:
    if not section.has("kind") and section.has("template"):
        return template.plan.kind if template else None
    kind = section.required("kind", one_of("kind", KINDS), "check-in")
    if kind and template and kind != template.plan.kind:
        section.refuse("kind", f"the template {template.id} is a {template.plan.kind}", "Leave kind out.")
    return kind


def _check(section: Section, promise: Promise) -> None:
    """Report what does not go together: at the question that is wrong, or at the key that makes it so."""
    nodes = section.items("questions", "") if section.is_list("questions") else []
    for flaw in flaws_of(promise):
        # An `about` that cannot be read is reported already.
        if flaw.about == "about" and section.has("about") and promise.about is None:
            continue
        place = place_of(nodes[flaw.at]) if flaw.at is not None and nodes else None
        comes_from_tier = not section.has(flaw.about) and section.has("tier") and flaw.about != "about"
        section.refuse("tier" if comes_from_tier else flaw.about, flaw.wrong, flaw.todo, place)


def _schedule(section: Section, suggested: RitualPlan | None) -> tuple[Schedule | None, timedelta | None]:
    """When it asks, and within how long each person at random."""
    usual = suggested.spread if suggested else NONE
    if not section.has("schedule") and section.has("template"):
        return (suggested.schedule if suggested else None), usual
    if not section.has("schedule"):
        section.required("schedule", str, SCHEDULE_EXAMPLE)
        return None, usual
    inner = section.section("schedule", SCHEDULE_KEYS, SCHEDULE_EXAMPLE)
    if inner is None:
        return None, usual
    schedule = read_schedule(inner, suggested.schedule if suggested else None)
    return schedule, read_within(inner, schedule.at if schedule else time(), usual)


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
