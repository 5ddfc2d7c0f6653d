"""Giving feedback: `/give-feedback`, the shortcuts, the button on Home; and the lists of what is for somebody and of
what they gave."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.errors import show_afterwards
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.reading import is_from_home, pressed, state_of
from bot.handlers.typed import is_from_private, read_typed, source_of
from bot.handlers.windows import show_in_place
from bot.loops import parties
from bot.loops.feedback import giving, seeing, taking
from bot.values.deliveries import Message
from bot.values.errors import NoPlaceForKeys, Unusable
from bot.values.loops import WaitsOn
from bot.values.people import Member
from bot.values.ports import View
from bot.views.feedback import form, listing
from bot.views.feedback.form import GiveDraft
from bot.views.loops import party_field
from bot.views.words import clip

_LONGEST_QUOTE = 3000

_WINDOWS = (listing.FOR_ME, listing.MINE, listing.NEWS, form.THANKS)
"""Windows that give way to one another: Slack stacks three, and a page and its form come on top."""

_TAKEN_BACK = "Taken back. Nothing of it is left."


async def answer_give(house: House, command: Command) -> Message | None:
    """`/give-feedback` alone or with what it is about: open the form."""
    member = command.asker.member
    typed = await read_typed(house, member, command.text)
    draft = replace(_new_draft(), title=typed.title, details=typed.details, link=typed.link)
    if len(typed.people) == 1:
        # Whoever is named is most often whom it is for; the form shows it, and it can be changed.
        [who] = typed.people
        draft = replace(draft, to=WaitsOn(member_id=who.id), to_name=who.name)
    await house.slack.open_modal(command.trigger_id, await _form(house, member, draft))
    return None


async def answer_list(house: House, command: Command) -> Message | None:
    """`/give-feedback list`: what is for me."""
    return await _in_a_window(house, command, _for_me)


async def answer_mine(house: House, command: Command) -> Message | None:
    """`/give-feedback mine`: what I gave."""
    return await _in_a_window(house, command, _mine)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for giving and for the lists."""
    _register_giving(app, house)
    _register_lists(app, house)


def _register_giving(app: AsyncApp, house: House) -> None:
    @app.shortcut("give_feedback")
    async def from_anywhere(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await house.slack.open_modal(body["trigger_id"], await _form(house, member, _new_draft()))
        await ack()

    @app.shortcut("turn_into_feedback")
    async def from_message(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        draft = await _from_message(house, member, body)
        await house.slack.open_modal(body["trigger_id"], await _form(house, member, draft))
        await ack()

    @app.action(form.GIVE)
    async def from_a_button(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        draft = replace(_new_draft(), from_home=is_from_home(body))
        await show_window(house, body, await _form(house, member, draft))
        await ack()

    @app.view(form.GIVE_FORM)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await ack(response_action="update", view=await _give(house, member, body["view"]))

    @app.options(party_field.READER)
    async def offer_readers(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        found = await parties.readers_like(house.store, member, body.get("value") or "")
        await ack(**party_field.build_parties(found))


def _register_lists(app: AsyncApp, house: House) -> None:
    for action_id, build in ((listing.SEE_FOR_ME, _for_me), (form.SEE_MINE, _mine)):
        app.action(action_id)(_opens(house, build))

    @app.action(listing.OLDER)
    @app.action(listing.NEWER)
    async def turn(ack: AsyncAck, body: dict[str, Any]) -> None:
        build = _mine if body["view"]["callback_id"] == listing.MINE else _for_me
        show_afterwards(house, body, partial(_show, house, body, build, int(pressed(body))))
        await ack()

    @app.action(listing.TAKE_BACK_WAITING)
    async def take_back(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await taking.take_back_waiting(house.store, house.keys, member, pressed(body))
        mine = await seeing.mine(house.store, house.keys, member, house.now())
        view = listing.build_mine(mine, _here(house, member), done=_TAKEN_BACK)
        await house.slack.update_modal(body["view"]["id"], view)
        await ack()


_Build = Callable[[House, Member, int], Awaitable[View]]


def _opens(house: House, build: _Build) -> Callable[..., Awaitable[None]]:
    async def open_window(ack: AsyncAck, body: dict[str, Any]) -> None:
        show_afterwards(house, body, partial(_show, house, body, build))
        await ack()

    return open_window


async def _show(house: House, body: dict[str, Any], build: _Build, turned: int = 0) -> None:
    view = await build(house, (await asker(house, body)).member, turned)
    await show_window(house, body, view)


async def show_window(house: House, body: dict[str, Any], view: View) -> None:
    """Show a list where something was pressed: in place of the one that is open, or in a new window."""
    await show_in_place(house, body, view, *_WINDOWS)


async def _in_a_window(house: House, command: Command, build: _Build) -> Message | None:
    # "list prices are wrong" is feedback, and no list.
    if command.rest:
        return await answer_give(house, command)
    await house.slack.open_modal(command.trigger_id, await build(house, command.asker.member, 0))
    return None


async def _for_me(house: House, member: Member, turned: int) -> View:
    found = await seeing.for_me(house.store, member, house.now(), also_over=True)
    return listing.build_for_me(found, _here(house, member), turned)


async def _mine(house: House, member: Member, turned: int) -> View:
    mine = await seeing.mine(house.store, house.keys, member, house.now())
    return listing.build_mine(mine, _here(house, member), turned)


async def _form(house: House, member: Member, draft: GiveDraft) -> View:
    offer = await giving.offer(house.store, house.keys, member, house.now())
    return form.build_give_form(draft, offer, _here(house, member))


async def _give(house: House, member: Member, view: dict[str, Any]) -> View:
    new = form.read_give_form(state_of(view), view["private_metadata"])
    try:
        given = await giving.give(house.store, house.keys, member, new, house.now())
    except NoPlaceForKeys as error:
        raise Unusable(error.user_message, field=form.NAME) from error
    house.wake()
    if form.is_from_home(view["private_metadata"]) and given.loop is not None:
        await refresh_home(house, member)
    async with house.store.reading() as tx:
        to_name = await parties.in_words(tx, new.to)
    return form.build_thanks(given, to_name, _here(house, member))


async def _from_message(house: House, member: Member, body: dict[str, Any]) -> GiveDraft:
    """What somebody said, to be handed on. Whom it is for stays open: its author's words are not about them."""
    typed = await read_typed(house, member, body["message"].get("text") or "")
    return replace(
        _new_draft(),
        title=typed.title,
        details=clip(typed.details, _LONGEST_QUOTE),
        link=typed.link,
        source=await source_of(house, body),
        from_private=is_from_private(body),
        is_own=body["message"].get("user") == member.slack_id,
    )


def _new_draft() -> GiveDraft:
    return GiveDraft(key=uuid4().hex)


def _here(house: House, member: Member) -> datetime:
    return house.now().astimezone(member.tz)
