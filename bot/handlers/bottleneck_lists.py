"""Bottlenecks seen together: `/bottleneck list`, its pages, and the window that says who waits on whom."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.bottlenecks import answer_bottleneck
from bot.handlers.errors import show_afterwards
from bot.handlers.house import Command, House
from bot.handlers.loops import is_in_modal, show_over
from bot.handlers.reading import pressed, said
from bot.loops import portfolio
from bot.values.deliveries import Message
from bot.values.errors import NotThere
from bot.values.people import Member
from bot.values.portfolio import EVERYTHING, FIRST, Leaf, Side, Wanted, Which
from bot.values.ports import View
from bot.views.help import build_usage
from bot.views.loops import listing, matrix

_A_FEW = 2
"""Words a team may be named with: more that name none are something in the way that begins like a command."""


async def answer_list(house: House, command: Command) -> Message | None:
    """`/bottleneck list`: everything, one of the lists by its word, or what a team waits for."""
    member, words = command.asker.member, command.rest.split()
    match [word.lower() for word in words]:
        case []:
            return await _listed(house, member, EVERYTHING)
        case [word] if word in list(Which):
            return await _listed(house, member, Wanted(Which(word)))
        case ["waits-on", *_]:
            return await _waiting_on(house, member, " ".join(words[1:]))
    try:
        side = await portfolio.side_called(house.store, member, command.rest)
    except NotThere:
        return await _unknown(house, command)
    return await _listed(house, member, Wanted(waits=side))


async def answer_mine(house: House, command: Command) -> Message | None:
    """`/bottleneck mine`: what I raised, what hits me, what waits on me."""
    return await _list_alone(house, command, Wanted(Which.MINE))


async def answer_old(house: House, command: Command) -> Message | None:
    """`/bottleneck old`: what waits too long."""
    return await _list_alone(house, command, Wanted(Which.OLD))


async def answer_waits_on(house: House, command: Command) -> Message | None:
    """`/bottleneck waits-on TEAM`: what waits on it."""
    return await _waiting_on(house, command.asker.member, command.rest)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for lists and for the window that says who waits on whom."""
    _register_lists(app, house)
    _register_matrix(app, house)


def _register_lists(app: AsyncApp, house: House) -> None:
    @app.action(listing.OPEN_LIST)
    async def open_list(ack: AsyncAck, body: dict[str, Any]) -> None:
        show_afterwards(house, body, partial(_show_list, house, body, listing.read_wanted(pressed(body))))
        await ack()

    @app.action(listing.FILTER)
    async def choose(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        wanted = listing.read_wanted(pressed(body))
        show_afterwards(house, body, partial(_turn, house, body, respond, wanted, FIRST))
        await ack()

    app.action(listing.OLDER)(_turns(house, newer=False))
    app.action(listing.NEWER)(_turns(house, newer=True))


def _register_matrix(app: AsyncApp, house: House) -> None:
    @app.action(listing.OPEN_MATRIX)
    async def open_matrix(ack: AsyncAck, body: dict[str, Any]) -> None:
        show_afterwards(house, body, partial(_show_matrix, house, body))
        await ack()

    @app.action(matrix.CHOOSE)
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        side = matrix.read_side(pressed(body))
        show_afterwards(house, body, partial(_show_matrix, house, body, side))
        await ack()

    @app.action(matrix.EARLIER)
    @app.action(matrix.LATER)
    async def turn(ack: AsyncAck, body: dict[str, Any]) -> None:
        start = matrix.read_start(pressed(body))
        show_afterwards(house, body, partial(_show_matrix, house, body, start=start))
        await ack()


def _turns(house: House, *, newer: bool) -> Callable[..., Awaitable[None]]:
    async def turn(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        wanted, leaf = listing.read_turn(pressed(body), newer=newer)
        show_afterwards(house, body, partial(_turn, house, body, respond, wanted, leaf))
        await ack()

    return turn


async def _turn(
    house: House, body: dict[str, Any], respond: AsyncRespond, wanted: Wanted, leaf: Leaf
) -> None:
    """Show another page where the one that was pressed stands."""
    if is_in_modal(body):
        await _show_list(house, body, wanted, leaf)
        return
    member = (await asker(house, body)).member
    await respond(**said(await _listed(house, member, wanted, leaf)), replace_original=True)


async def _show_list(house: House, body: dict[str, Any], wanted: Wanted, leaf: Leaf = FIRST) -> None:
    member = (await asker(house, body)).member
    found = await portfolio.listing_of(house.store, member, wanted, house.now(), leaf)
    await _show(house, body, listing.build_list_window(found))


async def _show_matrix(
    house: House, body: dict[str, Any], side: Side | None = None, *, start: int = 0
) -> None:
    member = (await asker(house, body)).member
    seen = await portfolio.matrix_of(house.store, member, house.now(), side)
    await _show(house, body, matrix.build_matrix(seen, start))


async def _show(house: House, body: dict[str, Any], view: View) -> None:
    """In place of the list or the matrix that is open: Slack stacks three windows, and the page of a bottleneck and
    its form come on top. Else on top of what is open, or in a new window."""
    shown = body.get("view") or {}
    if shown.get("callback_id") in (listing.LISTING, matrix.MATRIX):
        await house.slack.update_modal(shown["id"], view)
    else:
        await show_over(house, body, view)


async def _listed(house: House, member: Member, wanted: Wanted, leaf: Leaf = FIRST) -> Message:
    return listing.build_list(await portfolio.listing_of(house.store, member, wanted, house.now(), leaf))


async def _waiting_on(house: House, member: Member, name: str) -> Message:
    side = await portfolio.side_called(house.store, member, name)
    return await _listed(house, member, Wanted(on=side))


async def _list_alone(house: House, command: Command, wanted: Wanted) -> Message | None:
    # "old invoices cannot be read" is something in the way, and no list.
    if command.rest:
        return await answer_bottleneck(house, command)
    return await _listed(house, command.asker.member, wanted)


async def _unknown(house: House, command: Command) -> Message | None:
    if len(command.rest.split()) > _A_FEW:
        return await answer_bottleneck(house, command)
    return build_usage("bottleneck", command.text)
