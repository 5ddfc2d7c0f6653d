"""The page of a piece of feedback, as its reader or its giver opens it, and the forms opened there."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.handlers.house import House
from bot.handlers.loop_pages import kept_of, open_doors, show_page
from bot.handlers.reading import pressed
from bot.handlers.windows import show_over
from bot.loops.feedback import seeing
from bot.values.errors import NotThere, NotYours, Overtaken
from bot.values.feedback import FeedbackSeen
from bot.values.loops import Loop, NewStep, Step
from bot.values.people import Member
from bot.values.ports import View
from bot.views.feedback import buttons, page
from bot.views.feedback.done import done_words, gone_words
from bot.views.loops.kept import Kept
from bot.views.words import escape


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the page."""
    open_doors(app, house, page_of, buttons.OPEN, (page.EARLIER, page.LATER))


async def page_of(
    house: House, member: Member, kept: Kept, *, done: str | None = None, turned: int = 0
) -> View:
    """The page, as it is now. Raises NotThere."""
    item = await seeing.page_of(house.store, house.keys, member, kept.loop_id, house.now())
    return _build(house, member, item, kept, done=done, turned=turned)


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
