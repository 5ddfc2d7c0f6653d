"""The kinds of causes bottlenecks have: `/bottleneck categories`, looked at by all, changed by admins and leads."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.bottlenecks import answer_bottleneck
from bot.handlers.house import Command, House
from bot.handlers.reading import pressed, state_of
from bot.handlers.windows import show_over
from bot.loops import categories
from bot.values.deliveries import Message
from bot.values.errors import NotThere
from bot.values.people import Member
from bot.values.ports import View
from bot.views.loops import categories as view_of


async def answer_categories(house: House, command: Command) -> Message | None:
    """`/bottleneck categories`: the list. With more words it is something in the way that begins like it."""
    if command.rest:
        return await answer_bottleneck(house, command)
    await house.slack.open_modal(command.trigger_id, await _list(house, command.asker.member))
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the list and the form."""

    @app.action(view_of.CATEGORIES)
    async def open_list(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await show_over(house, body, await _list(house, member))
        await ack()

    @app.action(re.compile(rf"{view_of.CATEGORY}:\d+"))
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        what, category_id = view_of.read_choice(pressed(body))
        if what == view_of.RENAME:
            await house.slack.push_modal(body["trigger_id"], await _name_form(house, member, category_id))
        else:
            await _change(house, member, what, category_id)
            await _show_again(house, member, body["view"]["id"])
        await ack()

    @app.action(view_of.NEW_CATEGORY)
    async def new(ack: AsyncAck, body: dict[str, Any]) -> None:
        await asker(house, body)
        await house.slack.push_modal(body["trigger_id"], view_of.build_category_form())
        await ack()

    @app.action(view_of.BRING_BACK)
    async def bring_back(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await categories.bring_back(house.store, member, int(pressed(body)))
        await _show_again(house, member, body["view"]["id"])
        await ack()

    @app.view(view_of.CATEGORY_FORM)
    async def save(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        category_id, name = view_of.read_category_form(state_of(view), view["private_metadata"])
        if category_id is None:
            await categories.add(house.store, member, name)
        else:
            await categories.rename(house.store, member, category_id, name)
        await _show_again(house, member, view["previous_view_id"])
        await ack()


async def _change(house: House, member: Member, what: str, category_id: int) -> None:
    if what == view_of.RETIRE:
        await categories.retire(house.store, member, category_id)
    else:
        by = -1 if what == view_of.EARLIER else 1
        await categories.move(house.store, member, category_id, by)


async def _list(house: House, member: Member) -> View:
    found = await categories.every(house.store, member.workspace_id)
    return view_of.build_categories(found, may_edit=categories.may_edit(member))


async def _name_form(house: House, member: Member, category_id: int) -> View:
    found = await categories.every(house.store, member.workspace_id)
    known = next((each for each in found if each.id == category_id), None)
    if known is None:
        raise NotThere(categories.GONE)
    return view_of.build_category_form(known)


async def _show_again(house: House, member: Member, view_id: str) -> None:
    await house.slack.update_modal(view_id, await _list(house, member))
