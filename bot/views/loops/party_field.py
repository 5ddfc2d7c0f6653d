"""Choosing whom something waits on: one field that finds teams and people as one types, and takes any other name."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ExternalDataSelectElement, InputBlock, Option

from bot.values.deliveries import Block
from bot.values.loops import NOBODY_YET, WaitsOn
from bot.values.parties import Parties
from bot.views.parts import LABEL
from bot.views.words import clip

PARTY = "loop_party"
"""The field asks for what it offers under this action."""

_TEAM, _MEMBER, _OUTSIDE = "team", "member", "outside"


def build_party(
    block_id: str,
    label: str,
    *,
    chosen: WaitsOn = NOBODY_YET,
    name: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """The field; `name` is what whoever is `chosen` is called."""
    element = ExternalDataSelectElement(
        action_id=PARTY,
        placeholder="Type a team, a person or any other name",
        min_query_length=0,
        initial_option=_option(_value_of(chosen), name) if chosen.is_known and name else None,
    )
    return InputBlock(block_id=block_id, label=label, hint=hint, element=element, optional=optional).to_dict()


def read_party(values: Mapping[str, Any], block_id: str) -> WaitsOn:
    """Whom somebody chose; NOBODY_YET when they left it open."""
    option = values.get(block_id, {}).get(PARTY, {}).get("selected_option") or {}
    kind, _, given = str(option.get("value", "")).partition(":")
    if kind == _TEAM:
        return WaitsOn(team_id=int(given))
    if kind == _MEMBER:
        return WaitsOn(member_id=int(given))
    return WaitsOn(outside=given) if kind == _OUTSIDE else NOBODY_YET


def build_parties(found: Parties) -> dict[str, Any]:
    """What is offered for what was typed, in the form Slack asks for."""
    groups = [
        _group("Teams", [_option(f"{_TEAM}:{team.id}", team.name) for team in found.teams]),
        _group("People", [_option(f"{_MEMBER}:{person.id}", person.name) for person in found.people]),
    ]
    if found.outside:
        groups.append(_group("Somebody outside", [_option(f"{_OUTSIDE}:{found.outside}", found.outside)]))
    offered = [group for group in groups if group["options"]]
    return {"option_groups": offered} if offered else {"options": []}


def _value_of(chosen: WaitsOn) -> str:
    if chosen.team_id is not None:
        return f"{_TEAM}:{chosen.team_id}"
    if chosen.member_id is not None:
        return f"{_MEMBER}:{chosen.member_id}"
    return f"{_OUTSIDE}:{chosen.outside}"


def _option(value: str, name: str) -> Option:
    return Option(value=value, text=clip(name, LABEL))


def _group(label: str, options: Sequence[Option]) -> dict[str, Any]:
    return {
        "label": {"type": "plain_text", "text": label},
        "options": [option.to_dict() for option in options],
    }
