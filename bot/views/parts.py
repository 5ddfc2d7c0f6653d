"""The few Block Kit parts every view is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ButtonElement, InteractiveElement
from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.ports import View
from bot.views.words import SECTION, clip, pieces

Blocks = list[dict[str, Any]]

TITLE = 24
"""Characters of a modal's title (docs: reference/views)."""

LABEL = 75
"""Characters of a button or an option (docs: block-elements/button-element)."""


def section(text: str) -> dict[str, Any]:
    """One paragraph of up to 3,000 characters."""
    return {"type": "section", "text": _marked_down(text)}


def sections(text: str) -> Blocks:
    """As many paragraphs as a text needs."""
    return [section(piece) for piece in pieces(text)]


def context(text: str) -> dict[str, Any]:
    """One line in small print."""
    return {"type": "context", "elements": [_marked_down(text)]}


def buttons(block_id: str, *elements: InteractiveElement | dict[str, Any]) -> dict[str, Any]:
    """A row of things to press."""
    written = [each if isinstance(each, dict) else each.to_dict() for each in elements]
    return {"type": "actions", "block_id": block_id, "elements": written}


def button(
    text: str, action_id: str, value: str, *, style: str | None = None, confirm: ConfirmObject | None = None
) -> ButtonElement:
    """A button; its text is a verb."""
    return ButtonElement(
        text=clip(text, LABEL), action_id=action_id, value=value, style=style, confirm=confirm
    )


def modal(
    title: str,
    blocks: Sequence[Mapping[str, Any]],
    *,
    callback_id: str = "",
    submit: str | None = None,
    close: str = "Cancel",
    metadata: str = "",
) -> View:
    """A modal view."""
    view: View = {
        "type": "modal",
        "title": {"type": "plain_text", "text": clip(title, TITLE)},
        "close": {"type": "plain_text", "text": close},
        "blocks": list(blocks),
    }
    if callback_id:
        view["callback_id"] = callback_id
    if submit:
        view["submit"] = {"type": "plain_text", "text": submit}
    if metadata:
        view["private_metadata"] = metadata
    return view


def note(title: str, text: str) -> View:
    """A modal that says something and can only be closed."""
    return modal(title, sections(text), close="Close")


def _marked_down(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": clip(text, SECTION)}
