"""Windows: shown on top of whatever is open, or in place of what they follow from."""

from typing import Any

from bot.handlers.house import House
from bot.values.ports import View


def is_in_modal(body: dict[str, Any]) -> bool:
    """Whether something in a window was pressed."""
    return (body.get("view") or {}).get("type") == "modal"


async def show_over(house: House, body: dict[str, Any], view: View) -> None:
    """Show a window on top of whatever is open."""
    show = house.slack.push_modal if is_in_modal(body) else house.slack.open_modal
    await show(body["trigger_id"], view)


async def show_in_place(house: House, body: dict[str, Any], view: View, *of: str) -> None:
    """Show a window in place of the one that is open, if that is called one of these: Slack stacks three, and below
    nothing should show what was before. Else on top of what is open."""
    shown = body.get("view") or {}
    if shown.get("callback_id") in of:
        await house.slack.update_modal(shown["id"], view)
    else:
        await show_over(house, body, view)
