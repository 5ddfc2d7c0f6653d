"""The page of a loop, what takes one press wherever it stands, and what the fields of its forms offer."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.loop_pages import kept_of, open_doors, show_page, show_where_it_came_from
from bot.handlers.reading import pressed
from bot.handlers.windows import is_in_modal
from bot.loops import parties, seeing, stepping
from bot.values.errors import NotYours, Overtaken
from bot.values.loops import NewStep, Step
from bot.values.people import Member
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen
from bot.views.loops import buttons, page, party_field, step_forms_waiting
from bot.views.loops.done import done_words
from bot.views.loops.kept import Kept, read_kept
from bot.views.words import escape


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the page, the presses and the offers."""
    open_doors(app, house, page_of, page.OPEN_LOOP, (page.EARLIER, page.LATER))
    app.action(buttons.CONFIRM)(presses(house, Step.CONFIRMED))
    app.action(buttons.JOIN)(presses(house, Step.JOINED))
    _register_offers(app, house)


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
