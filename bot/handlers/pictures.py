"""Showing what may have charts and tables where somebody pressed or typed something."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncRespond

from bot.handlers.errors import told
from bot.handlers.house import Command, House
from bot.handlers.reading import said
from bot.store import pictures
from bot.values.deliveries import Message
from bot.values.pictures import is_refusal, refused_in

log = logging.getLogger(__name__)

Later = Callable[[], Awaitable[Message | None]]
"""An answer that takes its time to find, and saves nothing. None when it opened a window instead."""


async def show(
    house: House, workspace_id: int, respond: AsyncRespond, message: Message, **where: Any
) -> None:
    """Show a message through the address that came with a press or a command; `where` is what Bolt's `respond` takes.

    Without its charts and tables where the workspace refuses them, now or lately.
    """
    async with house.store.reading() as tx:
        fitting = await pictures.fitting(tx, workspace_id, message, house.now())
    answer = await respond(**said(fitting), **where)
    if fitting.plain is None or not is_refusal(refused_in(answer.body)):
        return
    async with house.store.transaction() as tx:
        await pictures.refused(tx, workspace_id, house.now())
    await respond(**said(message.without_pictures()), **where)


def show_afterwards(
    house: House, command: Command, respond: AsyncRespond, message: Message, **where: Any
) -> None:
    """The same once Slack is acknowledged: nobody is told when it refuses what an acknowledgement says."""

    async def shown_surely() -> None:
        with house.store.right_of_way.take():
            try:
                await show(house, command.asker.workspace.id, respond, message, **where)
            except Exception:
                # Slack is acknowledged and did not take it: there is nowhere left to say so.
                log.exception("The answer to /%s could not be shown.", command.word)

    house.afterwards.start(command.trigger_id, shown_surely)


def answer_afterwards(house: House, command: Command, respond: AsyncRespond, answer: Later) -> None:
    """Find an answer once Slack is acknowledged, and show it; what goes wrong is told in its place."""

    async def found_and_shown() -> None:
        with house.store.right_of_way.take():
            try:
                message = await answer()
            except Exception as error:
                message = Message(told(error).user_message)
        if message is not None:
            show_afterwards(house, command, respond, message)

    house.afterwards.start(f"{command.trigger_id} answer", found_and_shown)
