"""Rituals that ship with Drumbeat, as plans.

The reader of RITUALS.yaml and its YAML weigh five megabytes, which a process in which nobody sets anything up need
not carry: it comes in with the first template.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.values.rituals import RitualPlan

if TYPE_CHECKING:
    from bot.rituals.as_code.plans import Template

DAILY_CHECK_IN = "daily-check-in"


def template(name: str) -> "Template":
    """The template of this name. Raises KeyError."""
    from bot.rituals.as_code.templates import template as read

    return read(name)


def every_template() -> "list[Template]":
    """What ships with Drumbeat, each with a line on what it is for; the daily check-in first."""
    from bot.rituals.as_code.templates import template_names

    names = sorted(template_names(), key=lambda name: (name != DAILY_CHECK_IN, name))
    return [template(name) for name in names]


def plan_from_template(name: str, *, now: datetime) -> RitualPlan:
    """A template as a plan that counts from yesterday, so that it has begun in every zone. Raises KeyError."""
    plan = template(name).plan
    return replace(plan, schedule=replace(plan.schedule, anchor=(now - timedelta(days=1)).date()))
