"""Whether Slack would take a message.

Limits: docs.slack.dev/reference/methods/chat.postMessage and .../chat.update.
"""

from typing import Any

from sandbox.rules.layout import BLOCK
from sandbox.rules.limits import limit
from sandbox.rules.shape import Findings, at, flag, items, record, string, walk
from sandbox.rules.surfaces import Parts, few_pictures_of_data, ids_differ, stand_on, text_fits
from sandbox.rules.text import broadcasts, no_broadcast, web_address
from sandbox.rules.violation import Violation

_BLOCKS = items(BLOCK, 0, "message.blocks.max_items")
_FREE_TEXT = string(None, 0)
_ADDRESS = web_address("image.image_url.max_length")
_ATTACHMENT = record(
    {},
    {
        **dict.fromkeys(
            ("fallback", "pretext", "text", "title", "author_name", "author_subname"), _FREE_TEXT
        ),
        **dict.fromkeys(("author_link", "author_icon", "title_link", "image_url", "thumb_url"), _ADDRESS),
        "footer": _FREE_TEXT,
        "footer_icon": _ADDRESS,
        "color": string(),
        "ts": string(),
        "fields": items(record({"title": _FREE_TEXT, "value": _FREE_TEXT}, {"short": flag})),
        "mrkdwn_in": items(string()),
        "blocks": _BLOCKS,
    },
)
_ATTACHMENTS = items(_ATTACHMENT, 0, "message.attachments.max_items")
_MARKED_UP_IN_ATTACHMENTS = ("pretext", "text", "value", "fallback")


def check_message(payload: dict[str, Any], *, surface: str = "message") -> list[Violation]:
    """Everything wrong with the `text`, `blocks` and `attachments` of a message.

    `surface` is the way it goes out: `message`, `ephemeral` and `update` by the Web API (an update takes a
    shorter text), `response_url` by a response URL (which may also just delete). Other keys of the payload
    are arguments of the method and not looked at. Blocks and attachments are JSON values, not strings.
    """
    parts = _parts(payload)
    return [
        *_says_something(payload, surface),
        *_texts(payload, surface),
        *_shapes(payload),
        *stand_on("message", parts),
        *ids_differ(parts),
        *few_pictures_of_data(parts),
        *text_fits(parts),
        *_calls_nobody(payload),
    ]


def _parts(payload: dict[str, Any]) -> Parts:
    attachments = payload.get("attachments")
    parts = {"/blocks": payload.get("blocks", [])}
    for index, attachment in enumerate(attachments if isinstance(attachments, list) else []):
        if isinstance(attachment, dict):
            parts[f"/attachments/{index}/blocks"] = attachment.get("blocks", [])
    return parts


def _shapes(payload: dict[str, Any]) -> Findings:
    if "blocks" in payload:
        yield from _BLOCKS(payload["blocks"], "/blocks")
    if "attachments" in payload:
        yield from _ATTACHMENTS(payload["attachments"], "/attachments")


def _says_something(payload: dict[str, Any], surface: str) -> Findings:
    text = payload.get("text")
    silent = not (isinstance(text, str) and text.strip())
    only_deletes = surface == "response_url" and payload.get("delete_original")
    if silent and payload.get("blocks"):
        yield Violation("/text", "text_for_screen_readers", "blocks need a text that says the same")
    elif silent and not only_deletes and not (payload.get("attachments") or payload.get("markdown_text")):
        yield Violation("/text", "no_text", "nothing to show")


def _texts(payload: dict[str, Any], surface: str) -> Findings:
    if "text" in payload:
        yield from _FREE_TEXT(payload["text"], "/text")
        yield from _is_short(payload["text"], surface)
    if "markdown_text" in payload:
        yield from string("markdown_text.max_length")(payload["markdown_text"], "/markdown_text")
        if payload.get("text") or payload.get("blocks"):
            yield Violation("/markdown_text", "markdown_text_conflict", "must not be with text or blocks")


def _is_short(text: Any, surface: str) -> Findings:
    name = "update.text.max_length" if surface == "update" else "postMessage.text.truncated_above"
    if isinstance(text, str) and len(text) > limit(f"chat.{name}"):
        yield Violation("/text", "msg_too_long", f"must be less than {limit(f'chat.{name}') + 1} characters")


def _calls_nobody(payload: dict[str, Any]) -> Findings:
    for key in ("text", "markdown_text"):
        yield from no_broadcast(payload.get(key), f"/{key}")
    yield from broadcasts(payload.get("blocks"), "/blocks")
    yield from broadcasts(payload.get("attachments"), "/attachments")
    for where, node in walk(payload.get("attachments"), "/attachments"):
        if "type" not in node:
            for key in _MARKED_UP_IN_ATTACHMENTS:
                yield from no_broadcast(node.get(key), at(where, key))
