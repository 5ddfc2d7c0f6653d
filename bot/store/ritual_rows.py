"""Rituals, what they promise and their questions, as the tables of rituals and of rounds keep them."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import time, timedelta
from typing import Any

from sqlalchemy import Row

from bot.values.confidences import AskedGoal
from bot.values.questions import Condition, Question, QuestionType
from bot.values.rituals import Breakdown, Grouping, Kind, Protection, Ritual, RitualPlan, RitualState, Tier
from bot.values.schedules import Schedule


def to_ritual(row: Row[Any]) -> Ritual:
    """A row of the ritual table as a value."""
    return Ritual(
        id=row.id,
        workspace_id=row.workspace_id,
        owner_id=row.owner_id,
        plan=_to_plan(row),
        state=RitualState(row.state),
        created_at=row.created_at,
        starts_at=row.starts_at,
        next_date=row.next_date,
        next_opens_at=row.next_opens_at,
        skips=row.skips,
    )


def _to_plan(row: Row[Any]) -> RitualPlan:
    at, remind = time.fromisoformat(row.at), row.remind_minutes
    return RitualPlan(
        name=row.name,
        kind=Kind(row.kind),
        template=row.template,
        questions=to_questions(row.questions),
        schedule=Schedule(row.rrule, at, row.zone, row.anchor, row.starts_on, row.ends_on),
        window=timedelta(minutes=row.window_minutes),
        remind_before=timedelta(minutes=remind) if remind is not None else None,
        tier=Tier(row.tier),
        report=row.report,
        grouping=Grouping(row.grouping),
        everyone=row.everyone,
        on_holidays=row.on_holidays,
        protection=to_protection(row),
        about=row.about,
        spread=timedelta(minutes=row.spread_minutes),
    )


def from_plan(plan: RitualPlan) -> dict[str, Any]:
    """Everything a ritual is, as columns of its table."""
    remind = plan.remind_before
    return {
        "name": plan.name,
        "kind": plan.kind,
        "template": plan.template,
        "tier": plan.tier,
        "questions": from_questions(plan.questions),
        "rrule": plan.schedule.rrule,
        "at": plan.schedule.at.strftime("%H:%M"),
        "zone": plan.schedule.zone,
        "anchor": plan.schedule.anchor,
        "starts_on": plan.schedule.starts_on,
        "ends_on": plan.schedule.ends_on,
        "report": plan.report,
        "grouping": plan.grouping,
        "everyone": plan.everyone,
        "on_holidays": plan.on_holidays,
        "about": plan.about,
        "spread_minutes": int(plan.spread.total_seconds() // 60),
        **from_protection(plan.protection),
        "window_minutes": int(plan.window.total_seconds() // 60),
        "remind_minutes": int(remind.total_seconds() // 60) if remind is not None else None,
    }


def to_protection(row: Row[Any]) -> Protection:
    """What protects people, as the ritual table and the round table keep it."""
    return Protection(row.fewest, row.fewest_words, Breakdown(row.breakdown))


def from_protection(protection: Protection) -> dict[str, Any]:
    """The same, as columns."""
    return {
        "fewest": protection.fewest,
        "fewest_words": protection.fewest_words,
        "breakdown": protection.breakdown,
    }


def to_questions(listed: list[dict[str, Any]]) -> tuple[Question, ...]:
    """Questions as they are stored, as values."""
    return tuple(_to_question(item) for item in listed)


def from_questions(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Questions as they are stored: as JSON, without what is as usual."""
    return [_from_question(question) for question in questions]


def _to_question(stored: dict[str, Any]) -> Question:
    only_if = stored.get("only_if")
    known = {
        "type": QuestionType(stored["type"]),
        "options": tuple(stored.get("options", ())),
        "only_if": Condition(only_if["key"], tuple(only_if["any_of"])) if only_if else None,
        "goals": tuple(AskedGoal(*goal) for goal in stored.get("goals", ())),
    }
    return Question(**{**stored, **known})


def _from_question(question: Question) -> dict[str, Any]:
    usual = Question(key="", ask="")
    kept = {field.name: getattr(question, field.name) for field in fields(question)}
    only_if = question.only_if
    return {
        **{name: value for name, value in kept.items() if value != getattr(usual, name)},
        "type": str(question.type),
        **({"options": list(question.options)} if question.options else {}),
        **({"only_if": {"key": only_if.key, "any_of": list(only_if.any_of)}} if only_if else {}),
        **({"goals": [_from_goal(goal) for goal in question.goals]} if question.goals else {}),
    }


def _from_goal(goal: AskedGoal) -> list[Any]:
    whose = [goal.team_id] if goal.team_id is not None else []
    return [goal.id, goal.title, goal.owner_id, *whose]
