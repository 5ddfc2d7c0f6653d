"""Signals: noting what was heard outside, by command or from a message; the list, and one with all its words."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.house import Command, House
from bot.handlers.looking import aside, turns
from bot.handlers.reading import pressed, said, state_of
from bot.handlers.typed import is_from_private, read_typed, source_of
from bot.handlers.windows import show_over
from bot.signals import noting, seeing
from bot.signals.spoken import said_by
from bot.values.deliveries import Message
from bot.values.errors import NotThere
from bot.values.people import Member
from bot.values.ports import View
from bot.values.signals import (
    EVERYTHING,
    FIRST,
    LONGEST_WORDS,
    Heard,
    Leaf,
    NoteChoices,
    NoteDraft,
    SignalKind,
    Wanted,
)
from bot.views.signals import fields, form, listing, page
from bot.views.turning import read_turn
from bot.views.words import clip

_A_FEW = 3
"""Words an area may have: more that name none are something that was said and begins like a command."""


async def answer_signal(house: House, command: Command) -> Message | None:
    """`/signal` alone or with what was said: open the form."""
    member = command.asker.member
    kind, text = said_by(command.text)
    heard = await _heard(house, member, text)
    draft = NoteDraft(_new_key(), heard, kind or SignalKind.CUSTOMER)
    view = await _form(house, member, draft, channel_id=command.channel_id)
    await house.slack.open_modal(command.trigger_id, view)
    return None


async def answer_list(house: House, command: Command) -> Message | None:
    """`/signal list`: everything, what was said by one kind, or about one area."""
    member, wanted = command.asker.member, EVERYTHING
    if command.rest:
        try:
            wanted = await seeing.wanted_called(house.store, member, command.rest, house.now())
        except NotThere:
            if len(command.rest.split()) > _A_FEW:
                return await answer_signal(house, command)
            raise
    return await _listed(house, member, wanted, FIRST)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for noting, for lists and for pages."""
    _register_noting(app, house)
    _register_own_words(app, house)
    _register_lists(app, house)


