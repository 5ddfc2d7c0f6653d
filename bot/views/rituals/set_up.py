"""Setting a ritual up: one required field, everything else has a default. Built here, read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.values.errors import Unusable
from bot.values.people import Channel
from bot.values.ports import View
from bot.values.recurrences import BYDAY, Frequency, recurrence_of
from bot.values.rituals import TO_LEAD, RitualPlan
from bot.views.parts import modal, section
from bot.views.people.roles import FIRST_ADMIN
from bot.views.rituals import fields
from bot.views.rituals.form_words import asks, dates_in_words
from bot.views.schedule_words import schedule_in_words
from bot.views.words import escape

NEW_CHECK_IN = "new_check_in"
START = "start_check_in"
CHOOSE_TEMPLATE = "set_up_template"
CHANNEL, TEMPLATE, NAME, DAYS, AT, WORDS, DIGEST = (
    *("channel", "template", "name", "days", "at", "words", "digest"),
)
MOST_NAME = 60
MOST_WORDS = 150
_USUAL = "daily-check-in"
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_CHOICES = dict(zip(BYDAY, _DAY_NAMES, strict=True))


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
    def interval(self) -> int:
        """Every how many weeks."""
        return recurrence_of(self.plan.schedule.rrule, self.plan.schedule.anchor).interval


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody changed in what a template offers; None is left as offered."""

    name: str | None = None
    days: tuple[str, ...] | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody filled in."""

    channel_id: str
    template: str
    changed: Changed
    words: str
    with_digest: bool


def build_set_up(offers: Sequence[Offer], template: str = _USUAL, changed: Changed | None = None) -> View:
    """The form: a channel is all it needs. Choosing another template changes the rest of it."""
    offer, kept = _offer(offers, template), changed or Changed()
    days = offer.days
    return modal(
        "Start a check-in",
        [
            section(
                f"Pick a channel: the people in it are asked, each in their own time zone, {_read(offer.plan)}."
                " Everything below can stay as it is."
            ),
            fields.channel(CHANNEL, "Channel", here=True),
            _template(offers, offer),
            section(_preview(offer)),
            _digest(),
            *([_days(offer, kept.days or days)] if days else []),
            fields.clock(
                _block(AT, offer),
                "Time, in each person's own zone",
                kept.at or offer.plan.schedule.at,
                optional=True,
            ),
            _words(),
            fields.text(
                _block(NAME, offer), "Name", kept.name or offer.plan.name, most=MOST_NAME, optional=True
            ),
        ],
        callback_id=NEW_CHECK_IN,
        submit="Start",
        metadata=json.dumps({"template": offer.id, "changed": _to_json(kept)}),
    )


def read_template(values: Mapping[str, Any]) -> str:
    """Which template was chosen."""
    return fields.picked(values, TEMPLATE, CHOOSE_TEMPLATE) or _USUAL


def read_changed(values: Mapping[str, Any], private_metadata: str, offers: Sequence[Offer]) -> Changed:
    """What differs from what the template on show offers, and what did before another one was chosen."""
    shown = json.loads(private_metadata)
    before, offer = _from_json(shown["changed"]), _offer(offers, shown["template"])
    days = tuple(fields.ticked(values, _block(DAYS, offer)))
    at = fields.told_time(values, _block(AT, offer))
    name = fields.written(values, _block(NAME, offer))
    return Changed(
        name=name if name and name != offer.plan.name else None,
        days=before.days if offer.days is None else days if days and days != offer.days else None,
        at=at if at is not None and at != offer.plan.schedule.at else None,
    )


def read_set_up(values: Mapping[str, Any], private_metadata: str, offers: Sequence[Offer]) -> Wanted:
    """What was filled in; what was left empty is as offered. Raises Unusable beside the field."""
    channel_id = fields.chosen_channel(values, CHANNEL)
    if not channel_id:
        raise Unusable("Pick the channel whose people you want to ask.", field=CHANNEL)
    # The template on show: a press on Start may overtake the choice of another one.
    template = str(json.loads(private_metadata)["template"])
    offer, changed = _offer(offers, template), read_changed(values, private_metadata, offers)
    return Wanted(
        channel_id=channel_id,
        template=template,
        changed=changed if offer.days else Changed(changed.name, None, changed.at),
        words=fields.written(values, WORDS),
        with_digest=bool(fields.ticked(values, DIGEST)),
    )


def block_of(field: str, template: str) -> str:
    """Where a field stands while this template is on show: errors are shown beside it."""
    depends = field in (DAYS, AT, NAME) and template != _USUAL
    return f"{field}:{template}" if depends else field


def build_started(
    name: str,
    channel: Channel,
    plan: RitualPlan,
    first_on: date | None,
    *,
    new_digest: bool,
    has_digest: bool,
    zone: str,
    first_admin: bool = False,
) -> View:
    """What happens next, after a ritual was set up. `zone` is the owner's: the digest's hour is in it."""
    when = (
        f"The first questions go out on {dates_in_words([first_on], plan.schedule)}."
        if first_on
        else "Everybody in the channel is asked when that time comes next where they are."
    )
    lines = [
        f":tada: *{escape(name)}* is set up for {channel.mention}: {schedule_in_words(plan.schedule)}.",
        f"{when} I'll say hello in the channel in a moment, so that nobody is surprised.",
    ]
    if new_digest:
        place = zone.replace("_", " ")
        lines.append(
            f"The weekly digest goes there on Mondays at 09:00, {place} time. Change it with `/digest setup`."
        )
    elif has_digest:
        lines.append("A weekly digest is posted there already, so I left it as it is.")
    if first_admin:
        lines.append(FIRST_ADMIN)
    lines.append("See how it goes with `/checkin status`, and change anything with `/drumbeat rituals`.")
    view = modal("All set", [section(line) for line in lines], close="Done")
    return {**view, "clear_on_close": True}


def _offer(offers: Sequence[Offer], template: str) -> Offer:
    return next((offer for offer in offers if offer.id == template), offers[0])


def _block(field: str, offer: Offer) -> str:
    # What a field offers depends on the template: in another block, Slack forgets what the other one offered.
    return block_of(field, offer.id)


def _template(offers: Sequence[Offer], current: Offer) -> dict[str, Any]:
    choices = {offer.id: offer.plan.name for offer in offers}
    return fields.menu(TEMPLATE, "Start from", choices, current.id, action=CHOOSE_TEMPLATE, live=True)


def _read(plan: RitualPlan) -> str:
    if plan.report == TO_LEAD:
        return "and only the lead of the team reads the answers"
    return "and the answers come together there"


def _preview(offer: Offer) -> str:
    plan = offer.plan
    dates = f"\n*Next:* {dates_in_words(offer.upcoming, plan.schedule)}." if offer.upcoming else ""
    return (
        f"{escape(offer.description)}\n*What people are asked:*\n{asks(plan.questions)}\n"
        f"*When:* {schedule_in_words(plan.schedule)}, unless you change it below.{dates}"
    )


def _digest() -> dict[str, Any]:
    choices = {"yes": "Post a weekly digest there, Mondays at 09:00"}
    return fields.boxes(DIGEST, "Weekly digest", choices, ["yes"])


def _days(offer: Offer, current: Sequence[str]) -> dict[str, Any]:
    label = {1: "Days", 2: "Days, every other week"}.get(
        offer.interval, f"Days, every {offer.interval} weeks"
    )
    return fields.boxes(_block(DAYS, offer), label, DAY_CHOICES, current)


def _words() -> dict[str, Any]:
    return fields.text(
        WORDS,
        "Or another rhythm, in words",
        most=MOST_WORDS,
        optional=True,
        placeholder="every other Tuesday at 14:00",
        hint="If you write something here, it counts instead of the days above.",
    )


def _to_json(changed: Changed) -> list[Any]:
    return [changed.name, changed.days, changed.at.isoformat() if changed.at else None]


def _from_json(kept: Sequence[Any]) -> Changed:
    name, days, at = kept
    return Changed(name, tuple(days) if days else None, time.fromisoformat(at) if at else None)
