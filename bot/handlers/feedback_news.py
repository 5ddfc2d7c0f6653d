"""What is new about feedback somebody gave: it opens for them alone, when they press."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.errors import show_afterwards
from bot.handlers.feedback import show_window
from bot.handlers.house import House
from bot.loops.feedback import seeing
from bot.views.feedback.letters import SEE_NEWS
from bot.views.feedback.listing import build_news_of_mine


def register(app: AsyncApp, house: House) -> None:
    """Open the door for "See it"."""

    @app.action(SEE_NEWS)
    async def see(ack: AsyncAck, body: dict[str, Any]) -> None:
        show_afterwards(house, body, partial(_show, house, body))
        await ack()


async def _show(house: House, body: dict[str, Any]) -> None:
    member, now = (await asker(house, body)).member, house.now()
    news = await seeing.news_of_mine(house.store, house.keys, member, now)
    await show_window(house, body, build_news_of_mine(news, now.astimezone(member.tz)))
