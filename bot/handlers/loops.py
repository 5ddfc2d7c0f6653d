"""The page of a loop, what takes one press wherever it stands, and what the fields of its forms offer."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import House
from bot.handlers.reading import dm_url, is_from_home, pressed
from bot.loops import news as telling
from bot.loops import parties, seeing, stepping
from bot.values.errors import NotYours, Overtaken
from bot.values.loops import LoopSeen, NewStep, Step
from bot.values.people import Member
from bot.values.ports import View
from bot.views.loops import buttons, news, page, party_field, step_forms_waiting
from bot.views.loops.done import done_words
from bot.views.loops.kept import Kept, read_kept
from bot.views.words import escape


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the page, the presses and the offers."""
    _register_page(app, house)
    app.action(buttons.CONFIRM)(presses(house, Step.CONFIRMED))
    app.action(buttons.JOIN)(presses(house, Step.JOINED))
    _register_offers(app, house)


def _register_page(app: AsyncApp, house: House) -> None:
    @app.action(page.OPEN_LOOP)
    async def open_loop(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, loop_id = (await asker(house, body)).member, int(pressed(body))
        await show_page(house, body, await page_of(house, member, kept_of(body, loop_id)))
        await ack()

    @app.action(page.EARLIER)
    @app.action(page.LATER)
    async def turn(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        loop_id, turned = page.read_turn(pressed(body))
        await show_page(house, body, await page_of(house, member, kept_of(body, loop_id), turned=turned))
        await ack()


def _register_offers(app: AsyncApp, house: House) -> None:
    @app.options(party_field.PARTY)
    async def offer_parties(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        found = await parties.like(house.store, member, body.get("value") or "")
        await ack(**party_field.build_parties(found))

    @app.options(step_forms_waiting.OTHER)
    async def offer_others(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        kept = read_kept(body["view"]["private_metadata"])
        typed = body.get("value") or ""
        found = await seeing.others_like(house.store, member, typed, loop_id=kept.loop_id)
        await ack(**step_forms_waiting.build_others(found))


def presses(house: House, step: Step) -> Callable[..., Awaitable[None]]:
    """The door for a step that takes no form."""

    async def take(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        member, kept = (await asker(house, body)).member, kept_of(body, int(pressed(body)))
        try:
            what = await stepping.press(
                house.store, house.loop_wording, member, kept.loop_id, step, house.now()
            )
        except (Overtaken, NotYours) as refusal:
            await show_page(
                house, body, await page_of(house, member, kept, done=escape(refusal.user_message))
            )
            await ack()
            return
        house.wake()
        seen = await seeing.page_of(house.store, member, kept.loop_id)
        words = done_words(NewStep(step), seen, is_new=what.is_new)
        if is_in_modal(body):
            await show_page(house, body, build(house, member, seen, kept, done=words))
        await ack()
        await show_where_it_came_from(house, member, kept)
        if not (is_in_modal(body) or kept.news or kept.from_home):
            await respond(text=words, response_type="ephemeral", replace_original=False)

    return take


def kept_of(body: dict[str, Any], loop_id: int) -> Kept:
    """What is to be shown anew after something was pressed about this loop."""
    view = body.get("view") or {}
    if view.get("callback_id") == page.PAGE:
        return replace(read_kept(view["private_metadata"]), loop_id=loop_id, on_page=True)
    told = news.read_news((body.get("message") or {}).get("blocks") or ())
    return Kept(loop_id, url=dm_url(body) if told else None, news=told, from_home=is_from_home(body))


def is_in_modal(body: dict[str, Any]) -> bool:
    """Whether something in a window was pressed."""
    return (body.get("view") or {}).get("type") == "modal"


async def page_of(
    house: House, member: Member, kept: Kept, *, done: str | None = None, turned: int = 0
) -> View:
    """The page of a loop, as it is now. Raises NotThere."""
    seen = await seeing.page_of(house.store, member, kept.loop_id)
    return build(house, member, seen, kept, done=done, turned=turned)


def build(
    house: House, member: Member, seen: LoopSeen, kept: Kept, *, done: str | None = None, turned: int = 0
) -> View:
    """The same, of what was read already."""
    local = house.now().astimezone(member.tz)
    return page.build_page(seen, local, kept=replace(kept, on_page=False), done=done, turned=turned)


async def show_page(house: House, body: dict[str, Any], view: View) -> None:
    """Show it where something was pressed: in the page that is open, on top of another window, or in a new one."""
    shown = body.get("view") or {}
    if shown.get("callback_id") == page.PAGE:
        await house.slack.update_modal(shown["id"], view)
    else:
        await show_over(house, body, view)


async def show_over(house: House, body: dict[str, Any], view: View) -> None:
    """Show a window on top of whatever is open."""
    show = house.slack.push_modal if is_in_modal(body) else house.slack.open_modal
    await show(body["trigger_id"], view)


async def show_where_it_came_from(house: House, member: Member, kept: Kept) -> None:
    """Show what came of a step on Home, or in the direct message it was pressed in. It is saved, whatever becomes of
    this."""
    if kept.from_home:
        await refresh_home(house, member)
    if kept.url is None or not kept.news:
        return
    await telling.show_pressed(house.store, house.loop_wording, member, kept.news, kept.url, house.now())
    house.wake()
