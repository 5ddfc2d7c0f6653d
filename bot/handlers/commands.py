"""Slash commands: `/checkin …` and `/drumbeat checkin …` are the same door."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker, visitor
from bot.handlers.house import Command, House
from bot.handlers.pictures import Later, answer_afterwards, show_afterwards
from bot.handlers.reading import said
from bot.values.deliveries import Message
from bot.views.help import USAGES, build_help, build_usage, build_usage_of

Answer = Callable[[House, Command], Awaitable[Message | Later | None]]
"""Answers one command (`digest`) or one verb of it (`drumbeat away`); later where that takes its time, None when it
opened a modal instead."""

_ALSO_CALLED = {"feedback": "give-feedback"}
"""What else a command may be called after `/drumbeat`."""

_FOR_EVERYBODY = ("privacy", "erase")


def alone(answer: Answer) -> Answer:
    """The answer to a word that takes nothing after it. To more than that the answer is what was not understood."""

    async def answered(house: House, command: Command) -> Message | Later | None:
        return build_usage(command.word, command.text) if command.rest else await answer(house, command)

    return answered


def register(app: AsyncApp, house: House, answers: Mapping[str, Answer]) -> None:
    """Open a door for every command of the manifest."""
    for usage in USAGES:
        app.command(f"/{usage.word}")(_door(house, usage.word, answers))


def _door(house: House, word: str, answers: Mapping[str, Answer]) -> Callable[..., Awaitable[None]]:
    async def door(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        command = await _read(house, word, body)
        message = await _answer(house, command, answers)
        if message is None:
            await ack()
        elif not isinstance(message, Message):
            await ack()
            answer_afterwards(house, command, respond, message)
        elif message.plain is None:
            await ack(**said(message), response_type="ephemeral")
        else:
            await ack()
            show_afterwards(house, command, respond, message)

    return door


async def _read(house: House, word: str, body: dict[str, Any]) -> Command:
    text = (body.get("text") or "").strip()
    first, _, rest = text.partition(" ")
    first = _ALSO_CALLED.get(first.lower(), first)
    if word == "drumbeat" and first.lower() in {usage.word for usage in USAGES if usage.word != "drumbeat"}:
        word, text = first.lower(), rest.strip()
    # What is kept about somebody is theirs, also a guest's.
    who = visitor if word == "drumbeat" and text.lower().startswith(_FOR_EVERYBODY) else asker
    return Command(
        word=word,
        text=text,
        channel_id=body["channel_id"],
        trigger_id=body["trigger_id"],
        asker=await who(house, body),
    )


async def _answer(house: House, command: Command, answers: Mapping[str, Answer]) -> Message | Later | None:
    answer = answers.get(f"{command.word} {command.verb}")
    if answer is None and command.text.lower() == "help" and command.word in answers:
        return build_usage_of(command.word)
    answer = answer or answers.get(command.word)
    if answer is not None:
        return await answer(house, command)
    if command.verb in ("", "help"):
        return build_help()
    return build_usage(command.word, command.text)
