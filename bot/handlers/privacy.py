"""`/drumbeat privacy` and `/drumbeat erase`: what is kept about whoever asks, all of it as a file, and none of it.

Everybody may, guests and whoever only follows along included: what is kept about them is theirs.
"""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import visitor
from bot.handlers.house import Command, House
from bot.handlers.reading import state_of
from bot.privacy.about_me import about_me, send_me_everything
from bot.privacy.erasing import erase
from bot.values.deliveries import Message
from bot.values.people import Member
from bot.values.ports import View
from bot.views.privacy import erase_form, page


async def answer_privacy(house: House, command: Command) -> Message | None:
    """`/drumbeat privacy`: the page."""
    await house.slack.open_modal(command.trigger_id, await _page(house, command.asker.member))
    return None


async def answer_erase(house: House, command: Command) -> Message | None:
    """`/drumbeat erase`: what would go, and the word that confirms it."""
    await house.slack.open_modal(command.trigger_id, erase_form.build_erase_form())
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the page and the form."""

    @app.action(page.OPEN_PRIVACY)
    async def open_privacy(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await visitor(house, body)).member
        await house.slack.open_modal(body["trigger_id"], await _page(house, member))
        await ack()

    @app.action(page.SEND_EVERYTHING)
    async def send_everything(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await visitor(house, body)).member, body["view"]
        is_new = await send_me_everything(house.store, member, house.now())
        house.wake()
        told = page.build_on_its_way(is_new=is_new)
        await house.slack.update_modal(view["id"], await _page(house, member, told=told))
        await ack()

    @app.action(page.OPEN_ERASE)
    async def open_erase(ack: AsyncAck, body: dict[str, Any]) -> None:
        await house.slack.push_modal(body["trigger_id"], erase_form.build_erase_form())
        await ack()

    @app.view(erase_form.ERASE_FORM)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await visitor(house, body)).member, body["view"]
        erase_form.read_erase_form(state_of(view))
        await erase(house.store, house.keys, house.withheld, member, house.now())
        house.wake()
        if view["root_view_id"] != view["id"]:
            # What stands below shows what was kept.
            await house.slack.update_modal(view["root_view_id"], erase_form.build_erased())
        await ack(response_action="update", view=erase_form.build_erased())


async def _page(house: House, member: Member, *, told: str | None = None) -> View:
    about = await about_me(house.store, house.withheld, member, house.now())
    return page.build_privacy(about, house.keep, told=told)
