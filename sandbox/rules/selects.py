"""Elements that offer a choice, and whether what is chosen at first is on offer.

Limits: docs.slack.dev/reference/block-kit/block-elements (select, multi-select, checkboxes, radio, overflow).
"""

from collections.abc import Mapping
from typing import Any

from sandbox.rules.composition import (
    CONFIRM,
    CONVERSATION_FILTER,
    LINK_OPTION,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
)
from sandbox.rules.shape import Findings, Rule, at, distinct, exactly_one, flag, items, string, typed, whole
from sandbox.rules.text import plain
from sandbox.rules.violation import Violation

ACTION: Mapping[str, Rule] = {"action_id": string("action_id.max_length"), "confirm": CONFIRM}
FIELD: Mapping[str, Rule] = {**ACTION, "focus_on_load": flag}
MENU: Mapping[str, Rule] = {**FIELD, "placeholder": plain("select.placeholder.max_length")}
MANY: Mapping[str, Rule] = {"max_selected_items": whole("multi_select.max_selected_items.min")}
OFFER: Mapping[str, Rule] = {
    "options": items(PLAIN_OPTION, "select.options.min_items", "select.options.max_items"),
    "option_groups": items(OPTION_GROUP, "select.option_groups.min_items", "select.option_groups.max_items"),
}
ASK_ANSWER_ADDRESS: Mapping[str, Rule] = {"response_url_enabled": flag}
CONVERSATIONS: Mapping[str, Rule] = {
    "default_to_current_conversation": flag,
    "filter": CONVERSATION_FILTER,
}
SEARCH: Mapping[str, Rule] = {"min_query_length": whole("select.min_query_length.min")}


def initial_choice_is_offered(value: Any, pointer: str) -> Findings:
    """What is chosen at first is, to the letter, one of the options."""
    offered = _offered(value)
    for key in ("initial_option", "initial_options"):
        chosen = value.get(key, [])
        for option in chosen if isinstance(chosen, list) else [chosen]:
            if option not in offered:
                yield Violation(at(pointer, key), "initial_not_offered", "must be one of the options")


def option_values_differ(value: Any, pointer: str) -> Findings:
    """Two options with one value could not be told apart when they come back. Stricter than Slack."""
    yield from distinct(((pointer, option["value"]) for option in _offered(value)), "duplicate_option_value")


def not_too_many_at_first(value: Any, pointer: str) -> Findings:
    """A menu does not start with more than may be chosen."""
    most = value.get("max_selected_items")
    for key, chosen in value.items():
        if most is not None and key.startswith("initial_") and len(chosen) > most:
            yield Violation(at(pointer, key), "too_many", f"no more than {most} items allowed")


def _offered(value: Any) -> list[Any]:
    groups = value.get("option_groups", [])
    return [*value.get("options", []), *(option for group in groups for option in group["options"])]


def _ids(kind: str) -> Mapping[str, Rule]:
    return {f"initial_{kind}": items(string(), 1)}


_CHOSEN_WELL = (initial_choice_is_offered, option_values_differ)
_ONE_OFFER = (exactly_one("options", "option_groups"), *_CHOSEN_WELL)

CHECKBOXES = typed(
    "checkboxes",
    {"options": items(RICH_OPTION, "checkboxes.options.min_items", "checkboxes.options.max_items")},
    {**FIELD, "initial_options": items(RICH_OPTION, 1)},
    *_CHOSEN_WELL,
)
RADIO_BUTTONS = typed(
    "radio_buttons",
    {"options": items(RICH_OPTION, "radio_buttons.options.min_items", "radio_buttons.options.max_items")},
    {**FIELD, "initial_option": RICH_OPTION},
    *_CHOSEN_WELL,
)
OVERFLOW = typed(
    "overflow",
    {"options": items(LINK_OPTION, "overflow.options.min_items", "overflow.options.max_items")},
    ACTION,
    option_values_differ,
)
STATIC_SELECT = typed("static_select", {}, {**MENU, **OFFER, "initial_option": PLAIN_OPTION}, *_ONE_OFFER)
MULTI_STATIC_SELECT = typed(
    "multi_static_select",
    {},
    {**MENU, **MANY, **OFFER, "initial_options": items(PLAIN_OPTION, 1)},
    *_ONE_OFFER,
    not_too_many_at_first,
)
EXTERNAL_SELECT = typed("external_select", {}, {**MENU, **SEARCH, "initial_option": PLAIN_OPTION})
MULTI_EXTERNAL_SELECT = typed(
    "multi_external_select",
    {},
    {**MENU, **MANY, **SEARCH, "initial_options": items(PLAIN_OPTION, 1)},
    not_too_many_at_first,
)
USERS_SELECT = typed("users_select", {}, {**MENU, "initial_user": string()})
MULTI_USERS_SELECT = typed("multi_users_select", {}, {**MENU, **MANY, **_ids("users")}, not_too_many_at_first)
CHANNELS_SELECT = typed("channels_select", {}, {**MENU, **ASK_ANSWER_ADDRESS, "initial_channel": string()})
MULTI_CHANNELS_SELECT = typed(
    "multi_channels_select", {}, {**MENU, **MANY, **_ids("channels")}, not_too_many_at_first
)
CONVERSATIONS_SELECT = typed(
    "conversations_select",
    {},
    {**MENU, **CONVERSATIONS, **ASK_ANSWER_ADDRESS, "initial_conversation": string()},
)
MULTI_CONVERSATIONS_SELECT = typed(
    "multi_conversations_select",
    {},
    {**MENU, **MANY, **CONVERSATIONS, **_ids("conversations")},
    not_too_many_at_first,
)
