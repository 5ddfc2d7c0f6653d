"""What every field has: a label, an element by one name, and the state Slack sends back for it."""

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from slack_sdk.models.blocks import InputBlock, InputInteractiveElement

from bot.views.words import clip

VALUE = "value"
"""The element of every field, so that a block's id alone says which field it is."""

_LABEL = 2000
"""Characters of a label or a hint (docs: blocks/input-block)."""


class Asked(TypedDict, total=False):
    """What may be said of any field. One that `tells` says at once, under that action, when something is chosen."""

    hint: str | None
    optional: bool
    tells: str | None


def any_field(
    block_id: str, label: str, element: InputInteractiveElement, **asked: Unpack[Asked]
) -> dict[str, Any]:
    """A field of any kind."""
    hint, tells = asked.get("hint"), asked.get("tells")
    element.action_id = tells or element.action_id or VALUE
    return InputBlock(
        block_id=block_id,
        label=clip(label, _LABEL),
        hint=clip(hint, _LABEL) if hint else None,
        element=element,
        optional=asked.get("optional", False),
        dispatch_action=True if tells else None,
    ).to_dict()


def filled_in(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    """What Slack says of the one element of a field; empty where the field was not there."""
    return next(iter((values.get(block_id) or {}).values()), None) or {}


def block_under(values: Mapping[str, Any], name: str) -> str:
    """The block of a field that has one of its own for each thing it may be about: `name:…`, else `name`."""
    return next((block_id for block_id in values if block_id.partition(":")[0] == name), name)
