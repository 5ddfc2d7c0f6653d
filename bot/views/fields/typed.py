"""Fields to type into: words, numbers, links."""

import re
from collections.abc import Mapping
from typing import Any, Unpack
from urllib.parse import urlsplit

from slack_sdk.models.blocks import NumberInputElement, PlainTextInputElement, UrlInputElement

from bot.values.errors import Unusable
from bot.views.fields.field import Asked, any_field, filled_in
from bot.views.words import clip

_ADDRESS = re.compile(r"https?://[^\s/<>|]+[^\s<>|]*", re.IGNORECASE)
_SPELLED_OUT = str.maketrans({"<": "%3C", ">": "%3E", "|": "%7C"})
"""Browsers copy these as they are; in a message they would end the address."""

MOST_LINK = 3000
"""Characters of a link, as of all that is typed (docs: block-elements/plain-text-input)."""


def words_field(
    block_id: str,
    label: str,
    initial: str | None = None,
    *,
    most: int,
    placeholder: str | None = None,
    one_line: bool = False,
    focus: bool = False,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """Something to type into. One with `focus` has the cursor when the form opens."""
    element = PlainTextInputElement(
        multiline=not one_line,
        max_length=most,
        initial_value=clip(initial, most) if initial else None,
        placeholder=placeholder,
        focus_on_load=focus or None,
    )
    return any_field(block_id, label, element, **asked)


def read_words(values: Mapping[str, Any], block_id: str) -> str | None:
    """What was typed; None for nothing but blanks."""
    return (filled_in(values, block_id).get("value") or "").strip() or None


def read_line(values: Mapping[str, Any], block_id: str) -> str:
    """The same in one line, with single blanks; empty where there is nothing."""
    return " ".join((read_words(values, block_id) or "").split())


def read_needed_words(values: Mapping[str, Any], block_id: str, missing: str) -> str:
    """The same where there have to be some. Raises Unusable beside the field, with the words for what is missing."""
    words = read_words(values, block_id)
    if words is None:
        raise Unusable(missing, field=block_id)
    return words


def number_field(
    block_id: str, label: str, initial: str | None = None, **asked: Unpack[Asked]
) -> dict[str, Any]:
    """A number, with decimals or without; it is read as words."""
    return any_field(
        block_id, label, NumberInputElement(is_decimal_allowed=True, initial_value=initial), **asked
    )


def link_field(
    block_id: str,
    label: str,
    initial: str | None = None,
    *,
    placeholder: str | None = None,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """A web address. What was typed and is none stands in a field for any words: Slack refuses it in the other."""
    if initial and not is_address(initial):
        return words_field(
            block_id, label, initial, most=MOST_LINK, placeholder=placeholder, one_line=True, **asked
        )
    element = UrlInputElement(initial_value=initial or None, placeholder=placeholder)
    return any_field(block_id, label, element, **asked)


def read_link(values: Mapping[str, Any], block_id: str) -> str | None:
    """The web address that was typed, None where nothing was. Raises Unusable beside the field."""
    typed = read_words(values, block_id)
    if typed is None:
        return None
    address = address_in(typed)
    if address is None:
        raise Unusable("Paste a whole link, such as https://example.com/page.", field=block_id)
    return address


def address_in(typed: str) -> str | None:
    """A pasted web address as it is kept; None where it is none."""
    address = typed.translate(_SPELLED_OUT)
    return address if is_address(address) else None


def is_address(link: str) -> bool:
    """Whether this is a whole web address, and nothing that could pass for another one in a message."""
    return len(link) <= MOST_LINK and _ADDRESS.fullmatch(link) is not None and _has_host(link)


def _has_host(link: str) -> bool:
    try:
        return bool(urlsplit(link).hostname)
    except ValueError:
        return False
