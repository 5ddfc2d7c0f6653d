"""The shape of every block.

Limits: docs.slack.dev/reference/block-kit/blocks.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.rules.composition import picture
from sandbox.rules.elements import BUTTON, IMAGE, IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.rules.rich_text import RICH_TEXT
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
    not_both,
    one_of,
    record,
    string,
    tagged,
    typed,
)
from sandbox.rules.tables import CHART_FIELDS, DATA_TABLE_FIELDS, DATA_TABLE_RULES, TABLE_FIELDS
from sandbox.rules.text import either, mrkdwn, plain, web_address
from sandbox.rules.violation import Violation


def block(
    kind: str, required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Rule
) -> Rule:
    """A block of this type: every block may have a `block_id`."""
    named = {"block_id": string("block_id.max_length"), **(optional or {})}
    return typed(kind, required, named, *also)


def _never_posted(value: Any, pointer: str) -> Findings:
    yield Violation(pointer, "file_not_postable", "a file block appears by itself and cannot be sent")


def _collapse_agrees(value: Any, pointer: str) -> Findings:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield Violation(at(pointer, "default_collapsed"), "not_both", "needs is_collapsible")
    if value.get("has_header_divider") and value.get("is_collapsible"):
        yield Violation(at(pointer, "has_header_divider"), "not_both", "must not be with is_collapsible")


def _task_ids_differ(value: Any, pointer: str) -> Findings:
    ids = (task["task_id"] for task in value["tasks"])
    yield from distinct(located(ids, at(pointer, "tasks")), "duplicate_item")


def _not_pending(value: Any, pointer: str) -> Findings:
    if value["status"] == "pending":
        yield Violation(at(pointer, "status"), "not_a_choice", "only a task of a plan may be pending")


_SECTION = block(
    "section",
    {},
    {
        "text": either("section.text.max_length"),
        "fields": items(either("section.fields.item_max_length"), 1, "section.fields.max_items"),
        "accessory": IN_SECTION,
        "expand": flag,
    },
    at_least_one("text", "fields"),
)
_CONTEXT = block(
    "context",
    {
        "elements": items(
            tagged({"image": IMAGE, "plain_text": plain(), "mrkdwn": mrkdwn()}),
            1,
            "context.elements.max_items",
        )
    },
)
_INPUT = block(
    "input",
    {"label": plain("input.label.max_length"), "element": IN_INPUT},
    {"hint": plain("input.hint.max_length"), "optional": flag, "dispatch_action": flag},
)
_REQUIRED, _OPTIONAL, _ONE_SOURCE = picture("image")
_IMAGE = block("image", _REQUIRED, {**_OPTIONAL, "title": plain("image.title.max_length")}, _ONE_SOURCE)
_VIDEO = block(
    "video",
    {
        "alt_text": string("video.alt_text.max_length"),
        "title": plain("video.title.max_length"),
        "thumbnail_url": web_address("video.thumbnail_url.max_length"),
        "video_url": web_address("video.video_url.max_length"),
    },
    {
        "author_name": string("video.author_name.max_length"),
        "description": plain("video.description.max_length"),
        "provider_name": string("video.provider_name.max_length"),
        "provider_icon_url": web_address("video.provider_icon_url.max_length"),
        "title_url": web_address("video.title_url.max_length"),
    },
)
_CARD = block(
    "card",
    {},
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": typed("icon", {"name": string()}),
        "title": either("card.title.max_length"),
        "subtitle": either("card.subtitle.max_length"),
        "body": either("card.body.max_length"),
        "subtext": either("card.subtext.max_length"),
        "actions": items(BUTTON, 1, "card.actions.max_items"),
    },
    at_least_one("hero_image", "title", "actions", "body"),
    not_both("icon", "slack_icon"),
)
_TASK: Mapping[str, Rule] = {
    "task_id": string(),
    "title": string(),
    "status": one_of("pending", "in_progress", "complete", "error"),
}
_TASK_DETAILS: Mapping[str, Rule] = {
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": items(typed("url", {"url": web_address("button.url.max_length"), "text": string()})),
}
_PLAN = block(
    "plan",
    {
        "title": string(),
        "tasks": items(
            record(_TASK, {**_TASK_DETAILS, "type": one_of("task_card")}), 0, "plan.tasks.max_items"
        ),
    },
    None,
    _task_ids_differ,
)

_IN_CONTAINER: Mapping[str, Rule] = {
    "section": _SECTION,
    "header": block("header", {"text": plain("header.text.max_length")}),
    "divider": block("divider", {}),
    "context": _CONTEXT,
    "actions": block("actions", {"elements": items(IN_ACTIONS, 1, "actions.elements.max_items")}),
    "image": _IMAGE,
    "input": _INPUT,
    "rich_text": RICH_TEXT,
    "table": block("table", *TABLE_FIELDS),
    "video": _VIDEO,
    "file": block("file", {}, {"external_id": string(), "source": string()}, _never_posted),
}
_CONTAINER = block(
    "container",
    {
        "child_blocks": items(
            tagged(_IN_CONTAINER), "container.child_blocks.min_items", "container.child_blocks.max_items"
        )
    },
    {
        "title": plain("container.title.max_length"),
        "rich_text_title": RICH_TEXT,
        "subtitle": either("container.subtitle.max_length"),
        "icon": IMAGE,
        "width": one_of("narrow", "standard", "wide", "full"),
        **dict.fromkeys(("is_collapsible", "default_collapsed", "has_header_divider"), flag),
    },
    exactly_one("title", "rich_text_title"),
    _collapse_agrees,
)

BLOCK = tagged(
    {
        **_IN_CONTAINER,
        "container": _CONTAINER,
        "card": _CARD,
        "carousel": block(
            "carousel",
            {"elements": items(_CARD, "carousel.elements.min_items", "carousel.elements.max_items")},
        ),
        "markdown": block("markdown", {"text": string("markdown.text.max_length")}),
        "data_table": block("data_table", *DATA_TABLE_FIELDS, *DATA_TABLE_RULES),
        "data_visualization": block("data_visualization", CHART_FIELDS),
        "alert": block(
            "alert",
            {"text": either("alert.text.max_length")},
            {"level": one_of("default", "info", "warning", "error", "success")},
        ),
        "plan": _PLAN,
        "task_card": block("task_card", _TASK, _TASK_DETAILS, _not_pending),
        "context_actions": block(
            "context_actions",
            {"elements": items(IN_CONTEXT_ACTIONS, 1, "context_actions.elements.max_items")},
        ),
    }
)
