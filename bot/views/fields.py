"""The fields of forms: most of them are built here, and all of them are read here."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urlsplit

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
_SPELLED_OUT = str.maketrans({"<": "%3C", ">": "%3E", "|": "%7C"})
"""Browsers copy these as they are; in a message they would end the address."""

MOST_LINK = 3000
"""Characters of a link, as of all that is typed (docs: block-elements/plain-text-input)."""


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


def read_needed_words(values: Mapping[str, Any], block_id: str, missing: str) -> str:
    """The same where there have to be some. Raises Unusable beside the field, with the words for what is missing."""
    words = read_words(values, block_id)
    if words is None:
        raise Unusable(missing, field=block_id)
    return words


def read_link(values: Mapping[str, Any], block_id: str) -> str | None:
    """The web address that was typed, None where nothing was. Raises Unusable beside the field."""
    typed = read_words(values, block_id)
    if typed is None:
        return None
    address = address_in(typed)
    if address is None:
        raise Unusable("Paste a whole link, such as https://example.com/page.", field=block_id)
    return address


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


def read_choices(values: Mapping[str, Any], block_id: str) -> list[str]:
    """The values of all that was ticked."""
    return [str(each["value"]) for each in filled_in(values, block_id).get("selected_options") or ()]


def read_time(values: Mapping[str, Any], block_id: str) -> time | None:
    """The time of day that was picked."""
    picked = filled_in(values, block_id).get("selected_time")
    return time.fromisoformat(picked) if picked else None


def read_user(values: Mapping[str, Any], block_id: str) -> str | None:
    """Who was picked, by Slack id."""
    return filled_in(values, block_id).get("selected_user") or None


def address_in(typed: str) -> str | None:
    """A pasted web address as it is kept; None where it is none."""
    address = typed.translate(_SPELLED_OUT)
    return address if is_address(address) else None


def is_address(link: str) -> bool:
    """Whether this is a whole web address, and nothing that could pass for another one in a message."""
    return len(link) <= MOST_LINK and _ADDRESS.fullmatch(link) is not None and _has_host(link)


def option(value: str, text: str) -> Option:
    """Something to pick, by its value; what it is called is cut where Slack would refuse it."""
    return Option(value=value, text=clip(text, LABEL))


def filled_in(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    """What Slack says of the one element of a field; empty where the field was not there."""
    return next(iter((values.get(block_id) or {}).values()), None) or {}


def block_under(values: Mapping[str, Any], name: str) -> str:
    """The block of a field that has one of its own for each thing it may be about: `name:…`, else `name`."""
    return next((block_id for block_id in values if block_id.partition(":")[0] == name), name)


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


def _has_host(link: str) -> bool:
    try:
        return bool(urlsplit(link).hostname)
    except ValueError:
        return False