def _register_noting(app: AsyncApp, house: House) -> None:
    @app.shortcut("note_as_signal")
    async def from_message(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        view = await _form(
            house, member, await _from_message(house, member, body), channel_id=body["channel"]["id"]
        )
        await house.slack.open_modal(body["trigger_id"], view)
        await ack()

    @app.view(form.NOTE_FORM)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        await ack(response_action="update", view=await _note_or_ask(house, member, view))

    @app.action(form.JOIN)
    async def join(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        choices = await noting.choices(house.store, member)
        draft = form.read_note_form(state_of(view), view["private_metadata"], choices)
        shown = await _noted(house, member, replace(draft, again=int(pressed(body))), choices)
        await house.slack.update_modal(view["id"], shown)
        await ack()

    @app.action(page.HEARD_TOO)
    async def heard_too(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        draft = NoteDraft(_new_key(), again=int(pressed(body)))
        await house.slack.update_modal(body["view"]["id"], await _form(house, member, draft))
        await ack()

    @app.options(fields.OFFER_AREAS)
    async def offer_areas(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        found = await seeing.areas_like(house.store, member, body.get("value") or "", house.now())
        await ack(**fields.build_areas(found))


def _register_own_words(app: AsyncApp, house: House) -> None:
    @app.action(page.CHANGE)
    async def open_change(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        own = await noting.own(house.store, member, int(pressed(body)))
        choices = await noting.choices(house.store, member, noted_for=own.report.team_id)
        view = form.build_change_form(own, choices)
        await house.slack.update_modal(body["view"]["id"], view)
        await ack()

    @app.view(form.CHANGE_FORM)
    async def change(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        report_id = form.read_report(view["private_metadata"])
        before = (await noting.own(house.store, member, report_id)).report
        signal_id = await noting.change(
            house.store,
            member,
            report_id,
            fields.read_team(state_of(view), before.team_id),
            fields.read_kind(state_of(view)),
            fields.read_heard(state_of(view)),
            house.now(),
        )
        await ack(response_action="update", view=await _page(house, member, signal_id, page.CHANGED))

    @app.action(form.TAKE_BACK)
    async def take_back(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        signal_id = await noting.take_back(house.store, member, int(pressed(body)))
        try:
            view = await _page(house, member, signal_id, page.TAKEN_BACK)
        except NotThere:
            view = page.build_nothing_left()
        await house.slack.update_modal(body["view"]["id"], view)
        await ack()


def _register_lists(app: AsyncApp, house: House) -> None:
    @app.action(listing.OPEN_SIGNAL)
    async def open_signal(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await show_over(house, body, await _page(house, member, int(pressed(body))))
        await ack()

    @app.action(page.EARLIER)
    @app.action(page.LATER)
    async def turn_page(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        signal_id, start = read_turn(pressed(body))
        await house.slack.update_modal(body["view"]["id"], await _page(house, member, signal_id, start=start))
        await ack()

    app.action(listing.FILTER)(turns(house, _turn, lambda value: (listing.read_wanted(value), FIRST)))
    app.action(listing.OLDER)(turns(house, _turn, partial(listing.read_turn, newer=False)))
    app.action(listing.NEWER)(turns(house, _turn, partial(listing.read_turn, newer=True)))


async def _turn(
    house: House, body: dict[str, Any], respond: AsyncRespond, wanted: Wanted, leaf: Leaf
) -> None:
    member = (await asker(house, body)).member
    await respond(**said(await _listed(house, member, wanted, leaf)), replace_original=True)


async def _listed(house: House, member: Member, wanted: Wanted, leaf: Leaf) -> Message:
    read = partial(seeing.listing_of, member=member, wanted=wanted, now=house.now(), leaf=leaf)
    return await aside(house, read, partial(listing.build_list, zone=member.tz))


async def _note_or_ask(house: House, member: Member, view: dict[str, Any]) -> View:
    choices = await noting.choices(house.store, member)
    draft = form.read_note_form(state_of(view), view["private_metadata"], choices)
    was_asked = draft.asked or draft.again is not None
    if not was_asked and (found := await noting.heard_before(house.store, member, draft, house.now())):
        return form.build_note_form(draft, choices, found, zone=member.tz)
    return await _noted(house, member, draft, choices)


async def _noted(house: House, member: Member, draft: NoteDraft, choices: NoteChoices) -> View:
    """It is noted; what happens next, and the page of it."""
    noted = await noting.note(house.store, member, draft, house.now())
    item = await seeing.page_of(house.store, member, noted.signal_id)
    team = next((each for each in choices.own if each.id == draft.team_id), None)
    return page.build_page(item, member.tz, page.done_words(noted, item.seen, team))


async def _page(
    house: House, member: Member, signal_id: int, done: str | None = None, *, start: int = 0
) -> View:
    return page.build_page(await seeing.page_of(house.store, member, signal_id, start=start), member.tz, done)


async def _form(house: House, member: Member, draft: NoteDraft, *, channel_id: str | None = None) -> View:
    choices = await noting.choices(house.store, member)
    here = next((team.id for team in choices.own if team.channel_id == channel_id), None)
    return form.build_note_form(replace(draft, team_id=here), choices, zone=member.tz)


async def _from_message(house: House, member: Member, body: dict[str, Any]) -> NoteDraft:
    heard = await _heard(house, member, body["message"].get("text") or "")
    permalink = (await source_of(house, body)).permalink
    return NoteDraft(_new_key(), replace(heard, permalink=permalink), from_private=is_from_private(body))


async def _heard(house: House, member: Member, text: str) -> Heard:
    """What somebody typed or a message says, with a link that is in it."""
    typed = await read_typed(house, member, text)
    return Heard(clip(typed.words, LONGEST_WORDS), link=typed.link or None)


def _new_key() -> str:
    return uuid4().hex
