"""The fields of forms: words, a day, one of a few, a link. Each is built here, and read here."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from slack_sdk.models.blocks import (
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
)

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.views.parts import LABEL
from bot.views.words import clip

_VALUE = "value"
_A_YEAR = timedelta(days=366)
_ADDRESS = re.compile(r"https?://[^\s/<>|]+[^\s<>|]*", re.IGNORECASE)


def words_field(
    block_id: str,
    label: str,
    *,
    most: int,
    initial: str | None = None,
    hint: str | None = None,
    placeholder: str | None = None,
    optional: bool = False,
    one_line: bool = False,
) -> Block:
    """Something to type into."""
    element = PlainTextInputElement(
        action_id=_VALUE,
        multiline=not one_line,
        max_length=most,
        initial_value=clip(initial, most) if initial else None,
        placeholder=placeholder,
    )
    return any_field(block_id, label, element, hint=hint, optional=optional)


def read_words(values: Mapping[str, Any], block_id: str) -> str | None:
    """What was typed; None for nothing but blanks."""
    return (filled_in(values, block_id).get("value") or "").strip() or None


def day_field(block_id: str, label: str, initial: date) -> Block:
    """A day to pick."""
    return any_field(block_id, label, DatePickerElement(action_id=_VALUE, initial_date=initial.isoformat()))


def read_day(values: Mapping[str, Any], block_id: str) -> date | None:
    """The day that was picked."""
    picked = filled_in(values, block_id).get("selected_date")
    return date.fromisoformat(picked) if picked else None


def read_day_to_come(values: Mapping[str, Any], block_id: str, today: date) -> date:
    """The day that was picked, as one somebody can promise. Raises Unusable beside it."""
    day = read_day(values, block_id)
    if day is None:
        raise Unusable("Pick the day you mean.", field=block_id)
    if day < today:
        raise Unusable("That day has passed. Pick today or a later one.", field=block_id)
    if day > today + _A_YEAR:
        raise Unusable(
            "That is more than a year ahead. Pick a nearer day; you can give another one then.",
            field=block_id,
        )
    return day


def choice_field(
    block_id: str, label: str, offered: Mapping[str, str], chosen: str | None, *, optional: bool = False
) -> Block:
    """One of a few, all in sight."""
    options = {value: option(value, text) for value, text in offered.items()}
    element = RadioButtonsElement(
        action_id=_VALUE, options=list(options.values()), initial_option=options.get(chosen or "")
    )
    return any_field(block_id, label, element, optional=optional)


def menu_field(block_id: str, label: str, offered: Mapping[str, str], chosen: str | None) -> Block:
    """One of several, or none."""
    options = {value: option(value, text) for value, text in offered.items()}
    element = StaticSelectElement(
        action_id=_VALUE, options=list(options.values()), initial_option=options.get(chosen or "")
    )
    return any_field(block_id, label, element, optional=True)


def read_choice(values: Mapping[str, Any], block_id: str) -> str | None:
    """The value of what was chosen."""
    picked = filled_in(values, block_id).get("selected_option")
    return str(picked["value"]) if picked else None


def is_address(link: str) -> bool:
    """Whether this is a whole web address, and nothing that could pass for another one in a message."""
    return _ADDRESS.fullmatch(link) is not None


def option(value: str, text: str) -> Option:
    """Something to pick, by its value; what it is called is cut where Slack would refuse it."""
    return Option(value=value, text=clip(text, LABEL))


def filled_in(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    """What Slack says of the one element of a field; empty where the field was not there."""
    return next(iter((values.get(block_id) or {}).values()), None) or {}


def any_field(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    tells: bool = False,
) -> Block:
    """A field of any kind. One that `tells` says at once when something is chosen."""
    return InputBlock(
        block_id=block_id,
        label=label,
        hint=hint,
        element=element,
        optional=optional,
        dispatch_action=tells or None,
    ).to_dict()
