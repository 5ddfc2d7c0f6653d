"""The form for a digest's schedule: built here, read here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from bot.values.deliveries import Block
from bot.values.digests import Audience, Digest, DigestPlan, DigestState
from bot.values.errors import Unusable
from bot.values.ports import View
from bot.views.fields import (
    boxes_field,
    channel_field,
    choice_field,
    is_ticked,
    menu_field,
    read_channel,
    read_choice,
    read_time,
    time_field,
)
from bot.views.parts import context, modal

SETUP = "digest_setup"
CHANNEL = "channel"
_WEEKDAY, _TIME, _AUDIENCE, _PAUSE = "weekday", "time", "audience", "pause"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_AUDIENCES: dict[str, tuple[str, str]] = {
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
        time_field(_TIME, "Time", plan.at if plan else defaults.at, zone=zone),
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
    """What a submitted form says. Raises Unusable beside the field."""
    kept = json.loads(private_metadata)
    usual, channel_id = Defaults(kept["zone"]), read_channel(values, CHANNEL)
    if channel_id is None:
        raise Unusable("Pick the channel it is posted in.", field=CHANNEL)
    plan = DigestPlan(
        name=_NAME,
        channel_id=channel_id,
        weekday=int(read_choice(values, _WEEKDAY) or usual.weekday),
        at=read_time(values, _TIME) or usual.at,
        zone=usual.zone,
        audience=Audience(read_choice(values, _AUDIENCE) or Audience.TEAM),
    )
    return SetUp(kept["digest"], plan, is_ticked(values, _PAUSE))


def _channel(current: str | None) -> Block:
    hint = "In a team's own channel it is about that team; anywhere else it is about all teams."
    return channel_field(CHANNEL, "Where", current, here=True, hint=hint)


def _weekday(current: int) -> Block:
    hint = "Monday to Wednesday it is about the week before, from Thursday on about the week so far."
    offered = {str(number): name for number, name in enumerate(_DAYS)}
    return menu_field(_WEEKDAY, "Day", offered, str(current), hint=hint)


def _audience(current: Audience) -> Block:
    hint = "A channel has one digest. /digest leadership or /digest partners shows how one would read."
    return choice_field(_AUDIENCE, "Written for", _AUDIENCES, current, hint=hint)


def _pause(is_paused: bool) -> Block:
    offered = {"pause": "Pause it: nothing is posted until it is resumed"}
    return boxes_field(_PAUSE, "Pause", offered, ["pause"] if is_paused else [])
