"""Menus of many options, written out. The SDK's models look each option over by reflection: measured, that took two
thirds of the time in which a list of bottlenecks is put together.
"""

from collections.abc import Sequence
from typing import Any

from bot.views.parts import LABEL
from bot.views.words import clip

Choice = dict[str, Any]


def choice(text: str, value: str) -> Choice:
    """One option."""
    return {"text": _plain(clip(text, LABEL)), "value": value}


def group(label: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """Options under a label."""
    return {"label": _plain(label), "options": list(choices)}


def menu(action_id: str, placeholder: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """One of these is chosen; it is sent at once."""
    return {**_menu(action_id, placeholder), "options": list(choices)}


def menu_of_groups(
    action_id: str, placeholder: str, groups: Sequence[dict[str, Any]], *, initial: Choice | None = None
) -> dict[str, Any]:
    """The same, the options under labels."""
    chosen = {"initial_option": initial} if initial else {}
    return {**_menu(action_id, placeholder), "option_groups": list(groups), **chosen}


def _menu(action_id: str, placeholder: str) -> dict[str, Any]:
    return {"type": "static_select", "action_id": action_id, "placeholder": _plain(placeholder)}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}
