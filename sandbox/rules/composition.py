"""What blocks and elements are made of: options, confirmations, filters, images.

Limits: docs.slack.dev/reference/block-kit/composition-objects.
"""

from typing import Any

from sandbox.rules.shape import (
    Findings,
    Rule,
    at,
    at_least_one,
    distinct,
    exactly_one,
    flag,
    items,
    located,
    one_of,
    record,
    string,
)
from sandbox.rules.text import either, link, plain, web_address

COLOUR = one_of("primary", "danger")


def option(text: Rule | None = None, **more: Rule) -> Rule:
    """One choice; `text` where it may be something else than plain text, `more` for extra optional keys."""
    return record(
        {
            "text": text or plain("option.text.max_length"),
            "value": string("option.value.max_length"),
        },
        {"description": plain("option.description.max_length"), **more},
    )


PLAIN_OPTION = option()
RICH_OPTION = option(either("option.text.max_length"))
LINK_OPTION = option(url=link("option.url.max_length"))

OPTION_GROUP = record(
    {
        "label": plain("option_group.label.max_length"),
        "options": items(PLAIN_OPTION, "option_group.options.min_items", "option_group.options.max_items"),
    }
)

CONFIRM = record(
    {
        "title": plain("confirmation.title.max_length"),
        "text": either("confirmation.text.max_length"),
        "confirm": plain("confirmation.confirm.max_length"),
        "deny": plain("confirmation.deny.max_length"),
    },
    {"style": COLOUR},
)


def _all_different(key: str) -> Rule:
    def check(value: Any, pointer: str) -> Findings:
        yield from distinct(located(value.get(key, []), at(pointer, key)), "duplicate_item")

    return check


DISPATCH = record(
    {
        "trigger_actions_on": items(
            one_of("on_enter_pressed", "on_character_entered"),
            "dispatch_action_configuration.trigger_actions_on.min_items",
            "dispatch_action_configuration.trigger_actions_on.max_items",
        )
    },
    None,
    _all_different("trigger_actions_on"),
)

CONVERSATION_FILTER = record(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), "conversation_filter.include.min_items"),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
    _all_different("include"),
)

SLACK_FILE = record(
    {}, {"id": string(), "url": web_address("image.image_url.max_length")}, exactly_one("id", "url")
)


def picture(kind: str) -> tuple[dict[str, Rule], dict[str, Rule], Rule]:
    """The required and optional keys of an image, and that it has one source; `kind` prefixes its limits."""
    return (
        {"alt_text": string(f"{kind}.alt_text.max_length")},
        {"image_url": web_address(f"{kind}.image_url.max_length"), "slack_file": SLACK_FILE},
        exactly_one("image_url", "slack_file"),
    )
