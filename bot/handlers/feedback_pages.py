"""The page of a piece of feedback, as its reader or its giver opens it, and what is shown there after a step."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.loops import show_over, show_where_it_came_from
from bot.handlers.reading import dm_url, is_from_home, pressed
from bot.loops.feedback import seeing
from bot.values.errors import NotThere, NotYours, Overtaken, SlackRefused
from bot.values.feedback import FeedbackSeen
from bot.values.loops import Loop, NewStep, Step
from bot.values.people import Member
from bot.values.ports import View
from bot.views.feedback import buttons, page
from bot.views.feedback.done import done_words, gone_words
from bot.views.loops import news
from bot.views.loops.kept import Kept, read_kept
from bot.views.words import escape

log = logging.getLogger(__name__)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the page."""

    @app.action(buttons.OPEN)
    async def open_page(ack: AsyncAck, body: dict[str, Any]) -> None:
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


def kept_of(body: dict[str, Any], loop_id: int) -> Kept:
    """What is to be shown anew after something was pressed about this piece of feedback."""
    view = body.get("view") or {}
    if view.get("callback_id") == page.PAGE:
        return replace(read_kept(view["private_metadata"]), loop_id=loop_id, on_page=True)
    told = news.read_news((body.get("message") or {}).get("blocks") or ())
    return Kept(loop_id, url=dm_url(body) if told else None, news=told, from_home=is_from_home(body))


async def page_of(
    house: House, member: Member, kept: Kept, *, done: str | None = None, turned: int = 0
) -> View:
    """The page, as it is now. Raises NotThere."""
    item = await seeing.page_of(house.store, house.keys, member, kept.loop_id, house.now())
    return _build(house, member, item, kept, done=done, turned=turned)


async def show_page(house: House, body: dict[str, Any], view: View) -> None:
    """Show it where something was pressed: in the page that is open, on top of another window, or in a new one."""
    shown = body.get("view") or {}
    if shown.get("callback_id") == page.PAGE:
        await house.slack.update_modal(shown["id"], view)
    else:
        await show_over(house, body, view)


async def open_form(
    house: House,
    body: dict[str, Any],
    member: Member,
    step: Step,
    form: Callable[[FeedbackSeen, Kept], Awaitable[View]],
) -> None:
    """Show the form of a step; where it cannot be taken any more, the page, which says what can."""
    kept = kept_of(body, int(pressed(body)))
    try:
        item = await seeing.to_take(house.store, house.keys, member, kept.loop_id, step)
    except (Overtaken, NotYours) as refusal:
        await show_page(house, body, await page_of(house, member, kept, done=escape(refusal.user_message)))
    else:
        await show_over(house, body, await form(item, kept))


async def show_after(
    house: House, ack: AsyncAck, view: dict[str, Any], member: Member, shown: View, kept: Kept
) -> None:
    """Show how it stands after a form was handed in, where the form was opened from."""
    house.wake()
    if kept.on_page and view.get("previous_view_id"):
        try:
            await house.slack.update_modal(view["previous_view_id"], shown)
        except SlackRefused as refusal:
            log.warning("The page of feedback could not be changed: %s", refusal.reason)
        await ack()
    else:
        await ack(response_action="update", view=shown)
    await show_where_it_came_from(house, member, kept)


async def page_after(house: House, member: Member, kept: Kept, what: NewStep, after: Loop) -> View:
    """The page after a step, or what is left of it where it is not theirs to see any more."""
    try:
        item = await seeing.page_of(house.store, house.keys, member, kept.loop_id, house.now())
    except NotThere:
        return page.build_out_of_sight(gone_words(what, after))
    return _build(house, member, item, kept, done=done_words(what, item))


def _build(
    house: House,
    member: Member,
    item: FeedbackSeen,
    kept: Kept,
    *,
    done: str | None = None,
    turned: int = 0,
) -> View:
    kept = replace(kept, on_page=False)
    return page.build_page(item, _here(house, member), kept=kept, done=done, turned=turned)


def _here(house: House, member: Member) -> datetime:
    return house.now().astimezone(member.tz)
