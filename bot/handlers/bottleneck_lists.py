"""Bottlenecks seen together: `/bottleneck list`, its pages, and the window that says who waits on whom."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.bottlenecks import answer_bottleneck
from bot.handlers.house import Command, House
from bot.handlers.looking import aside, looks, turns
from bot.handlers.reading import said
from bot.handlers.windows import is_in_modal, show_in_place
from bot.loops import portfolio
from bot.values.deliveries import Message
from bot.values.errors import NotThere
from bot.values.people import Member
from bot.values.portfolio import EVERYTHING, FIRST, Leaf, Side, Wanted, Which
from bot.values.ports import View
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
        if len(words) > _A_FEW:
            return await answer_bottleneck(house, command)
        raise
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
    app.action(listing.OPEN_LIST)(looks(house, _show_list, listing.read_wanted))
    app.action(listing.FILTER)(turns(house, _turn, lambda value: (listing.read_wanted(value), FIRST)))
    app.action(listing.OLDER)(turns(house, _turn, partial(listing.read_turn, newer=False)))
    app.action(listing.NEWER)(turns(house, _turn, partial(listing.read_turn, newer=True)))


def _register_matrix(app: AsyncApp, house: House) -> None:
    for of_side in (listing.OPEN_MATRIX, matrix.CHOOSE):
        app.action(of_side)(looks(house, _show_matrix, matrix.read_side))
    for turned in (matrix.EARLIER, matrix.LATER):
        app.action(turned)(looks(house, _turn_matrix, matrix.read_start))


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
    read = partial(portfolio.listing_of, member=member, wanted=wanted, now=house.now(), leaf=leaf)
    await _show(house, body, await aside(house, read, listing.build_list_window))


async def _show_matrix(
    house: House, body: dict[str, Any], side: Side | None = None, *, start: int = 0
) -> None:
    member = (await asker(house, body)).member
    read = partial(portfolio.matrix_of, member=member, now=house.now(), chosen=side)
    await _show(house, body, await aside(house, read, partial(matrix.build_matrix, start=start)))


async def _turn_matrix(house: House, body: dict[str, Any], start: int) -> None:
    await _show_matrix(house, body, start=start)


async def _show(house: House, body: dict[str, Any], view: View) -> None:
    # The page of a bottleneck and its form come on top.
    await show_in_place(house, body, view, listing.LISTING, matrix.MATRIX)


async def _listed(house: House, member: Member, wanted: Wanted, leaf: Leaf = FIRST) -> Message:
    read = partial(portfolio.listing_of, member=member, wanted=wanted, now=house.now(), leaf=leaf)
    return await aside(house, read, listing.build_list)


async def _waiting_on(house: House, member: Member, name: str) -> Message:
    side = await portfolio.side_called(house.store, member, name)
    return await _listed(house, member, Wanted(on=side))


async def _list_alone(house: House, command: Command, wanted: Wanted) -> Message | None:
    # "old invoices cannot be read" is something in the way, and no list.
    if command.rest:
        return await answer_bottleneck(house, command)
    return await _listed(house, command.asker.member, wanted)
