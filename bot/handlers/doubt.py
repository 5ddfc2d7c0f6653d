"""What a person says about a message Slack never confirmed: it is there, or it is to be posted again."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.reading import pressed, said, state_of
from bot.store import claiming, outbox, recording
from bot.store.engine import machine_now
from bot.values.deliveries import Sent
from bot.values.errors import NotThere
from bot.views.troubles import doubt

_SETTLED = "That one is settled already. There is nothing left to do."
_LINK = re.compile(r"/archives/(?P<channel>[A-Z0-9]+)/p(?P<seconds>\d{10})(?P<rest>\d{6})")


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for settling a doubt."""

    @app.action(doubt.POST_AGAIN)
    async def post_again(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        who = await asker(house, body)
        async with house.store.transaction() as tx:
            delivery = await claiming.doubtful_of(tx, who.workspace.id, who.member.id, pressed(body))
            if delivery is None:
                raise NotThere(_SETTLED)
            await recording.later(tx, delivery, not_before=0.0, reason="its owner said so")
        house.wake()
        await ack()
        await respond(**said(doubt.build_settled("I'm posting it again now.")), replace_original=True)

    @app.action(doubt.IT_IS_THERE)
    async def ask_where(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = doubt.build_where(pressed(body), body.get("response_url"))
        await house.slack.open_modal(body["trigger_id"], view)
        await ack()

    @app.view(doubt.WHERE)
    async def it_is_there(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        key, link = doubt.read_where(view["private_metadata"], state_of(view))
        async with house.store.transaction() as tx:
            delivery = await claiming.doubtful_of(tx, who.workspace.id, who.member.id, key)
            if delivery is None:
                raise NotThere(_SETTLED)
            sent = _sent(link, delivery.channel)
            now = await machine_now(tx)
            await recording.sent(tx, delivery, sent, at=house.now(), machine_now=now)
            if not sent.ts:
                await outbox.cancel_following(tx, who.workspace.id, delivery.key)
        house.wake()
        await ack(response_action="update", view=doubt.build_thanks(has_link=bool(sent.ts)))


def _sent(link: str | None, channel: str) -> Sent:
    found = _LINK.search(link or "")
    if found is None or found["channel"] != channel:
        return Sent(channel, "")
    return Sent(channel, f"{found['seconds']}.{found['rest']}")
