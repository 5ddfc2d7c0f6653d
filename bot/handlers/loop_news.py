"""The quiet way out of messages about bottlenecks and feedback, in each of them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.reading import said
from bot.loops import news as telling
from bot.views.loops import news


def register(app: AsyncApp, house: House) -> None:
    """Open the door for "Less of this…"."""

    @app.action(news.LESS)
    async def less(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        member = (await asker(house, body)).member
        await telling.hear(house.store, member, False)
        await ack()
        await respond(**said(news.build_stopped()), response_type="ephemeral", replace_original=False)
