"""The fields forms are made of, each beside the way to read what was filled in.

Every field is an input block whose element is called VALUE, so that a block's id alone says which field it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from bot.views.words import clip

VALUE = "value"
Choices = Mapping[str, str]
"""Values and the words they are offered with."""

OPTION = 75
"""Characters of an option (docs: composition-objects/option-object)."""


def text(
    block: str,
    label: str,
    current: str | None = None,
    *,
    most: int,
    hint: str | None = None,
    optional: bool = False,
    lines: bool = False,
    placeholder: str | None = None,
) -> dict[str, Any]:
    """A line to write in, or a box of `lines`."""
    element = PlainTextInputElement(
        action_id=VALUE,
        initial_value=current or None,
        max_length=most,
        multiline=lines,
        placeholder=placeholder,
    )
    return _input(block, label, element, hint, optional=optional)


def menu(
    block: str,
    label: str,
    choices: Choices,
    current: str | None = None,
    *,
    hint: str | None = None,
    action: str = VALUE,
    live: bool = False,
) -> dict[str, Any]:
    """One of many. A `live` one says at once, under its `action`, when something else is chosen."""
    options = _options(choices)
    element = StaticSelectElement(
        action_id=action,
        options=list(options.values()),
        initial_option=options.get(current) if current is not None else None,
    )
    return _input(block, label, element, hint, live=live)


def radio(
    block: str, label: str, choices: Choices, current: str | None = None, *, hint: str | None = None
) -> dict[str, Any]:
    """One of a few, all of them in sight."""
    options = _options(choices)
    element = RadioButtonsElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_option=options.get(current) if current is not None else None,
    )
    return _input(block, label, element, hint)


def described(
    block: str, label: str, choices: Mapping[str, tuple[str, str]], current: str, *, action: str
) -> dict[str, Any]:
    """One of a few, all of them in sight, each with a sentence below it. It says at once when another is chosen."""
    options = {
        value: Option(value=value, text=clip(words, OPTION), description=clip(sentence, OPTION))
        for value, (words, sentence) in choices.items()
    }
    element = RadioButtonsElement(
        action_id=action, options=list(options.values()), initial_option=options[current]
    )
    return _input(block, label, element, None, live=True)


def boxes(
    block: str,
    label: str,
    choices: Choices,
    current: Sequence[str] = (),
    *,
    hint: str | None = None,
    optional: bool = True,
) -> dict[str, Any]:
    """Any of a few, all of them in sight."""
    options = _options(choices)
    element = CheckboxesElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_options=[options[value] for value in choices if value in current] or None,
    )
    return _input(block, label, element, hint, optional=optional)


def several(
    block: str,
    label: str,
    choices: Choices,
    current: Sequence[str] = (),
    *,
    hint: str | None = None,
    optional: bool = False,
) -> dict[str, Any]:
    """Any of many."""
    options = _options(choices)
    element = StaticMultiSelectElement(
        action_id=VALUE,
        options=list(options.values()),
        initial_options=[options[value] for value in choices if value in current] or None,
        placeholder="Choose",
    )
    return _input(block, label, element, hint, optional=optional)


def clock(
    block: str, label: str, current: time, *, hint: str | None = None, optional: bool = False
) -> dict[str, Any]:
    """A time of day."""
    element = TimePickerElement(action_id=VALUE, initial_time=current.strftime("%H:%M"))
    return _input(block, label, element, hint, optional=optional)


def day(block: str, label: str, current: date | None, *, hint: str | None = None) -> dict[str, Any]:
    """A date, or none."""
    element = DatePickerElement(action_id=VALUE, initial_date=current.isoformat() if current else None)
    return _input(block, label, element, hint, optional=True)


def channel(
    block: str,
    label: str,
    current: str | None = None,
    *,
    hint: str | None = None,
    optional: bool = False,
    here: bool = False,
) -> dict[str, Any]:
    """A channel, public or private; `here` offers the one the form was opened from."""
    element = ConversationSelectElement(
        action_id=VALUE,
        initial_conversation=current,
        default_to_current_conversation=True if here else None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        placeholder="Pick a channel",
    )
    return _input(block, label, element, hint, optional=optional)


def written(values: Mapping[str, Any], block: str) -> str:
    """What was written; empty when nothing was, or the field was not there."""
    return str(_state(values, block).get("value") or "").strip()


def picked(values: Mapping[str, Any], block: str, action: str = VALUE) -> str | None:
    """The value that was chosen."""
    option = values.get(block, {}).get(action, {}).get("selected_option") or {}
    return option.get("value")


def ticked(values: Mapping[str, Any], block: str) -> list[str]:
    """All values that were chosen."""
    return [option["value"] for option in _state(values, block).get("selected_options") or ()]


def told_time(values: Mapping[str, Any], block: str) -> time | None:
    """The time of day that was chosen."""
    given = _state(values, block).get("selected_time")
    return time.fromisoformat(given) if given else None


def told_day(values: Mapping[str, Any], block: str) -> date | None:
    """The date that was chosen."""
    given = _state(values, block).get("selected_date")
    return date.fromisoformat(given) if given else None


def chosen_channel(values: Mapping[str, Any], block: str) -> str | None:
    """The id of the channel that was chosen."""
    return _state(values, block).get("selected_conversation") or None


def _options(choices: Choices) -> dict[str, Option]:
    return {value: Option(value=value, text=clip(words, OPTION)) for value, words in choices.items()}


def _input(
    block: str,
    label: str,
    element: InputInteractiveElement,
    hint: str | None,
    *,
    optional: bool = False,
    live: bool = False,
) -> dict[str, Any]:
    return InputBlock(
        block_id=block,
        label=label,
        hint=PlainTextObject(text=clip(hint, 2000)) if hint else None,
        element=element,
        optional=optional,
        dispatch_action=live or None,
    ).to_dict()


def _state(values: Mapping[str, Any], block: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = values.get(block, {}).get(VALUE, {})
    return found
