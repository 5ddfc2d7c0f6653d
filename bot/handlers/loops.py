"""The page of a loop, and every step people take: buttons and forms, wherever they stand."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.reading import pressed
from bot.loops import parties, seeing
from bot.values.people import Member
from bot.values.ports import View
from bot.views.loops import page, party_field


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for everything a person does with a loop."""

    @app.action(page.OPEN_LOOP)
    async def open_loop(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        view = await page_of(house, member, int(pressed(body)))
        show = house.slack.push_modal if _is_in_modal(body) else house.slack.open_modal
        await show(body["trigger_id"], view)
        await ack()

    @app.options(party_field.PARTY)
    async def offer_parties(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        found = await parties.like(house.store, member, body.get("value") or "")
        await ack(**party_field.build_parties(found))


async def page_of(house: House, member: Member, loop_id: int, *, done: str | None = None) -> View:
    """The page of a loop, as it is now. Raises NotThere."""
    seen = await seeing.page_of(house.store, member, loop_id)
    return page.build_page(seen, house.now().astimezone(member.tz), done=done)


def _is_in_modal(body: dict[str, Any]) -> bool:
    return (body.get("view") or {}).get("type") == "modal"
