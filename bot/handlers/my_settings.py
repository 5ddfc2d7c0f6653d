"""`/drumbeat settings`: working days, quiet hours and holidays, each person's own."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.reading import is_from_home, state_of
from bot.loops import news
from bot.rest import countries
from bot.rituals.rest import resting
from bot.rituals.rest.away import today_of
from bot.values.deliveries import Message
from bot.values.people import Member
from bot.values.ports import View
from bot.values.settings import Peace
from bot.views.people import my_settings
from bot.views.people.country_field import Places, read_country

_HOME = "home"


async def answer_settings(house: House, command: Command) -> Message | None:
    """`/drumbeat settings`: open the form."""
    view = await _form(house, command.asker.member)
    await house.slack.open_modal(command.trigger_id, view)
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the form."""

    @app.action(my_settings.OPEN_SETTINGS)
    async def open_settings(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        kept = _HOME if is_from_home(body) else ""
        await house.slack.open_modal(body["trigger_id"], await _form(house, member, kept=kept))
        await ack()

    @app.action(my_settings.CHOOSE_COUNTRY)
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        peace = await resting.peace_of(house.store, member, house.now())
        country = read_country(state_of(view))
        chosen = replace(
            peace,
            own=replace(peace.own, country=country),
            usual_days=resting.working_days_in(country or peace.usual_country, today_of(member, house.now())),
        )
        form = _built(chosen, kept=view["private_metadata"])
        await house.slack.update_modal(view["id"], form, hash=view.get("hash"))
        await ack()

    @app.view(my_settings.MY_SETTINGS)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        peace = await resting.peace_of(house.store, member, house.now())
        country = read_country(state_of(view)) or peace.usual_country
        usual = resting.working_days_in(country, today_of(member, house.now()))
        rest = my_settings.read_my_settings(state_of(view), usual)
        await news.hear(house.store, member, my_settings.read_wants_news(state_of(view)))
        peace = await resting.leave_in_peace(house.store, member, rest, house.now())
        house.wake()
        if view["private_metadata"] == _HOME:
            await refresh_home(house, member)
        saved = my_settings.build_settings_saved(peace, resting.country_in_words(peace))
        await ack(response_action="update", view=saved)


async def _form(house: House, member: Member, *, kept: str = "") -> View:
    return _built(await resting.peace_of(house.store, member, house.now()), kept=kept)


def _built(peace: Peace, *, kept: str) -> View:
    own = peace.own.country
    regions = countries.regions(own.partition("-")[0]) if own else {}
    return my_settings.build_my_settings(peace, Places(countries.countries(), regions), kept=kept)
