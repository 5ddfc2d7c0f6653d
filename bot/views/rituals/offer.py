"""A template as the form for starting a ritual offers it, with the fields that not every template has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.values.editing import Promised
from bot.values.recurrences import BYDAY, Frequency, recurrence_of
from bot.values.rituals import LONGEST_ABOUT, Kind, RitualPlan
from bot.views.fields import day_field, read_line, words_field
from bot.views.parts import Blocks
from bot.views.rituals.changed import Changed, promised_by
from bot.views.rituals.promised import (
    BY,
    FROM,
    TIER,
    WORDS_FROM,
    build_promised,
    read_promised,
)
from bot.views.rituals.spread import SPREAD, read_spread_field, spread_field

Given = TypeVar("Given")

USUAL = "daily-check-in"
CHOOSE_TIER = "set_up_tier"
NAME, DAYS, AT, ON, ABOUT = "name", "days", "at", "on", "about"
_OF_A_TEMPLATE = (NAME, DAYS, AT, ON, ABOUT, SPREAD, TIER, FROM, WORDS_FROM, BY)


@dataclass(frozen=True, slots=True)
class Offer:
    """A template as the form offers it, with the dates it would bring."""

    id: str
    description: str
    plan: RitualPlan
    upcoming: Sequence[date]

    @property
    def days(self) -> tuple[str, ...] | None:
        """The weekdays it asks on, when that is all there is to its recurrence."""
        found = recurrence_of(self.plan.schedule.rrule, self.plan.schedule.anchor)
        if found.frequency != Frequency.WEEKLY or found.positions or found.months or found.until:
            return None
        return tuple(BYDAY[day] for day in sorted(found.days))

    @property
    def asks_more(self) -> bool:
        """Whether whoever sets it up says what is promised, and how people are asked."""
        return self.plan.kind in (Kind.PULSE, Kind.FEEDBACK_ROUND)

    @property
    def is_once(self) -> bool:
        """Whether it is asked on one day."""
        schedule = self.plan.schedule
        return schedule.starts_on is not None and schedule.starts_on == schedule.ends_on

    @property
    def interval(self) -> int:
        """Every how many weeks."""
        return recurrence_of(self.plan.schedule.rrule, self.plan.schedule.anchor).interval


def block_of(field: str, template: str) -> str:
    """Where a field stands while this template is on show: errors are shown beside it."""
    depends = field in _OF_A_TEMPLATE and template != USUAL
    return f"{field}:{template}" if depends else field


def block_in(field: str, offer: Offer) -> str:
    """The block of a field for this template."""
    # What a field offers depends on the template: in another block, Slack forgets what the other one offered.
    return block_of(field, offer.id)


def other(given: Given | None, offered: Given | None) -> Given | None:
    """What was given, where it is something else than what is offered."""
    return given if given != offered else None


def _suffix(offer: Offer) -> str:
    return block_of(TIER, offer.id).removeprefix(TIER)


def promised_fields(offer: Offer, kept: Changed, notice: str | None) -> Blocks:
    """Who can tell who said what; `notice` says what keeps the choice from working."""
    promised = kept.promised or promised_by(offer.plan)
    return build_promised(promised, suffix=_suffix(offer), action=CHOOSE_TIER, notices=[notice])


def read_promised_in(values: Mapping[str, Any], offer: Offer, before: Changed) -> Promised | None:
    """What was chosen there, where that is not what is offered."""
    offered = promised_by(offer.plan)
    given = read_promised(values, before.promised or offered, suffix=_suffix(offer))
    return other(given, offered)


def about_field(offer: Offer, kept: Changed) -> dict[str, Any]:
    """What a feedback round is about."""
    return words_field(
        block_in(ABOUT, offer),
        "What is it about?",
        kept.about or offer.plan.about,
        most=LONGEST_ABOUT,
        optional=True,
        hint="As it reads in the middle of a question: the new pricing, our June launch, Ana.",
        one_line=True,
    )


def read_about(values: Mapping[str, Any], offer: Offer) -> str | None:
    """What was written there, where that is not what is offered."""
    about = read_line(values, block_in(ABOUT, offer))
    return about if about and about != offer.plan.about else None


def on_field(offer: Offer, kept: Changed) -> dict[str, Any]:
    """On which day, where it is asked once."""
    return day_field(
        block_in(ON, offer), "On this day", kept.on or offer.plan.schedule.starts_on, optional=True
    )


def spread_of(offer: Offer, kept: Changed) -> dict[str, Any]:
    """At the same time, or each person at a random one."""
    spread = offer.plan.spread if kept.spread is None else kept.spread
    return spread_field(block_in(SPREAD, offer), spread)


def read_spread(values: Mapping[str, Any], offer: Offer) -> timedelta | None:
    """What was chosen there, where that is not what is offered."""
    return other(read_spread_field(values, block_in(SPREAD, offer)), offer.plan.spread)
