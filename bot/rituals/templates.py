"""Rituals that ship with Drumbeat, as plans."""

from datetime import datetime, timedelta

from bot.values.questions import Question, QuestionType
from bot.values.rituals import Kind, RitualPlan, Tier
from bot.values.schedules import MEMBER_ZONE, Schedule
from config.templates import load_template

DAILY_CHECK_IN = "daily-check-in"


def plan_from_template(name: str, *, now: datetime) -> RitualPlan:
    """A template as a plan that counts from yesterday, so that it has begun in every zone. Raises KeyError."""
    template = load_template(name)
    days = ",".join(day[:2].upper() for day in template.days)
    return RitualPlan(
        name=template.name,
        kind=Kind(template.kind),
        template=template.id,
        questions=tuple(
            Question(
                key=question.key,
                ask=question.ask,
                type=QuestionType(question.type),
                required=question.required,
                hint=question.hint,
                of=question.of,
            )
            for question in template.questions
        ),
        schedule=Schedule(
            rrule=f"FREQ=WEEKLY;BYDAY={days}",
            at=template.at,
            zone=MEMBER_ZONE,
            anchor=(now - timedelta(days=1)).date(),
        ),
        window=template.window,
        remind_before=template.remind_before,
        tier=Tier.NAMED,
    )
