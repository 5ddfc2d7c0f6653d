"""What a person presses in the DM that asks, in its reminder, and wherever else a prompt shows."""

import logging
import re
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any, TypeVar

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.answer_forms import Way, form_view, open_form, open_skip_form
from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, House
from bot.handlers.reading import dm_url, is_from_home, is_reply, pressed, said
from bot.rituals import answering, looking_back, opting, overview
from bot.rituals.taking import NoLongerTaken
from bot.values.ports import View
from bot.values.questions import Answer
from bot.values.rounds import Asked, Form, PromptState
from bot.views.answering import over, prompt, tapping, typed

log = logging.getLogger(__name__)

T = TypeVar("T")


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for everything a person presses."""
    _register_ways_to_the_form(app, house)
    _register_answers_at_once(app, house)
    _register_ways_out(app, house)


def _register_ways_to_the_form(app: AsyncApp, house: House) -> None:
    @app.action(re.compile(f"^({prompt.ANSWER}|{tapping.SAY_WHY})$"))
    async def answer(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, prompt_id = await asker(house, body), int(pressed(body))
        way = Way(url=dm_url(body), from_home=is_from_home(body))
        form = open_form(house, who, body["trigger_id"], prompt_id, way)
        await _or_look_back(house, who, body, prompt_id, form)
        await ack()

    @app.action(tapping.SOMETHING_ELSE)
    async def something_else(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        prompt_id, adds = tapping.read_something_else(pressed(body))
        way = Way(url=dm_url(body), something_else=adds)
        form = open_form(house, who, body["trigger_id"], prompt_id, way)
        await _or_look_back(house, who, body, prompt_id, form)
        await ack()

    @app.action(typed.ANSWER_WITH)
    async def answer_with_text(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        prompt_id, ts, thread_ts = typed.read_answer_with(pressed(body))
        text = await house.slack.text_of(body["channel"]["id"], ts, thread_ts)
        form = open_form(house, who, body["trigger_id"], prompt_id, Way(text=text))
        await _or_look_back(house, who, body, prompt_id, form)
        await ack()

    @app.action(over.ANSWER_NEWER)
    async def answer_newer(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, prompt_id = await asker(house, body), over.read_newer(pressed(body))
        try:
            view = await form_view(house, who, prompt_id, Way())
        except NoLongerTaken:
            view = await _looking_back(house, who, prompt_id)
        await house.slack.update_modal(body["view"]["id"], view)
        await ack()


def _register_answers_at_once(app: AsyncApp, house: House) -> None:
    @app.action(re.compile(f"^{tapping.TAP}:"))
    async def tap(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        who = await asker(house, body)
        prompt_id, picked = tapping.read_tap(pressed(body))
        given: list[Answer] = []

        def read(form: Form) -> list[Answer]:
            given[:] = [tapping.tapped(form.round.questions, picked, form.answers)]
            return given

        store, ports, now = house.store, house.ports, house.now()
        saved = answering.answer(
            store, ports, prompt_id, who.member.id, read, now=now, response_url=dm_url(body)
        )
        standing = await _or_look_back(house, who, body, prompt_id, saved)
        house.wake()
        await ack()
        if standing is not None:
            answers = {item.key: item for item in given}
            await _show_in_reminder(body, respond, replace(overview.as_asked(standing), answers=answers))

    @app.action(prompt.NOTHING_NEW)
    async def nothing_new(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        who, prompt_id = await asker(house, body), int(pressed(body))
        store, ports, now = house.store, house.ports, house.now()
        saved = answering.nothing_new(
            store, ports, prompt_id, who.member.id, now=now, response_url=dm_url(body)
        )
        standing = await _or_look_back(house, who, body, prompt_id, saved)
        house.wake()
        await ack()
        if standing is not None:
            await _show_in_reminder(body, respond, overview.as_asked(standing))


def _register_ways_out(app: AsyncApp, house: House) -> None:
    @app.action(prompt.SKIP)
    async def skip(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, prompt_id = await asker(house, body), int(pressed(body))
        form = open_skip_form(house, who, body["trigger_id"], prompt_id, url=dm_url(body))
        await _or_look_back(house, who, body, prompt_id, form)
        await ack()

    @app.action(prompt.MORE)
    async def choose_more(ack: AsyncAck, body: dict[str, Any]) -> None:
        _chosen, ritual_id = prompt.read_more(pressed(body))
        await _stop_asking(house, body, ritual_id)
        await ack()

    @app.action(prompt.NOT_FOR_ME)
    async def not_for_me(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _stop_asking(house, body, int(pressed(body)))
        await ack()


async def _or_look_back(
    house: House, who: Asker, body: dict[str, Any], prompt_id: int, done: Awaitable[T]
) -> T | None:
    """What came of it; where the round takes no more answers, what was said in it is shown instead."""
    try:
        return await done
    except NoLongerTaken:
        await house.slack.open_modal(body["trigger_id"], await _looking_back(house, who, prompt_id))
    if is_from_home(body):
        await refresh_home(house, who.member)
    return None


async def _looking_back(house: House, who: Asker, prompt_id: int) -> View:
    back = await looking_back.look_back(house.store, prompt_id, who.member.id, house.now())
    return over.build_over(back)


async def _show_in_reminder(body: dict[str, Any], respond: AsyncRespond, item: Asked) -> None:
    """Show in a reminder what was just answered there. It is saved, whatever becomes of this."""
    if not is_reply(body):
        return
    nothing_new = not item.answers
    answered = replace(item.prompt, state=PromptState.ANSWERED, nothing_new=nothing_new)
    try:
        shown = prompt.build_reminder(replace(item, prompt=answered))
        await respond(**said(shown), replace_original=True)
    except (TimeoutError, OSError, aiohttp.ClientError) as error:
        log.warning("A reminder could not be changed: %s", type(error).__name__)


async def _stop_asking(house: House, body: dict[str, Any], ritual_id: int) -> None:
    who = await asker(house, body)
    await opting.stop_asking(house.store, ritual_id, who.member.id, house.now())
    house.wake()
    if is_from_home(body):
        await refresh_home(house, who.member)
