"""Fields for people and for channels, as Slack knows them."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)

from bot.views.fields.field import Asked, any_field, filled_in


def user_field(
    block_id: str,
    label: str,
    initial: str | None = None,
    *,
    placeholder: str | None = None,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """One person."""
    element = UserSelectElement(initial_user=initial, placeholder=placeholder)
    return any_field(block_id, label, element, **asked)


def read_user(values: Mapping[str, Any], block_id: str) -> str | None:
    """Who was picked, by Slack id."""
    return filled_in(values, block_id).get("selected_user") or None


def users_field(
    block_id: str, label: str, initial: Sequence[str] = (), *, most: int, **asked: Unpack[Asked]
) -> dict[str, Any]:
    """Several people."""
    element = UserMultiSelectElement(initial_users=list(initial) or None, max_selected_items=most)
    return any_field(block_id, label, element, **asked)


def read_users(values: Mapping[str, Any], block_id: str) -> tuple[str, ...]:
    """All who were picked, by Slack id."""
    return tuple(filled_in(values, block_id).get("selected_users") or ())


def channel_field(
    block_id: str, label: str, initial: str | None = None, *, here: bool = False, **asked: Unpack[Asked]
) -> dict[str, Any]:
    """A channel, public or private; `here` offers the one the form was opened from where there is no other."""
    element = ConversationSelectElement(
        initial_conversation=initial,
        default_to_current_conversation=True if here and initial is None else None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        placeholder="Pick a channel",
    )
    return any_field(block_id, label, element, **asked)


def read_channel(values: Mapping[str, Any], block_id: str) -> str | None:
    """The id of the channel that was picked."""
    return filled_in(values, block_id).get("selected_conversation") or None
