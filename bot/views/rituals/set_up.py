"""Setting a ritual up: one required field, everything else has a default. Built here, read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.values.editing import Started
from bot.values.errors import Unusable
from bot.values.people import Channel
from bot.values.ports import View
from bot.values.questions import asking_about
from bot.values.recurrences import BYDAY
from bot.values.rituals import TO_LEAD, Kind, RitualPlan, Tier
from bot.views.fields import (
    boxes_field,
    channel_field,
    is_ticked,
    menu_field,
    read_channel,
    read_choice,
    read_choices,
    read_day,
    read_time,
    read_words,
    time_field,
    words_field,
)
from bot.views.parts import modal, section
from bot.views.people.roles import FIRST_ADMIN
from bot.views.rituals.changed import Changed, changed_from_json, changed_to_json
from bot.views.rituals.form_words import FOR_NOBODY, asks, dates_in_words
from bot.views.rituals.offer import (
    AT,
    DAYS,
    NAME,
    ON,
    USUAL,
    Offer,
    about_field,
    block_in,
    on_field,
    other,
    promised_fields,
    read_about,
    read_promised_in,
    read_spread,
    spread_of,
)
from bot.views.rituals.promised import promised_in_words
from bot.views.schedule_words import schedule_in_words
from bot.views.words import escape

NEW_CHECK_IN = "new_check_in"
START = "start_check_in"
CHOOSE_TEMPLATE = "set_up_template"
CHANNEL, TEMPLATE, WORDS, DIGEST = "channel", "template", "words", "digest"
MOST_NAME = 60
MOST_WORDS = 150
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TITLES = {Kind.PULSE: "Start a pulse", Kind.FEEDBACK_ROUND: "Start a feedback round"}
DAY_CHOICES = dict(zip(BYDAY, _DAY_NAMES, strict=True))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody filled in."""

    channel_id: str
    template: str
    changed: Changed
    words: str
    with_digest: bool


def build_set_up(
    offers: Sequence[Offer],
    template: str = USUAL,
    changed: Changed | None = None,
    *,
    notice: str | None = None,
) -> View:
    """The form: a channel is all it needs. Choosing another template changes the rest of it.

    `notice` is what keeps the tier that is chosen from working here.
    """
    offer, kept = _offer(offers, template), changed or Changed()
    plan, days = offer.plan, offer.days
    return modal(
        _TITLES.get(plan.kind, "Start a check-in"),
        [
            section(
                f"Pick a channel: the people in it are asked, each in their own time zone, {_read(plan)}."
                " Everything below can stay as it is."
            ),
            channel_field(CHANNEL, "Channel", here=True),
            _template(offers, offer),
            section(_preview(offer, kept)),
            *([about_field(offer, kept)] if plan.about is not None else []),
            *(promised_fields(offer, kept, notice) if offer.asks_more else [_digest()]),
            *([_days(offer, kept.days or days)] if days else []),
            *([on_field(offer, kept)] if offer.is_once else []),
            _time(offer, kept),
            *([spread_of(offer, kept)] if offer.asks_more else []),
            _words(),
            _name(offer, kept),
        ],
        callback_id=NEW_CHECK_IN,
        submit="Start",
        metadata=json.dumps({"template": offer.id, "changed": changed_to_json(kept)}, ensure_ascii=False),
    )


def read_template(values: Mapping[str, Any]) -> str:
    """Which template was chosen."""
    return read_choice(values, TEMPLATE) or USUAL


def read_changed(
    values: Mapping[str, Any], private_metadata: str, offers: Sequence[Offer], *, then: str | None = None
) -> Changed:
    """What differs from what the template on show offers, and what did before another one was chosen.

    A promise belongs to its template: what was chosen is forgotten where another one is shown `then`.
    """
    shown = json.loads(private_metadata)
    before, offer = changed_from_json(shown["changed"]), _offer(offers, shown["template"])
    plan = offer.plan
    days = tuple(read_choices(values, block_in(DAYS, offer)))
    name = read_words(values, block_in(NAME, offer))
    on = read_day(values, block_in(ON, offer))
    return Changed(
        name=name if name and name != plan.name else None,
        days=before.days if offer.days is None else days if days and days != offer.days else None,
        at=other(read_time(values, block_in(AT, offer)), plan.schedule.at),
        on=other(on, plan.schedule.starts_on) if offer.is_once else before.on,
        spread=read_spread(values, offer) if offer.asks_more else before.spread,
        about=read_about(values, offer) if plan.about is not None else before.about,
        promised=read_promised_in(values, offer, before)
        if offer.asks_more and then in (None, offer.id)
        else None,
    )


