"""`/drumbeat away` in words or with a form, and its buttons wherever they stand."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.reading import is_from_home, pressed, said, state_of
from bot.rituals.rest import away as absences
from bot.rituals.rest.away import today_of
from bot.values.deliveries import Message
from bot.values.people import Member
from bot.values.ports import View
from bot.views.people import away
from bot.views.people.away_words import read_days

_BACK = frozenset({"off", "back", "over"})
_ALL_BACK = frozenset({"none", "never", "clear"})


async def answer_away(house: House, command: Command) -> Message | None:
    """`/drumbeat away 20 Dec – 3 Jan`, `off`, or nothing for the form."""
    member, now, words = command.asker.member, house.now(), command.rest
    if not words:
        await house.slack.open_modal(command.trigger_id, await _form(house, member, now))
        return None
    if words.lower() in _BACK | _ALL_BACK:
        forget = absences.come_back if words.lower() in _BACK else absences.take_all_back
        gone = await forget(house.store, member, now)
        house.wake()
        return away.build_taken_back(gone, today_of(member, now))
    today = today_of(member, now)
    told = await absences.go_away(house.store, member, read_days(words, today), now)
    house.wake()
    return away.build_away(told.away, today, joined=told.joined, known=told.known)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the form and the buttons."""

    @app.action(away.GO_AWAY)
    async def open_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        kept = away.FROM_HOME if is_from_home(body) else ""
        form = await _form(house, who.member, house.now(), kept=kept)
        await house.slack.open_modal(body["trigger_id"], form)
        await ack()

    @app.view(away.AWAY_FORM)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, now = (await asker(house, body)).member, house.now()
        today = today_of(member, now)
        days = away.read_away_form(state_of(body["view"]), today)
        told = await absences.go_away(house.store, member, days, now)
        house.wake()
        if body["view"]["private_metadata"] == away.FROM_HOME:
            await refresh_home(house, member)
        view = away.build_away_view(told.away, today, joined=told.joined, known=told.known)
        await ack(response_action="update", view=view)

    @app.action(away.TAKE_BACK)
    async def take_back(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        member, now = (await asker(house, body)).member, house.now()
        gone = await absences.take_back(house.store, member, int(pressed(body)), now)
        house.wake()
        view = body.get("view") or {}
        if view.get("type") == "modal":
            form = await _form(house, member, now, kept=view["private_metadata"])
            await house.slack.update_modal(view["id"], form)
        if is_from_home(body) or view.get("private_metadata") == away.FROM_HOME:
            await refresh_home(house, member)
        await ack()
        if body.get("response_url") and not view:
            answer = away.build_taken_back([gone], today_of(member, now))
            await respond(**said(answer), replace_original=True)


async def _form(house: House, member: Member, now: datetime, *, kept: str = "") -> View:
    mine = await absences.absences_of(house.store, member, now)
    return away.build_away_form(mine, today_of(member, now), zone=member.zone, kept=kept)
