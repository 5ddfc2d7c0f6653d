"""Reading what Slack sends with a press or a submission."""

from collections.abc import Mapping
from typing import Any

from bot.values.deliveries import Message


def pressed(body: Mapping[str, Any]) -> str:
    """The value of what was pressed or chosen."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or action
    return str(chosen.get("value", ""))


def state_of(view: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands in a submitted form, by block and action."""
    values: Mapping[str, Any] = view["state"]["values"]
    return values


def dm_url(body: Mapping[str, Any]) -> str | None:
    """Where the message that was pressed can be changed: only our own DMs, and never an ephemeral one."""
    container = body.get("container") or {}
    is_message = container.get("type") == "message" and not container.get("is_ephemeral")
    return body.get("response_url") if is_message and not container.get("thread_ts") else None


def is_reply(body: Mapping[str, Any]) -> bool:
    """Whether the message that was pressed stands in a thread, as a reminder does."""
    container = body.get("container") or {}
    return bool(container.get("thread_ts")) and container["thread_ts"] != container.get("message_ts")


def is_from_home(body: Mapping[str, Any]) -> bool:
    """Whether something on the Home tab was pressed: it is to show what came of it."""
    return (body.get("view") or {}).get("type") == "home"


def said(message: Message) -> dict[str, Any]:
    """A message as Bolt's `respond` takes it."""
    return {"text": message.text, "blocks": [dict(block) for block in message.blocks]}