def read_set_up(values: Mapping[str, Any], private_metadata: str, offers: Sequence[Offer]) -> Wanted:
    """What was filled in; what was left empty is as offered. Raises Unusable beside the field."""
    channel_id = read_channel(values, CHANNEL)
    if not channel_id:
        raise Unusable("Pick the channel whose people you want to ask.", field=CHANNEL)
    # The template on show: a press on Start may overtake the choice of another one.
    template = str(json.loads(private_metadata)["template"])
    offer, changed = _offer(offers, template), read_changed(values, private_metadata, offers)
    return Wanted(
        channel_id=channel_id,
        template=template,
        changed=_that_count(changed, offer),
        words=read_words(values, WORDS) or "",
        with_digest=is_ticked(values, DIGEST),
    )


def build_started(
    started: Started, channel: Channel, plan: RitualPlan, *, zone: str, for_nobody: bool
) -> View:
    """What happens next, after a ritual was set up. `zone` is the owner's: the digest's hour is in it; `for_nobody`:
    it asks about goals, and nobody looks after one.
    """
    when = (
        f"The first questions go out on {dates_in_words([started.first_on], plan.schedule, plan.spread)}."
        if started.first_on
        else "Everybody in the channel is asked when that time comes next where they are."
    )
    lines = [
        f":tada: *{escape(started.name)}* is set up for {channel.mention}:"
        f" {schedule_in_words(plan.schedule, plan.spread)}.",
        f"{when} I'll say hello in the channel in a moment, so that nobody is surprised.",
    ]
    if for_nobody:
        lines.append(FOR_NOBODY)
    if plan.tier is not Tier.NAMED:
        lines.append(f":lock: {promised_in_words(plan)}")
    lines += _about_the_digest(started, zone)
    if started.first_admin:
        lines.append(FIRST_ADMIN)
    lines.append("See how it goes with `/checkin status`, and change anything with `/drumbeat rituals`.")
    view = modal("All set", [section(line) for line in lines], close="Done")
    return {**view, "clear_on_close": True}


def _about_the_digest(started: Started, zone: str) -> list[str]:
    if started.new_digest:
        place = zone.replace("_", " ")
        return [
            f"The weekly digest goes there on Mondays at 09:00, {place} time. Change it with `/digest setup`."
        ]
    return ["A weekly digest is posted there already, so I left it as it is."] if started.has_digest else []


def _offer(offers: Sequence[Offer], template: str) -> Offer:
    return next((offer for offer in offers if offer.id == template), offers[0])


def _template(offers: Sequence[Offer], current: Offer) -> dict[str, Any]:
    choices = {offer.id: offer.plan.name for offer in offers}
    return menu_field(TEMPLATE, "Start from", choices, current.id, tells=CHOOSE_TEMPLATE)


def _that_count(changed: Changed, offer: Offer) -> Changed:
    """Without what was chosen for another template, which this one does not ask for."""
    return replace(
        changed,
        days=changed.days if offer.days else None,
        on=changed.on if offer.is_once else None,
        spread=changed.spread if offer.asks_more else None,
        about=changed.about if offer.plan.about is not None else None,
    )


def _read(plan: RitualPlan) -> str:
    if plan.tier is not Tier.NAMED:
        return "and what comes of it is shown there once it closes, for groups only"
    if plan.report == TO_LEAD:
        return "and only the lead of the team reads the answers"
    return "and the answers come together there"


def _preview(offer: Offer, kept: Changed) -> str:
    plan = offer.plan
    dates = dates_in_words(offer.upcoming, plan.schedule, plan.spread) if offer.upcoming else ""
    upcoming = f"\n*Next:* {dates}." if dates and not offer.is_once else ""
    questions = asking_about(plan.questions, kept.about or plan.about)
    return (
        f"{escape(offer.description)}\n*What people are asked:*\n{asks(questions)}\n"
        f"*When:* {schedule_in_words(plan.schedule, plan.spread)}, unless you change it below.{upcoming}"
    )


def _digest() -> dict[str, Any]:
    choices = {"yes": "Post a weekly digest there, Mondays at 09:00"}
    return boxes_field(DIGEST, "Weekly digest", choices, ["yes"])


def _days(offer: Offer, current: Sequence[str]) -> dict[str, Any]:
    label = {1: "Days", 2: "Days, every other week"}.get(
        offer.interval, f"Days, every {offer.interval} weeks"
    )
    return boxes_field(block_in(DAYS, offer), label, DAY_CHOICES, current)


def _time(offer: Offer, kept: Changed) -> dict[str, Any]:
    at = kept.at or offer.plan.schedule.at
    return time_field(block_in(AT, offer), "Time, in each person's own zone", at, optional=True)


def _name(offer: Offer, kept: Changed) -> dict[str, Any]:
    name = kept.name or offer.plan.name
    return words_field(block_in(NAME, offer), "Name", name, most=MOST_NAME, optional=True, one_line=True)


def _words() -> dict[str, Any]:
    return words_field(
        WORDS,
        "Or another rhythm, in words",
        most=MOST_WORDS,
        optional=True,
        placeholder="every other Tuesday at 14:00",
        hint="If you write something here, it counts instead of the days above.",
        one_line=True,
    )
