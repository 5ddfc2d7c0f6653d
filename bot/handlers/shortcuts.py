"""Shortcuts that are announced but not built yet say so."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.house import House
from bot.views.help import build_not_yet_modal

NOT_YET = {
    "note_as_signal": "Note as signal",
}


def register(app: AsyncApp, house: House) -> None:
    """Open an honest door for each of them."""
    for callback_id, name in NOT_YET.items():
        app.shortcut(callback_id)(_door(house, name))


def _door(house: House, name: str) -> Any:
    async def door(ack: AsyncAck, body: dict[str, Any]) -> None:
        await house.slack.open_modal(body["trigger_id"], build_not_yet_modal(name))
        await ack()

    return door
