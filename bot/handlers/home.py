"""The Home tab, made anew each time somebody opens it."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.rituals import answering, overview
from bot.views.home import build_home


def register(app: AsyncApp, house: House) -> None:
    """Open the door for the Home tab."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        if event.get("tab") != "home":
            return
        who, now = await asker(house, body), house.now()
        open_ones = await answering.open_prompts(house.store, who.member.id, now)
        coming = await overview.coming_for(house.store, who.member, now)
        view = build_home([overview.as_asked(standing) for standing in open_ones], coming)
        await house.slack.publish_home(who.member.slack_id, view)
