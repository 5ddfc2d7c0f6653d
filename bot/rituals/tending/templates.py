"""Rituals that ship with Drumbeat, as plans."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.rituals.as_code.templates import Template, template, template_names
from bot.values.rituals import RitualPlan

DAILY_CHECK_IN = "daily-check-in"

__all__ = ["DAILY_CHECK_IN", "Template", "every_template", "plan_from_template", "template"]


def every_template() -> list[Template]:
    """What ships with Drumbeat, each with a line on what it is for; the daily check-in first."""
    names = sorted(template_names(), key=lambda name: (name != DAILY_CHECK_IN, name))
    return [template(name) for name in names]


def plan_from_template(name: str, *, now: datetime) -> RitualPlan:
    """A template as a plan that counts from yesterday, so that it has begun in every zone. Raises KeyError."""
    plan = template(name).plan
    return replace(plan, schedule=replace(plan.schedule, anchor=(now - timedelta(days=1)).date()))
