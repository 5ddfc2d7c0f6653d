"""You said, we did: a team is told what came of feedback, or of a round."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.feedback_pages import open_form, page_of
from bot.handlers.house import House
from bot.handlers.loop_pages import show_after
from bot.handlers.reading import pressed, state_of
from bot.handlers.windows import show_over
from bot.loops.feedback import we_did
from bot.values.feedback import FeedbackSeen
from bot.values.loops import Step
from bot.values.ports import View
from bot.views.feedback import buttons, we_did_form
from bot.views.loops.kept import Kept, read_kept


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the form: from a piece of feedback, and from the report of a round."""
    app.action(buttons.TELL_TEAM)(opens_of_feedback(house))

    @app.view(we_did_form.OF_FEEDBACK_FORM)
    async def tell_of_feedback(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        kept = read_kept(view["private_metadata"])
        new = we_did_form.read_of_feedback(state_of(view), kept.loop_id)
        told = await we_did.note(house.store, house.loop_wording, member, new, house.now())
        shown = await page_of(house, member, kept, done=we_did_form.told_words(told))
        await show_after(house, ack, view, member, shown)

    @app.action(we_did_form.TELL_OF_ROUND)
    async def open_of_round(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, round_id = (await asker(house, body)).member, int(pressed(body))
        offer = await we_did.offer(house.store, member, round_id=round_id)
        await show_over(house, body, we_did_form.build_of_round(offer, round_id))
        await ack()

    @app.view(we_did_form.OF_ROUND_FORM)
    async def tell_of_round(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        new = we_did_form.read_of_round(state_of(view), view["private_metadata"])
        told = await we_did.note(house.store, house.loop_wording, member, new, house.now())
        house.wake()
        await ack(response_action="update", view=we_did_form.build_told(told))


def opens_of_feedback(house: House) -> Callable[..., Awaitable[None]]:
    """The door that opens the form about a piece of feedback."""

    async def open_of_feedback(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member

        async def build(item: FeedbackSeen, kept: Kept) -> View:
            offer = await we_did.offer(house.store, member, loop_id=kept.loop_id)
            return we_did_form.build_of_feedback(item, offer, kept)

        await open_form(house, body, member, Step.NOTED, build)
        await ack()

    return open_of_feedback
