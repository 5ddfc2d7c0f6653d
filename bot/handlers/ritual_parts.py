"""Saving one part of a ritual, whichever form it is changed in, and showing what can be changed as it is then."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, House
from bot.handlers.rituals import replace as replace_view
from bot.rituals import owning
from bot.rituals.tending import leading
from bot.rituals.tending.editing import ChangedMeanwhile
from bot.values.editing import Opened, Part, RitualInFull
from bot.values.errors import NotYours
from bot.values.ports import View
from bot.views.rituals import form
from bot.views.rituals.form_words import FOR_NOBODY, NEXT_ROUND_ON

Saved = Callable[[Opened, str | None], Awaitable[View]]
"""Builds a form again, with what was typed and a word on what happened meanwhile."""


async def save_part(
    house: House,
    ack: AsyncAck,
    body: dict[str, Any],
    part: Part,
    save: Callable[[Asker, Opened], Awaitable[None]],
    again: Saved,
) -> None:
    """Save a part and show what can be changed, as it is now; or show the form again when somebody was faster."""
    who, view = await asker(house, body), body["view"]
    opened = form.read_opened(view["private_metadata"])
    try:
        await save(who, opened)
    except ChangedMeanwhile as changed:
        page = await ritual_page_of(house, who, opened.ritual_id)
        newly = replace(opened, seen=changed.seen)
        await ack(response_action="update", view=await again(newly, form.changed_meanwhile(page, part)))
        return
    house.wake()
    await ack()
    after = await _page_after(house, who, opened.ritual_id)
    if after is not None:
        done = await done_words(house, opened.ritual_id, f"Saved. {NEXT_ROUND_ON}")
        await replace_view(house, view["root_view_id"], form.build_parts(after, done=done))
    await refresh_home(house, who.member)


async def done_words(house: House, ritual_id: int, done: str) -> str:
    """What was done to a ritual, with what keeps it from asking anybody now."""
    words = f":white_check_mark: {done}"
    is_for_nobody = await owning.is_for_nobody(house.store, house.ports, ritual_id, house.now())
    return f"{words}\n{FOR_NOBODY}" if is_for_nobody else words


async def ritual_page_of(house: House, who: Asker, ritual_id: int) -> RitualInFull:
    return await leading.in_full(house.store, who.member, ritual_id, house.now())


async def _page_after(house: House, who: Asker, ritual_id: int) -> RitualInFull | None:
    """The page after a change; None for somebody who gave their right to it away with that change."""
    try:
        return await ritual_page_of(house, who, ritual_id)
    except NotYours:
        return None


async def shown_now(view: View) -> View:
    """A form that needs nothing looked up to be built again."""
    return view
