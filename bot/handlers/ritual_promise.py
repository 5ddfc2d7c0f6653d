"""Changing what people are promised before they answer, and what a feedback round is about."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import Asker, House
from bot.handlers.reading import state_of
from bot.handlers.ritual_parts import ritual_page_of, save_part, shown_now
from bot.privacy import presence
from bot.rituals.tending import editing
from bot.values.editing import Opened, Part, Promised
from bot.values.errors import NoPlaceForKeys, Unusable
from bot.values.ports import View
from bot.values.rituals import Tier
from bot.views.rituals import form, form_promise
from bot.views.rituals.promised import CHOOSE_TIER, TIER


def register(app: AsyncApp, house: House) -> None:
    """Open the doors of the two forms."""

    @app.action(CHOOSE_TIER)
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        opened = form.read_opened(view["private_metadata"])
        promised = form_promise.read_tier(state_of(view), view["private_metadata"])
        page = await ritual_page_of(house, who, opened.ritual_id)
        await house.slack.update_modal(view["id"], await tier_form(house, opened, promised, page.people))
        await ack()

    @app.view(form_promise.SAVE_TIER)
    async def save_tier(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        promised = form_promise.read_tier(state_of(view), view["private_metadata"])

        async def save(who: Asker, opened: Opened) -> None:
            await check_keys(house, promised.tier)
            await editing.set_promise(house.store, who.member, opened, promised, house.now())

        async def again(opened: Opened, why: str | None) -> View:
            page = await ritual_page_of(house, await asker(house, body), opened.ritual_id)
            return await tier_form(house, opened, promised, page.people, meanwhile=why)

        await save_part(house, ack, body, Part.TIER, save, again)

    @app.view(form_promise.SAVE_ABOUT)
    async def save_about(ack: AsyncAck, body: dict[str, Any]) -> None:
        about = form_promise.read_about(state_of(body["view"]))

        async def save(who: Asker, opened: Opened) -> None:
            await editing.set_about(house.store, who.member, opened, about, house.now())

        await save_part(
            house,
            ack,
            body,
            Part.ABOUT,
            save,
            lambda opened, why: shown_now(form_promise.build_about(opened, about, meanwhile=why)),
        )


async def tier_form(
    house: House, opened: Opened, promised: Promised, people: int, *, meanwhile: str | None = None
) -> View:
    """The form for the tier, saying at once where the one that is chosen cannot work here."""
    notice = await trouble_with_keys(house, promised.tier)
    return form_promise.build_tier(opened, promised, people, notice=notice, meanwhile=meanwhile)


async def trouble_with_keys(house: House, tier: Tier) -> str | None:
    """Why no round of this tier could open here, with what to do; None when it could."""
    if tier is not Tier.ANONYMOUS:
        return None
    try:
        async with house.store.reading() as tx:
            await presence.check_everybody(tx, house.keys)
    except NoPlaceForKeys as trouble:
        return trouble.user_message
    return None


async def check_keys(house: House, tier: Tier) -> None:
    """Raise Unusable beside the tier where no round of it could open here."""
    if trouble := await trouble_with_keys(house, tier):
        raise Unusable(f"{trouble} Until then, choose confidential or named.", field=TIER)
