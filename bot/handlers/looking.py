"""Doors for what is only looked at. Slack is acknowledged first, and what was pressed for follows."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.handlers.errors import show_afterwards
from bot.handlers.house import Command, House
from bot.handlers.pictures import Later
from bot.handlers.reading import pressed
from bot.store.engine import Transaction
from bot.values.deliveries import Message

Door = Callable[..., Awaitable[None]]
Listing = Callable[[House, Command], Awaitable[Message | None]]
Wanted = TypeVar("Wanted")
Leaf = TypeVar("Leaf")
Seen = TypeVar("Seen")
Shown = TypeVar("Shown")


def lists(answer: Listing) -> Callable[[House, Command], Awaitable[Later]]:
    """The answer to a command that shows what is there and saves nothing: whoever is in a hurry can type it again."""

    async def listed(house: House, command: Command) -> Later:
        return partial(answer, house, command)

    return listed


async def aside(
    house: House, read: Callable[[Transaction], Awaitable[Seen]], build: Callable[[Seen], Shown]
) -> Shown:
    """What is read, as it is shown. Neither is done where somebody waits for Slack to be acknowledged."""

    async def composed(tx: Transaction) -> Shown:
        return build(await read(tx))

    return await house.store.aside(composed, is_brief=True)


def looks(
    house: House,
    show: Callable[[House, dict[str, Any], Wanted], Awaitable[None]],
    read: Callable[[str], Wanted],
) -> Door:
    """The door that shows what `read` finds in the value of what was pressed."""

    async def look(ack: AsyncAck, body: dict[str, Any]) -> None:
        show_afterwards(house, body, partial(show, house, body, read(pressed(body))))
        await ack()

    return look


def turns(
    house: House,
    show: Callable[[House, dict[str, Any], AsyncRespond, Wanted, Leaf], Awaitable[None]],
    read: Callable[[str], tuple[Wanted, Leaf]],
) -> Door:
    """The door that shows another page of a list, which may stand in a message: which list, and which page of it."""

    async def turn(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        show_afterwards(house, body, partial(show, house, body, respond, *read(pressed(body))))
        await ack()

    return turn
