"""Every door of the house: commands, buttons, forms, shortcuts and events, each in a module of its own."""

from slack_bolt.async_app import AsyncApp

from bot.handlers import (
    checkin,
    commands,
    digest,
    doubt,
    errors,
    home,
    messages,
    set_up,
    shortcuts,
    workspace,
)
from bot.handlers.commands import Answer
from bot.handlers.house import Command, House
from bot.values.deliveries import Message

_DOORS = (checkin, set_up, digest, home, messages, workspace, shortcuts, doubt)


def open_doors(app: AsyncApp, house: House) -> None:
    """Open all of them."""
    errors.register(app, house)
    commands.register(app, house, _ANSWERS)
    for door in _DOORS:
        door.register(app, house)


async def _answer_checkin(house: House, command: Command) -> Message | None:
    if command.verb == "new":
        return await set_up.answer_new(house, command)
    return await checkin.answer_checkin(house, command)


_ANSWERS: dict[str, Answer] = {"checkin": _answer_checkin, "digest": digest.answer_digest}
