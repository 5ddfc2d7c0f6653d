"""Setting up a check-in: one required field, everything else has a default. Built here, read here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    TimePickerElement,
)

from bot.values.errors import Unusable
from bot.values.people import Channel
from bot.values.ports import View
from bot.values.questions import Question
from bot.values.schedules import Schedule
from bot.views.parts import context, modal, section
from bot.views.words import escape, in_readers_time, schedule_in_words

NEW_CHECK_IN = "new_check_in"
START = "start_check_in"
CHANNEL, NAME, DAYS, AT, DIGEST = "channel", "name", "days", "at", "digest"
_VALUE = "value"
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody filled in; what they left empty is the default."""

    channel_id: str
    name: str
    days: Sequence[str]
    at: time
    with_digest: bool


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the form offers."""

    name: str
    days: Sequence[str]
    at: time
    questions: Sequence[Question]


def build_set_up(defaults: Defaults) -> View:
    """The form: a channel is all it needs."""
    asks = "\n".join(f"•  {escape(question.ask)}" for question in defaults.questions)
    return modal(
        "Start a check-in",
        [
            section(
                "Pick a channel: the people in it are asked, each in their own time zone, and the answers come"
                " together there. Everything below can stay as it is."
            ),
            _channel(),
            _digest(),
            _days(defaults.days),
            _at(defaults.at),
            _name(defaults.name),
            context(f"What people are asked:\n{asks}"),
        ],
        callback_id=NEW_CHECK_IN,
        submit="Start",
    )


def read_set_up(values: Mapping[str, Any], defaults: Defaults) -> Wanted:
    """What was filled in; what was left empty is the default. Raises Unusable beside the field."""
    channel_id = _state(values, CHANNEL).get("selected_conversation")
    if not channel_id:
        raise Unusable("Pick the channel whose people you want to ask.", field=CHANNEL)
    chosen = [option["value"] for option in _state(values, DAYS).get("selected_options") or []]
    at = _state(values, AT).get("selected_time")
    digest = _state(values, DIGEST).get("selected_options") or []
    name = (_state(values, NAME).get("value") or "").strip()
    return Wanted(
        channel_id=channel_id,
        name=name or defaults.name,
        days=chosen or defaults.days,
        at=time.fromisoformat(at) if at else defaults.at,
        with_digest=bool(digest),
    )


def build_started(
    name: str,
    channel: Channel,
    schedule: Schedule,
    first_at: datetime | None,
    *,
    new_digest: bool,
    has_digest: bool,
    zone: str,
) -> View:
    """What happens next, after a check-in was set up. `zone` is the owner's: the digest's hour is in it."""
    when = (
        f"The first questions go out {in_readers_time(first_at)}."
        if first_at
        else "Whoever is in the channel is asked the next time that comes round where they are."
    )
    lines = [
        f":tada: *{escape(name)}* is set up for {channel.mention}: {schedule_in_words(schedule)}.",
        f"{when} I'll say hello in the channel in a moment, so that nobody is surprised.",
    ]
    if new_digest:
        place = zone.replace("_", " ")
        lines.append(
            f"The weekly digest goes there on Mondays at 09:00, {place} time. Change it with `/digest setup`."
        )
    elif has_digest:
        lines.append("A weekly digest is posted there already, so I left it as it is.")
    lines.append("See how it goes with `/checkin status`.")
    return modal("All set", [section(line) for line in lines], close="Done")


def _channel() -> dict[str, Any]:
    element = ConversationSelectElement(
        action_id=_VALUE,
        default_to_current_conversation=True,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        placeholder="Pick a channel",
    )
    return InputBlock(block_id=CHANNEL, label="Channel", element=element).to_dict()


def _digest() -> dict[str, Any]:
    choice = Option(value="yes", text="Post a weekly digest there, Mondays at 09:00")
    element = CheckboxesElement(action_id=_VALUE, options=[choice], initial_options=[choice])
    return InputBlock(block_id=DIGEST, label="Weekly digest", element=element, optional=True).to_dict()


def _days(initial: Sequence[str]) -> dict[str, Any]:
    options = {day: Option(value=day, text=name) for day, name in _DAYS.items()}
    element = CheckboxesElement(
        action_id=_VALUE,
        options=list(options.values()),
        initial_options=[options[day] for day in initial],
    )
    return InputBlock(block_id=DAYS, label="Days", element=element, optional=True).to_dict()


def _at(initial: time) -> dict[str, Any]:
    element = TimePickerElement(action_id=_VALUE, initial_time=initial.strftime("%H:%M"))
    return InputBlock(
        block_id=AT, label="Time, in each person's own zone", element=element, optional=True
    ).to_dict()


def _name(initial: str) -> dict[str, Any]:
    element = PlainTextInputElement(action_id=_VALUE, initial_value=initial, max_length=MOST_NAME)
    return InputBlock(block_id=NAME, label="Name", element=element, optional=True).to_dict()


def _state(values: Mapping[str, Any], block: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = values.get(block, {}).get(_VALUE, {})
    return found
