"""The one place where an error becomes something a person reads, where they are: in the modal beside the field,
in the channel only they see, or in a small window. What they typed stays where they typed it.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.handlers.house import House
from bot.values.errors import DrumbeatError
from bot.views.parts import note

log = logging.getLogger(__name__)


def register(app: AsyncApp, house: House) -> None:
    """Handle every error of every handler."""

    @app.error
    async def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if "event" in body and not isinstance(error, DrumbeatError):
            log.exception("An event could not be handled; Slack sends it again.", exc_info=error)
            return BoltResponse(status=500, body="")
        return await _tell(house, told(error), body)


def show_afterwards(house: House, body: dict[str, Any], show: Callable[[], Awaitable[None]]) -> None:
    """Show something where it was pressed for, once Slack is acknowledged. Only for what saves nothing."""

    async def shown_or_told() -> None:
        with house.store.right_of_way.take():
            try:
                await show()
            except Exception as error:
                await _tell(house, told(error), body)

    house.afterwards.start(_place(body), shown_or_told)


def _place(body: dict[str, Any]) -> str:
    container = body.get("container") or {}
    return f"{body['user']['id']} {container.get('view_id') or container.get('message_ts')}"


def told(error: Exception) -> DrumbeatError:
    """What a person is told of an error; what nobody expected is written down under a reference."""
    if isinstance(error, DrumbeatError):
        return error
    reference = uuid4().hex[:8]
    log.error("Something went wrong (reference %s).", reference, exc_info=error)
    return DrumbeatError(
        "Something went wrong on my side and nothing was saved. Please try once more; if it stays like this, tell"
        f" whoever runs Drumbeat the reference {reference}."
    )


async def _tell(house: House, error: DrumbeatError, body: dict[str, Any]) -> BoltResponse:
    if body.get("command"):
        return _json({"response_type": "ephemeral", "text": error.user_message})
    if body.get("type") == "view_submission":
        return _json(_beside_the_field(error, body["view"]))
    if body.get("trigger_id"):
        await _in_a_window(house, error, body)
    return BoltResponse(status=200, body="")


def _beside_the_field(error: DrumbeatError, view: dict[str, Any]) -> dict[str, Any]:
    inputs = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    if inputs:
        # `role:17` is the field `role`, as it is shown for somebody.
        own = (block_id for block_id in inputs if error.field in (block_id, block_id.partition(":")[0]))
        field = next(own, inputs[0])
        return {"response_action": "errors", "errors": {field: error.user_message}}
    return {"response_action": "update", "view": note("That did not work", error.user_message)}


async def _in_a_window(house: House, error: DrumbeatError, body: dict[str, Any]) -> None:
    view = note("That did not work", error.user_message)
    try:
        if body.get("view", {}).get("type") == "modal":
            await house.slack.push_modal(body["trigger_id"], view)
        else:
            await house.slack.open_modal(body["trigger_id"], view)
    except DrumbeatError as refusal:
        # The trigger was used or is too old: there is no window left to say it in.
        log.warning("A person could not be told: %s", refusal.user_message)


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": "application/json"})
