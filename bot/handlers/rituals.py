"""`/drumbeat rituals`, the page of a ritual and its buttons, and their short forms as `/checkin pause NAME`."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, Command, House
from bot.handlers.looking import aside
from bot.handlers.reading import pressed
from bot.rituals.tending import leading, pausing, running
from bot.rituals.tending.history import history_of
from bot.rituals.tending.naming import meant_by
from bot.values.deliveries import Message
from bot.values.errors import SlackRefused
from bot.values.ports import View
from bot.values.rituals import Ritual
from bot.views.rituals import led as led_rituals
from bot.views.rituals import page as ritual_page
from bot.views.rituals import status

log = logging.getLogger(__name__)

Deed = Callable[[House, Asker, int], Awaitable[str]]
"""Something done to the ritual with this id; what came of it in a sentence."""


async def answer_rituals(house: House, command: Command) -> Message | None:
    """`/drumbeat rituals`: those a person looks after; with a name, the page of that one."""
    if command.rest:
        ritual = await _meant(house, command)
        page = await leading.in_full(house.store, command.asker.member, ritual.id, house.now())
        await house.slack.open_modal(command.trigger_id, ritual_page.build_page(page, house.now()))
        return None
    now = house.now()
    read = partial(leading.led_by, member=command.asker.member, now=now)
    return await aside(house, read, partial(led_rituals.build_rituals, now=now))


async def answer_pause(house: House, command: Command) -> Message:
    """`/checkin pause [NAME]`."""
    return await _do(house, command, _pause)


async def answer_resume(house: House, command: Command) -> Message:
    """`/checkin resume [NAME]`."""
    return await _do(house, command, _resume)


async def answer_run(house: House, command: Command) -> Message:
    """`/checkin run [NAME]`."""
    return await _do(house, command, _run)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors of a ritual's page."""

    @app.action(led_rituals.OPEN)
    async def open_page(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        page = await leading.in_full(house.store, who.member, int(pressed(body)), house.now())
        await house.slack.open_modal(body["trigger_id"], ritual_page.build_page(page, house.now()))
        await ack()

    @app.action(ritual_page.BACK)
    async def back(ack: AsyncAck, body: dict[str, Any]) -> None:
        await show_page(house, await asker(house, body), int(pressed(body)), body["view"]["id"])
        await ack()

    @app.action(ritual_page.HISTORY)
    async def history(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        past = await history_of(house.store, who.member, int(pressed(body)))
        await house.slack.push_modal(body["trigger_id"], ritual_page.build_history(past))
        await ack()

    @app.action(ritual_page.OLDER)
    async def older(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        ritual_id, before = ritual_page.read_older(pressed(body))
        past = await history_of(house.store, who.member, ritual_id, before=before)
        await house.slack.update_modal(body["view"]["id"], ritual_page.build_history(past))
        await ack()

    @app.action(ritual_page.END)
    async def end(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        stopped = await pausing.end(house.store, who.member, int(pressed(body)), house.now())
        house.wake()
        await ack()
        await replace(house, body["view"]["id"], ritual_page.build_ended(status.ended(stopped)))
        await refresh_home(house, who.member)

    deeds = {
        ritual_page.PAUSE: _pause,
        ritual_page.RESUME: _resume,
        ritual_page.RUN: _run,
        ritual_page.SKIP: _skip,
        ritual_page.UNSKIP: _take_back_skip,
    }
    for action, deed in deeds.items():
        app.action(action)(_button(house, deed))


async def show_page(
    house: House, who: Asker, ritual_id: int, view_id: str, *, done: str | None = None
) -> None:
    """Show a ritual's page, as it is now, in a modal that is open."""
    page = await leading.in_full(house.store, who.member, ritual_id, house.now())
    await replace(house, view_id, ritual_page.build_page(page, house.now(), done=done))


async def replace(house: House, view_id: str, view: View) -> None:
    """Show something else in a modal. What was done is saved, whatever becomes of this: it may have been closed."""
    try:
        await house.slack.update_modal(view_id, view)
    except SlackRefused as refusal:
        log.warning("A modal could not be refreshed: %s", refusal.reason)


def _button(house: House, deed: Deed) -> Any:
    async def door(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, ritual_id = await asker(house, body), int(pressed(body))
        done = await deed(house, who, ritual_id)
        await show_page(house, who, ritual_id, body["view"]["id"], done=done)
        await ack()
        await refresh_home(house, who.member)

    return door


async def _do(house: House, command: Command, deed: Deed) -> Message:
    ritual = await _meant(house, command)
    return status.saying(await deed(house, command.asker, ritual.id))


async def _meant(house: House, command: Command) -> Ritual:
    return await meant_by(house.store, command.asker.member, command.rest, command.channel_id)


async def _pause(house: House, who: Asker, ritual_id: int) -> str:
    return status.paused(await pausing.pause(house.store, who.member, ritual_id))


async def _resume(house: House, who: Asker, ritual_id: int) -> str:
    ritual = await pausing.resume(house.store, who.member, ritual_id, house.now())
    house.wake()
    return status.resumed(ritual)


async def _run(house: House, who: Asker, ritual_id: int) -> str:
    run = await running.run_now(house.store, house.wording, house.ports, who.member, ritual_id, house.now())
    house.wake()
    return status.runs_now(run)


async def _skip(house: House, who: Asker, ritual_id: int) -> str:
    skipped = await running.skip_next(house.store, who.member, ritual_id, house.now())
    house.wake()
    return status.skips(skipped)


async def _take_back_skip(house: House, who: Asker, ritual_id: int) -> str:
    ritual = await running.take_back_skip(house.store, who.member, ritual_id, house.now())
    house.wake()
    return status.skips_no_more(ritual)
