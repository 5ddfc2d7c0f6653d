"""The form for a digest's schedule: built here, read here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    Option,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
)

from bot.values.digests import Audience, Digest, DigestPlan, DigestState
from bot.values.ports import View
from bot.views.fields import filled_in, read_choices
from bot.views.parts import context, modal

SETUP = "digest_setup"
CHANNEL = "channel"
_WEEKDAY, _TIME, _AUDIENCE, _PAUSE, _VALUE = "weekday", "time", "audience", "pause", "value"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_AUDIENCES = {
    Audience.TEAM: ("The team", "Everything: what moved, what is in the way, what changed, who took part."),
    Audience.LEADERSHIP: ("Leadership", "Under 200 words: asks and dates first. No words from check-ins."),
    Audience.PARTNERS: ("Partners", "What waits on others, and goals by title. Teams, and never people."),
}
_NAME = "Weekly digest"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new digest is offered: in whose zone, in which channel (None: the current one), and when."""

    zone: str
    channel_id: str | None = None
    weekday: int = 0
    at: time = time(9)


@dataclass(frozen=True, slots=True)
class SetUp:
    """A form that came back: the plan, which digest it is for (None: a new one), and whether it is to pause."""

    digest_id: int | None
    plan: DigestPlan
    pause: bool


def weekday_name(weekday: int) -> str:
    """`Monday` for 0."""
    return _DAYS[weekday]


def build_setup(digest: Digest | None, defaults: Defaults) -> View:
    """When and where a digest is posted; filled in with what it is now."""
    plan = digest.plan if digest else None
    zone = plan.zone if plan else defaults.zone
    blocks = [
        context("One screen a week, the details in its thread. Nobody is tagged in it."),
        _channel(plan.channel_id if plan else defaults.channel_id),
        _weekday(plan.weekday if plan else defaults.weekday),
        _time(plan.at if plan else defaults.at, zone),
        _audience(plan.audience if plan else Audience.TEAM),
        *([_pause(digest.state is DigestState.PAUSED)] if digest else []),
    ]
    return modal(
        "Weekly digest",
        blocks,
        callback_id=SETUP,
        submit="Save",
        metadata=json.dumps({"digest": digest.id if digest else None, "zone": zone}),
    )


def read_setup(values: Mapping[str, Any], private_metadata: str) -> SetUp:
    """What a submitted form says."""
    kept = json.loads(private_metadata)
    plan = DigestPlan(
        name=_NAME,
        channel_id=filled_in(values, CHANNEL)["selected_conversation"],
        weekday=int(filled_in(values, _WEEKDAY)["selected_option"]["value"]),
        at=time.fromisoformat(filled_in(values, _TIME)["selected_time"]),
        zone=kept["zone"],
        audience=Audience(filled_in(values, _AUDIENCE)["selected_option"]["value"]),
    )
    return SetUp(kept["digest"], plan, bool(read_choices(values, _PAUSE)))


def _channel(current: str | None) -> dict[str, Any]:
    element = ConversationSelectElement(
        action_id=_VALUE,
        placeholder="Choose a channel",
        initial_conversation=current,
        default_to_current_conversation=None if current else True,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    hint = "In a team's own channel it is about that team; anywhere else it is about all teams."
    return InputBlock(block_id=CHANNEL, label="Where", hint=hint, element=element).to_dict()


def _weekday(current: int) -> dict[str, Any]:
    options = [Option(value=str(number), text=name) for number, name in enumerate(_DAYS)]
    element = StaticSelectElement(action_id=_VALUE, options=options, initial_option=options[current])
    hint = "Monday to Wednesday it is about the week before, from Thursday on about the week so far."
    return InputBlock(block_id=_WEEKDAY, label="Day", hint=hint, element=element).to_dict()


def _time(current: time, zone: str) -> dict[str, Any]:
    element = TimePickerElement(action_id=_VALUE, initial_time=f"{current:%H:%M}", timezone=zone)
    return InputBlock(block_id=_TIME, label="Time", element=element).to_dict()


def _audience(current: Audience) -> dict[str, Any]:
    options = {
        audience: Option(value=audience, text=label, description=gets)
        for audience, (label, gets) in _AUDIENCES.items()
    }
    element = RadioButtonsElement(
        action_id=_VALUE, options=list(options.values()), initial_option=options[current]
    )
    hint = "A channel has one digest. /digest leadership or /digest partners shows how one would read."
    return InputBlock(block_id=_AUDIENCE, label="Written for", hint=hint, element=element).to_dict()


def _pause(is_paused: bool) -> dict[str, Any]:
    options = [Option(value="pause", text="Pause it: nothing is posted until it is resumed")]
    element = CheckboxesElement(
        action_id=_VALUE, options=options, initial_options=options if is_paused else None
    )
    return InputBlock(block_id=_PAUSE, label="Pause", element=element, optional=True).to_dict()
