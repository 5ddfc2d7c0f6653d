"""Filling in a form, and what Slack's own client checks before anything is sent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sandbox.elements import VALUE_KEYS, Element, elements, text_of
from sandbox.errors import Json, NotVisible
from sandbox.model import View
from sandbox.workspace import Workspace

REQUIRED = "Please complete this required field."

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_PEOPLE = ("selected_user", "selected_users")
_PLACES = ("selected_channel", "selected_channels", "selected_conversation", "selected_conversations")


def entered(workspace: Workspace, element: Element, value: Any) -> Json:
    """The state of `element` after a person put `value` in.

    Options go by their text or value, people and channels by name or id; None empties the field."""
    key, _ = VALUE_KEYS[element.type]
    many = key.endswith("s") and key != "files"
    state: Json = {"type": element.type, key: None}
    if "timezone" in element.body:
        state["timezone"] = element.body["timezone"]
    if many:
        values = [] if value is None else [value] if isinstance(value, str) else list(value)
        state[key] = [_one(workspace, element, key, each) for each in values]
    elif value is not None and value != "":
        state[key] = _one(workspace, element, key, value)
    return state


def _one(workspace: Workspace, element: Element, key: str, value: Any) -> Any:
    if key in ("selected_option", "selected_options"):
        return option_called(element, value)
    if key in _PEOPLE:
        return workspace.user(value).id
    if key in _PLACES:
        return workspace.channel(value).id
    if key == "rich_text_value" and isinstance(value, str):
        return _rich_text(value)
    return _written(value)


def option_called(element: Element, wanted: Any) -> Json:
    """The option with this text or value, in the form a payload carries it."""
    if isinstance(wanted, dict):
        return wanted
    for option in element.options:
        if str(wanted) in (text_of(option.get("text")), option.get("value")):
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    offered = [text_of(option.get("text")) for option in element.options]
    raise NotVisible(element.name, str(wanted), offered)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value if isinstance(value, int | dict) and not _is_number(value) else str(value)


def _is_number(value: Any) -> bool:
    """Numbers travel as text, except for the Unix seconds of a datetimepicker."""
    return isinstance(value, int) and value < 1_000_000_000


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def mistakes(view: View) -> dict[str, str]:
    """What the client would complain about, by block_id."""
    inputs = [element for element in elements(view.blocks) if element.is_input]
    found = {element.block_id: _complaint(element, _value(view, element)) for element in inputs}
    return {block_id: complaint for block_id, complaint in found.items() if complaint}


def by_label(view: View, errors: Mapping[str, str]) -> dict[str, str]:
    """Errors under the labels a person reads; the block_id where there is none."""
    labels = {element.block_id: element.name for element in elements(view.blocks)}
    return {labels.get(block_id, block_id): text for block_id, text in errors.items()}


def _value(view: View, element: Element) -> Any:
    state = view.state.get(element.block_id, {}).get(element.action_id, {})
    return state.get(VALUE_KEYS[element.type][0]) if element.type in VALUE_KEYS else None


def _complaint(element: Element, value: Any) -> str:
    if value in (None, "", []):
        return "" if element.block.get("optional") else REQUIRED
    return next(_complaints(element, value), "")


def _complaints(element: Element, value: Any) -> Iterator[str]:
    limits = element.body
    if element.type == "plain_text_input":
        yield from _length(limits, value)
    if element.type == "number_input":
        yield from _number(limits, value)
    if element.type == "email_text_input" and not _EMAIL.fullmatch(value):
        yield "Please enter a valid email address."
    if element.type == "url_text_input" and not _URL.fullmatch(value):
        yield "Please enter a valid URL."
    if isinstance(value, Sequence) and len(value) > limits.get("max_selected_items", len(value)):
        yield f"Please choose at most {limits['max_selected_items']}."


def _length(limits: Json, value: str) -> Iterator[str]:
    if len(value) < limits.get("min_length", 0):
        yield f"Please enter at least {limits['min_length']} characters."
    if len(value) > limits.get("max_length", 3000):
        yield f"Please enter at most {limits.get('max_length', 3000)} characters."


def _number(limits: Json, value: str) -> Iterator[str]:
    try:
        number = float(value)
    except ValueError:
        yield "Please enter a number."
        return
    if not limits.get("is_decimal_allowed") and not number.is_integer():
        yield "Please enter a whole number."
    if number < float(limits.get("min_value", "-inf")):
        yield f"Please enter a number of at least {limits['min_value']}."
    if number > float(limits.get("max_value", "inf")):
        yield f"Please enter a number of at most {limits['max_value']}."
