"""Changing when a ritual asks: choose a rhythm, read the dates it means, say yes."""

from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import Asker, House
from bot.handlers.reading import state_of
from bot.rituals.schedules import outlook
from bot.rituals.schedules.spreading import reaching
from bot.rituals.tending import editing, leading, rescheduling
from bot.rituals.tending.editing import ChangedMeanwhile
from bot.values.editing import Opened, Part, Rhythm, RitualInFull, When
from bot.values.ports import View
from bot.values.schedules import Schedule
from bot.views.rituals import form
from bot.views.rituals import form_confirm as confirming
from bot.views.rituals import form_when as choosing
from bot.views.rituals.form_words import NEXT_ROUND_ON
from bot.views.schedule_words import schedule_in_words
from bot.views.words import escape


def register(app: AsyncApp, house: House) -> None:
    """Open the doors of the schedule's form."""

    @app.action(choosing.CHOOSE_RHYTHM)
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        opened = form.read_opened(view["private_metadata"])
        page = await _page(house, who, opened.ritual_id)
        when = choosing.read_when(state_of(view), view["private_metadata"])
        await house.slack.update_modal(view["id"], await _form(house, who, opened, when, page))
        await ack()

    @app.view(choosing.SAVE_WHEN)
    async def show_dates(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        opened = form.read_opened(view["private_metadata"])
        page = await _page(house, who, opened.ritual_id)
        when = choosing.read_when(state_of(view), view["private_metadata"])
        today = outlook.today_of(who.member, house.now())
        wanted = rescheduling.chosen(when, page.ritual.plan.schedule, today)
        meanwhile = form.changed_meanwhile(page, Part.WHEN) if opened.seen != page.seen[Part.WHEN] else None
        spread = reaching(when.spread, wanted.at)
        await ack(response_action="push", view=await _confirm(house, page, wanted, spread, meanwhile))

    @app.view(confirming.SAVE_CONFIRMED)
    async def save(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        wanted = confirming.read_reschedule(body["view"]["private_metadata"])
        try:
            ritual = await editing.reschedule(
                house.store,
                who.member,
                Opened(wanted.ritual_id, wanted.seen),
                wanted.schedule,
                spread=wanted.spread,
                now=house.now(),
            )
        except ChangedMeanwhile:
            page = await _page(house, who, wanted.ritual_id)
            meanwhile = form.changed_meanwhile(page, Part.WHEN)
            again = await _confirm(house, page, wanted.schedule, wanted.spread, meanwhile)
            await ack(response_action="update", view=again)
            return
        house.wake()
        words = schedule_in_words(ritual.plan.schedule, ritual.plan.spread)
        sentence = f":white_check_mark: *{escape(ritual.name)}* asks {words}. {NEXT_ROUND_ON}"
        await ack(response_action="update", view=confirming.build_rescheduled(sentence))


async def form_for(house: House, who: Asker, page: RitualInFull) -> View:
    """The form, filled in with the schedule there is."""
    plan, schedule = page.ritual.plan, page.ritual.plan.schedule
    when = rescheduling.when_of(schedule, choosing.words_for(schedule), plan.spread)
    return await _form(house, who, Opened(page.ritual.id, page.seen[Part.WHEN]), when, page)


async def _form(house: House, who: Asker, opened: Opened, when: When, page: RitualInFull) -> View:
    schedule = page.ritual.plan.schedule
    zones = await leading.zones_of(house.store, who.member)
    is_special = rescheduling.when_of(schedule, "").rhythm == Rhythm.AS_IS
    return choosing.build_when(
        opened, when, schedule, zones, is_special=is_special or when.rhythm == Rhythm.AS_IS
    )


async def _confirm(
    house: House, page: RitualInFull, wanted: Schedule, spread: timedelta, meanwhile: str | None
) -> View:
    async with house.store.transaction() as tx:
        ahead = await outlook.outlook_of(tx, page.ritual, wanted, house.now())
    ritual = page.ritual
    return confirming.build_reschedule(
        ritual.name, page.seen[Part.WHEN], ritual.id, ahead, spread, meanwhile=meanwhile
    )


async def _page(house: House, who: Asker, ritual_id: int) -> RitualInFull:
    return await leading.in_full(house.store, who.member, ritual_id, house.now())
