"""What can be done from a digest about what needs somebody: the next step of a bottleneck, and raising what was only
said. Whoever may not is told who can, and what was done meanwhile is shown as it stands now."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers import loop_steps
from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.loop_pages import kept_of, show_page
from bot.handlers.loops import page_of
from bot.handlers.reading import is_reply, pressed
from bot.handlers.windows import show_over
from bot.loops import asking_for_a_day, from_check_ins, raising, seeing
from bot.loops.from_check_ins import Unraised
from bot.values.errors import NotYours, Overtaken
from bot.values.loops import Step
from bot.values.people import Member
from bot.values.ports import View
from bot.values.raising import RaiseDraft
from bot.views.digests.rows import RAISE_SAID
from bot.views.loops import buttons
from bot.views.loops.done import asked_words
from bot.views.loops.kept import Kept
from bot.views.loops.raise_form import build_raise_form, split_title
from bot.views.words import escape

_YOURS_TO_SAY = "It is yours to say whether this is out of the way: the first button below does."
_RAISED = "It is raised already, as #{number}."


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for what stands below a row."""

    @app.action(buttons.UNBLOCKED)
    async def unblocked(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, kept = (await asker(house, body)).member, kept_of(body, int(pressed(body)))
        try:
            await seeing.to_take(house.store, member, kept.loop_id, Step.CONFIRMED)
        except NotYours:
            await loop_steps.opens(house, buttons.ANSWER)(ack, body)
        except Overtaken as refusal:
            await _show(house, body, member, kept, escape(refusal.user_message))
            await ack()
        else:
            await _show(house, body, member, kept, _YOURS_TO_SAY)
            await ack()

    @app.action(buttons.ASK_FOR_DAY)
    async def ask_for_day(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        member, kept = (await asker(house, body)).member, kept_of(body, int(pressed(body)))
        if (await seeing.page_of(house.store, member, kept.loop_id)).loop.owner_id == member.id:
            # Whoever is on it is not asked: they say the day.
            await loop_steps.opens(house, buttons.ON_IT)(ack, body)
            return
        try:
            asked = await asking_for_a_day.ask(
                house.store, house.loop_wording, member, kept.loop_id, house.now()
            )
        except (NotYours, Overtaken) as refusal:
            await _show(house, body, member, kept, escape(refusal.user_message))
            await ack()
        else:
            house.wake()
            words = asked_words(asked.seen, is_new=asked.is_new)
            if is_reply(body):
                # What only one person sees would stand in the channel, away from the thread they are in.
                await _show(house, body, member, kept, words)
                await ack()
            else:
                await ack()
                await respond(text=words, response_type="ephemeral", replace_original=False)

    @app.action(RAISE_SAID)
    async def raise_said(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        said = await from_check_ins.to_raise(house.store, member, int(pressed(body)))
        if said.raised is not None:
            number = said.raised.loop.id
            await _show(house, body, member, Kept(number), _RAISED.format(number=number))
        else:
            await show_over(house, body, await _form(house, member, said))
        await ack()


async def _show(house: House, body: dict[str, Any], member: Member, kept: Kept, words: str) -> None:
    """Its page, below these words."""
    await show_page(house, body, await page_of(house, member, kept, done=words))


async def _form(house: House, member: Member, said: Unraised) -> View:
    title, details = split_title(said.spoken.text)
    draft = RaiseDraft(
        key=said.key, title=title, details=details, team_id=said.spoken.team_id, source=said.source
    )
    choices = await raising.choices(house.store, member)
    return build_raise_form(draft, choices, now=house.now().astimezone(member.tz))
