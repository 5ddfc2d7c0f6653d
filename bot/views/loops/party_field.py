"""Choosing whom something waits on, or is for: one field that finds teams and people as one types. For a bottleneck
it takes any other name as well, for feedback leadership."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from slack_sdk.models.blocks import Option

from bot.values.deliveries import Block
from bot.values.loops import LEADERSHIP, NOBODY_YET, WaitsOn
from bot.values.parties import Parties
from bot.views.fields import Asked, lookup_field, option, read_choice

PARTY = "loop_party"
"""The field asks for what it offers under this action."""

READER = "feedback_party"
"""The same where it asks whom feedback is for."""

LEADERSHIP_CALLED = "Leadership"

_TEAM, _MEMBER, _OUTSIDE = "team", "member", "outside"


def build_party(
    block_id: str,
    label: str,
    *,
    chosen: WaitsOn = NOBODY_YET,
    name: str | None = None,
    **asked: Unpack[Asked],
) -> Block:
    """The field; `name` is what whoever is `chosen` is called."""
    return lookup_field(
        block_id,
        label,
        PARTY,
        placeholder="Type a team, a person or any other name",
        chosen=_chosen(chosen, name),
        **asked,
    )


def build_reader(
    block_id: str,
    label: str,
    *,
    chosen: WaitsOn = NOBODY_YET,
    name: str | None = None,
    **asked: Unpack[Asked],
) -> Block:
    """The same for whom feedback is for: somebody has to be there who reads it."""
    return lookup_field(
        block_id,
        label,
        READER,
        placeholder="Type a team, a person, or leadership",
        chosen=_chosen(chosen, name),
        **asked,
    )


def read_party(values: Mapping[str, Any], block_id: str) -> WaitsOn:
    """Whom somebody chose; NOBODY_YET when they left it open."""
    kind, _, given = (read_choice(values, block_id) or "").partition(":")
    if kind == _TEAM:
        return WaitsOn(team_id=int(given))
    if kind == _MEMBER:
        return WaitsOn(member_id=int(given))
    if kind == LEADERSHIP:
        return WaitsOn(leadership=True)
    return WaitsOn(outside=given) if kind == _OUTSIDE else NOBODY_YET


def build_parties(found: Parties) -> dict[str, Any]:
    """What is offered for what was typed, in the form Slack asks for."""
    groups = [
        _group("Teams", [option(f"{_TEAM}:{team.id}", team.name) for team in found.teams]),
        _group("People", [option(f"{_MEMBER}:{person.id}", person.name) for person in found.people]),
    ]
    if found.outside:
        groups.append(_group("Somebody outside", [option(f"{_OUTSIDE}:{found.outside}", found.outside)]))
    if found.leadership:
        groups.insert(0, _group("Admins of this workspace", [option(LEADERSHIP, LEADERSHIP_CALLED)]))
    offered = [group for group in groups if group["options"]]
    return {"option_groups": offered} if offered else {"options": []}


def _chosen(chosen: WaitsOn, name: str | None) -> Option | None:
    return option(_value_of(chosen), name) if chosen.is_known and name else None


def _value_of(chosen: WaitsOn) -> str:
    if chosen.team_id is not None:
        return f"{_TEAM}:{chosen.team_id}"
    if chosen.member_id is not None:
        return f"{_MEMBER}:{chosen.member_id}"
    if chosen.leadership:
        return LEADERSHIP
    return f"{_OUTSIDE}:{chosen.outside}"


def _group(label: str, options: Sequence[Option]) -> dict[str, Any]:
    return {
        "label": {"type": "plain_text", "text": label},
        "options": [each.to_dict() for each in options],
    }
