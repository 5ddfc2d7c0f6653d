"""Fields to choose in: one or several, of few or of many."""

from collections.abc import Collection, Mapping
from typing import Any, Unpack

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ExternalDataSelectElement,
    Option,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.views.fields.field import Asked, any_field, filled_in
from bot.views.parts import LABEL
from bot.views.words import clip

Offered = Mapping[str, str | tuple[str, str]]
"""Values, and the words each is offered with; beside radio buttons and boxes also a sentence below them."""


def option(value: str, text: str, below: str | None = None) -> Option:
    """Something to pick, by its value; what it is called is cut where Slack would refuse it."""
    return Option(value=value, text=clip(text, LABEL), description=clip(below, LABEL) if below else None)


def choice_field(
    block_id: str, label: str, offered: Offered, chosen: str | None = None, **asked: Unpack[Asked]
) -> dict[str, Any]:
    """One of a few, all in sight."""
    options = _options(offered)
    element = RadioButtonsElement(options=[*options.values()], initial_option=options.get(chosen or ""))
    return any_field(block_id, label, element, **asked)


def menu_field(
    block_id: str,
    label: str,
    offered: Offered,
    chosen: str | None = None,
    *,
    placeholder: str | None = None,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """One of many."""
    options = _options(offered)
    element = StaticSelectElement(
        options=[*options.values()], initial_option=options.get(chosen or ""), placeholder=placeholder
    )
    return any_field(block_id, label, element, **asked)


def boxes_field(
    block_id: str, label: str, offered: Offered, ticked: Collection[str] = (), **asked: Unpack[Asked]
) -> dict[str, Any]:
    """Any of a few, all in sight; or none, unless it is said otherwise."""
    options = _options(offered)
    element = CheckboxesElement(options=[*options.values()], initial_options=_among(options, ticked))
    asked.setdefault("optional", True)
    return any_field(block_id, label, element, **asked)


def several_field(
    block_id: str,
    label: str,
    offered: Offered,
    chosen: Collection[str] = (),
    *,
    placeholder: str = "Choose",
    most: int | None = None,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """Any of many, or `most` of them."""
    options = _options(offered)
    element = StaticMultiSelectElement(
        options=[*options.values()],
        initial_options=_among(options, chosen, most),
        placeholder=placeholder,
        max_selected_items=most,
    )
    return any_field(block_id, label, element, **asked)


def lookup_field(
    block_id: str,
    label: str,
    offers: str,
    *,
    placeholder: str,
    chosen: Option | None = None,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """One of those found as one types; what there is to find is asked for under the action `offers`."""
    element = ExternalDataSelectElement(
        action_id=offers, placeholder=placeholder, min_query_length=0, initial_option=chosen
    )
    return any_field(block_id, label, element, **asked)


def read_choice(values: Mapping[str, Any], block_id: str) -> str | None:
    """The value of what was chosen."""
    picked = filled_in(values, block_id).get("selected_option")
    return str(picked["value"]) if picked else None


def read_choice_called(values: Mapping[str, Any], block_id: str) -> str | None:
    """What it is called."""
    picked = filled_in(values, block_id).get("selected_option")
    return str(picked["text"]["text"]) if picked else None


def read_choices(values: Mapping[str, Any], block_id: str) -> list[str]:
    """The values of all that was chosen or ticked."""
    return [str(each["value"]) for each in filled_in(values, block_id).get("selected_options") or ()]


def is_ticked(values: Mapping[str, Any], block_id: str) -> bool:
    """Whether a field's only box is ticked."""
    return bool(read_choices(values, block_id))


def _options(offered: Offered) -> dict[str, Option]:
    return {
        value: option(value, words) if isinstance(words, str) else option(value, *words)
        for value, words in offered.items()
    }


def _among(
    options: Mapping[str, Option], chosen: Collection[str], most: int | None = None
) -> list[Option] | None:
    return [each for value, each in options.items() if value in chosen][:most] or None
