"""What people type to the bot: offered back as an answer, and never kept before they send it."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.handlers.asking import FOR_GUESTS, visitor
from bot.handlers.house import House
from bot.rituals import answering, overview
from bot.store import outbox
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.people import Member
from bot.values.rounds import PromptState
from bot.views.answering.typed import (
    build_anonymous_alone,
    build_nothing_open,
    build_offer,
    build_only_words,
    fits_in,
)
from bot.views.help import build_help

_WITH_FILE = "file_share"


def register(app: AsyncApp, house: House) -> None:
    """Open the door for messages to the bot."""

    @app.event("message")
    async def typed(event: dict[str, Any], body: dict[str, Any]) -> None:
        is_from_a_person = event.get("subtype") in (None, _WITH_FILE) and not event.get("bot_id")
        if event.get("channel_type") != "im" or not is_from_a_person:
            return
        who = await visitor(house, body)
        message = await _answer(house, who.member, event)
        reply = Letter(
            key=f"reply:{event['channel']}:{event['ts']}",
            kind=DeliveryKind.REPLY,
            message=message,
            channel=event["channel"],
            due_at=house.now(),
            urgent=True,
        )
        async with house.store.transaction() as tx:
            await outbox.put(tx, who.workspace.id, reply)
        house.wake()


async def _answer(house: House, member: Member, event: dict[str, Any]) -> Message:
    if not member.is_person:
        return Message(text=FOR_GUESTS)
    if event.get("subtype") != _WITH_FILE:
        return await _answer_words(house, member, event)
    has_words = bool(event.get("text", "").strip())
    return build_only_words(await _answer_words(house, member, event) if has_words else None)


async def _answer_words(house: House, member: Member, event: dict[str, Any]) -> Message:
    if event.get("text", "").strip().lower() in {"help", "?", "hilfe"}:
        return build_help()
    # What comes of this is kept: of an anonymous round it never depends on what was answered.
    found = await answering.open_prompts(house.store, member.id, house.now())
    open_ones = [standing for standing in found if not standing.round.is_anonymous]
    if found and not open_ones:
        return build_anonymous_alone(found[0].round)
    todo = [standing for standing in open_ones if standing.prompt.state != PromptState.ANSWERED]
    if not open_ones:
        return build_nothing_open()
    text, asked = event.get("text", ""), [*todo, *reversed(open_ones)]
    takes_it = (item for item in map(overview.as_asked, asked) if fits_in(item, text))
    offered = next(takes_it, overview.as_asked(asked[0]))
    return build_offer(offered, text, event["ts"], event.get("thread_ts"))
