"""The pages of loops, of a bottleneck as of feedback: their doors, and showing one where something was pressed or a
form about it was handed in."""

import logging
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import House
from bot.handlers.reading import dm_url, is_from_home, pressed
from bot.handlers.windows import show_in_place
from bot.loops import news as telling
from bot.values.errors import SlackRefused
from bot.values.people import Member
from bot.values.ports import View
from bot.views.feedback import page as of_feedback
from bot.views.loops import news, page
from bot.views.loops.kept import Kept, read_kept
from bot.views.loops.story import read_turn

log = logging.getLogger(__name__)

_PAGES = (page.PAGE, of_feedback.PAGE)


class PageOf(Protocol):
    """Builds the page of a loop as it is now; `turned` says how often its reader turned back to earlier steps."""

    def __call__(self, house: House, member: Member, kept: Kept, *, turned: int = 0) -> Awaitable[View]: ...


def open_doors(app: AsyncApp, house: House, page_of: PageOf, opens: str, turns: tuple[str, str]) -> None:
    """Open the doors of a page: one opens it, two turn to other steps of its story."""

    async def show(body: dict[str, Any], loop_id: int, turned: int) -> None:
        member = (await asker(house, body)).member
        await show_page(house, body, await page_of(house, member, kept_of(body, loop_id), turned=turned))

    @app.action(opens)
    async def open_page(ack: AsyncAck, body: dict[str, Any]) -> None:
        await show(body, int(pressed(body)), 0)
        await ack()

    @app.action(turns[0])
    @app.action(turns[1])
    async def turn(ack: AsyncAck, body: dict[str, Any]) -> None:
        await show(body, *read_turn(pressed(body)))
        await ack()


def kept_of(body: dict[str, Any], loop_id: int) -> Kept:
    """What is to be shown anew after something was pressed about this loop."""
    view = body.get("view") or {}
    if view.get("callback_id") in _PAGES:
        return replace(read_kept(view["private_metadata"]), loop_id=loop_id, on_page=True)
    told = news.read_news((body.get("message") or {}).get("blocks") or ())
    return Kept(loop_id, url=dm_url(body) if told else None, news=told, from_home=is_from_home(body))


async def show_page(house: House, body: dict[str, Any], view: View) -> None:
    """Show it where something was pressed: in the page that is open, on top of another window, or in a new one."""
    await show_in_place(house, body, view, *_PAGES)


async def show_after(house: House, ack: AsyncAck, view: dict[str, Any], member: Member, shown: View) -> None:
    """Show how a loop stands after a form was handed in, where the form was opened from."""
    house.wake()
    kept = read_kept(view["private_metadata"])
    if kept.on_page and view.get("previous_view_id"):
        await _change_beneath(house, view["previous_view_id"], shown)
        await ack()
    else:
        await ack(response_action="update", view=shown)
    await show_where_it_came_from(house, member, kept)


async def show_where_it_came_from(house: House, member: Member, kept: Kept) -> None:
    """Show what came of a step on Home, or in the direct message it was pressed in. It is saved, whatever becomes of
    this."""
    if kept.from_home:
        await refresh_home(house, member)
    if kept.url is None or not kept.news:
        return
    await telling.show_pressed(house.store, house.loop_wording, member, kept.news, kept.url, house.now())
    house.wake()


async def _change_beneath(house: House, view_id: str, shown: View) -> None:
    try:
        await house.slack.update_modal(view_id, shown)
    except SlackRefused as refusal:
        log.warning("The page of a loop could not be changed: %s", refusal.reason)
