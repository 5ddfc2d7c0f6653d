"""What a person does with a prompt: its buttons, the form behind it page by page, and skipping."""

import logging
import re
from dataclasses import replace
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, House
from bot.handlers.reading import dm_url, is_from_home, is_reply, pressed, said, state_of
from bot.likeness import most_alike
from bot.rituals import answering, opting, overview
from bot.values.errors import SlackRefused, Unusable
from bot.values.ports import View
from bot.values.questions import Answer
from bot.values.rounds import Asked, Form, PromptState, Turned
from bot.views.answering import form as answer_form
from bot.views.answering import prompt, skip_form, tapping, typed
from bot.views.answering.inputs import TELLS, block_of
from bot.views.answering.memory import read_submitted

log = logging.getLogger(__name__)

_OUTRUN = {"hash_conflict", "not_found"}
"""What Slack says of a form that was changed or closed meanwhile. What it shows is put right when it is handed in."""


_VERY_ALIKE = 0.5
"""From here on two titles are likely the same thing: whoever adds the second one is asked once."""


class _SoundsLike(Exception):
    """What somebody adds sounds like `option`, which they could pick."""

    def __init__(self, option: str) -> None:
        super().__init__(option)
        self.option = option


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for everything a person does with a prompt."""
    _register_buttons(app, house)
    _register_answers_at_once(app, house)
    _register_form(app, house)


async def open_form(
    house: House,
    who: Asker,
    trigger_id: str,
    prompt_id: int,
    *,
    text: str | None = None,
    url: str | None = None,
    from_home: bool = False,
    something_else: bool = False,
) -> None:
    """Show the form of a prompt, filled in with what is known; of a poll perhaps for adding something to it."""
    form = await answering.form_of(
        house.store, prompt_id, who.member.id, typed=text, response_url=url, raising=something_else
    )
    view = answer_form.build_answer_form(
        form, house.now(), from_home=from_home, something_else=something_else
    )
    await house.slack.open_modal(trigger_id, view)


def _register_buttons(app: AsyncApp, house: House) -> None:
    @app.action(re.compile(f"^({prompt.ANSWER}|{tapping.SAY_WHY})$"))
    async def answer(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        await open_form(
            house,
            who,
            body["trigger_id"],
            int(pressed(body)),
            url=dm_url(body),
            from_home=is_from_home(body),
        )
        await ack()

    @app.action(tapping.SOMETHING_ELSE)
    async def something_else(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        prompt_id, adds = tapping.read_something_else(pressed(body))
        await open_form(house, who, body["trigger_id"], prompt_id, url=dm_url(body), something_else=adds)
        await ack()

    @app.action(typed.ANSWER_WITH)
    async def answer_with_text(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        prompt_id, ts, thread_ts = typed.read_answer_with(pressed(body))
        text = await house.slack.text_of(body["channel"]["id"], ts, thread_ts)
        await open_form(house, who, body["trigger_id"], prompt_id, text=text)
        await ack()

    @app.action(prompt.SKIP)
    async def open_skip_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        form = await answering.form_of(
            house.store, int(pressed(body)), who.member.id, response_url=dm_url(body)
        )
        await house.slack.open_modal(body["trigger_id"], skip_form.build_skip_form(form))
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


def _register_answers_at_once(app: AsyncApp, house: House) -> None:
    @app.action(re.compile(f"^{tapping.TAP}:"))
    async def tap(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        who = await asker(house, body)
        prompt_id, picked = tapping.read_tap(pressed(body))
        given: list[Answer] = []

        def read(form: Form) -> list[Answer]:
            given[:] = [tapping.tapped(form.round.questions, picked, form.answers)]
            return given

        standing = await answering.answer(
            house.store,
            house.ports,
            prompt_id,
            who.member.id,
            read,
            now=house.now(),
            response_url=dm_url(body),
        )
        house.wake()
        await ack()
        answers = {item.key: item for item in given}
        await _show_in_reminder(body, respond, replace(overview.as_asked(standing), answers=answers))

    @app.action(prompt.NOTHING_NEW)
    async def nothing_new(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        who = await asker(house, body)
        standing = await answering.nothing_new(
            house.store,
            house.ports,
            int(pressed(body)),
            who.member.id,
            now=house.now(),
            response_url=dm_url(body),
        )
        house.wake()
        await ack()
        await _show_in_reminder(body, respond, overview.as_asked(standing))


def _register_form(app: AsyncApp, house: House) -> None:
    @app.action(TELLS)
    async def pick(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        kept = read_submitted(view["private_metadata"])
        form = await answering.form_of(house.store, kept.prompt_id, who.member.id, raising=True)
        changed = answer_form.build_changed(form, view, house.now())
        if changed is not None:
            await _change(house, view, changed)
        await ack()

    @app.action(answer_form.BACK)
    async def turn_back(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        form = await answering.keep_page(
            house.store,
            read_submitted(view["private_metadata"]).prompt_id,
            who.member.id,
            lambda form: answer_form.read_so_far(form, view),
            now=house.now(),
        )
        await _change(house, view, answer_form.build_previous(form, view, house.now()))
        await ack()

    @app.view(answer_form.ANSWER_FORM)
    async def hand_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        following = await _hand_in(house, body)
        if following is None:
            await ack()
        else:
            await ack(response_action="update", view=following)

    @app.view(skip_form.SKIP_FORM)
    async def skip(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        kept = read_submitted(view["private_metadata"])
        await answering.skip(
            house.store,
            house.ports,
            kept.prompt_id,
            who.member.id,
            reason=skip_form.read_skip(state_of(view)),
            now=house.now(),
            response_url=kept.response_url,
        )
        house.wake()
        await ack()


async def _hand_in(house: House, body: dict[str, Any]) -> View | None:
    """Save a page. What to show next; None when the form may close."""
    who, view = await asker(house, body), body["view"]
    kept = read_submitted(view["private_metadata"])
    try:
        form, is_finished = await answering.hand_in(
            house.store,
            house.ports,
            kept.prompt_id,
            who.member.id,
            lambda form: _read_page(form, view),
            now=house.now(),
            response_url=kept.response_url,
        )
    except answering.NotAColleague as error:
        raise Unusable(error.user_message, field=block_of(error.key)) from error
    except _SoundsLike as known:
        form = await answering.form_of(house.store, kept.prompt_id, who.member.id, raising=True)
        return answer_form.build_once_more(form, view, house.now(), known.option)
    if not is_finished:
        return answer_form.build_next(form, view, house.now())
    house.wake()
    if kept.from_home:
        await refresh_home(house, who.member)
    left_out = answer_form.no_longer_asked(form, view)
    if left_out:
        return answer_form.build_left_out(form, left_out)
    return answer_form.build_sent(form) if answer_form.promised_more(view) else None


def _read_page(form: Form, view: dict[str, Any]) -> Turned:
    """A page that was handed in. Raises _SoundsLike for what somebody adds although it is there to be picked."""
    turned = answer_form.read_page(form, view)
    for question, title in answer_form.adds(turned, form.round.questions, view["private_metadata"]):
        alike = most_alike(title, question.options, floor=_VERY_ALIKE)
        if alike:
            raise _SoundsLike(question.options[alike[0]])
    return turned


async def _change(house: House, view: dict[str, Any], changed: View) -> None:
    try:
        await house.slack.update_modal(view["id"], changed, hash=view["hash"])
    except SlackRefused as refusal:
        if refusal.reason not in _OUTRUN:
            raise


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
