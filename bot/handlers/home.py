"""The Home tab, made anew each time somebody opens it."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.digest import answer_digest
from bot.handlers.house import Command, House
from bot.rituals import answering, overview
from bot.values.errors import SlackRefused
from bot.values.people import Member
from bot.views.home import SET_UP_DIGEST, build_home

log = logging.getLogger(__name__)


def register(app: AsyncApp, house: House) -> None:
    """Open the door for the Home tab."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        if event.get("tab") != "home":
            return
        await show_home(house, (await asker(house, body)).member)

    @app.action(SET_UP_DIGEST)
    async def set_up_digest(ack: AsyncAck, body: dict[str, Any]) -> None:
        nowhere = Command("digest", "setup", "", body["trigger_id"], await asker(house, body))
        await answer_digest(house, nowhere)
        await ack()


async def show_home(house: House, member: Member) -> None:
    """Make a person's Home tab anew."""
    now = house.now()
    open_ones = await answering.open_prompts(house.store, member.id, now)
    coming = await overview.coming_for(house.store, member, now)
    view = build_home([overview.as_asked(standing) for standing in open_ones], coming, now)
    await house.slack.publish_home(member.slack_id, view)


async def refresh_home(house: House, member: Member) -> None:
    """Show on Home what a person just did there. What they did is saved, whatever becomes of this."""
    try:
        await show_home(house, member)
    except SlackRefused as refusal:
        log.warning("A Home tab could not be refreshed: %s", refusal.reason)
