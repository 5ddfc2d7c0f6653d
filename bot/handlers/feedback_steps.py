"""The steps people take with feedback: by a form or by one press, on its page, in news and on Home."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers import we_did
from bot.handlers.asking import asker
from bot.handlers.feedback_pages import open_form, page_after, page_of
from bot.handlers.house import House
from bot.handlers.loop_pages import kept_of, show_after, show_page, show_where_it_came_from
from bot.handlers.reading import pressed, state_of
from bot.handlers.windows import is_in_modal
from bot.loops import patience
from bot.loops.feedback import taking
from bot.values.errors import NotYours, Overtaken
from bot.values.feedback import FeedbackSeen
from bot.values.loops import NewStep, Step
from bot.values.people import Member
from bot.values.ports import View
from bot.views.feedback import buttons, giver_forms, step_forms
from bot.views.feedback.done import SETTLED
from bot.views.loops.buttons import read_more
from bot.views.loops.kept import Kept, read_kept
from bot.views.words import escape

_Door = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Form:
    """A form: the button that opens it, what it is called when it is handed in, and the step it takes."""

    button: str
    callback: str
    step: Step
    build: Callable[[FeedbackSeen, Kept], View]
    read: Callable[[Mapping[str, Any]], NewStep]


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for each form, for what takes one press, and for the menu of what is seldom wanted."""
    opens: dict[str, _Door] = {form.button: _opens(house, form) for form in _FORMS}
    opens[buttons.HAVE_IT] = _opens_have_it(house)
    opens[buttons.CHANGE] = _opens_change(house)
    for button, open_one in opens.items():
        app.action(button)(open_one)
    for form in _FORMS:
        app.view(form.callback)(_takes(house, form.read))
    app.view(step_forms.HAVE_IT_FORM)(_takes_have_it(house))
    app.view(giver_forms.CHANGE_FORM)(_takes_change(house))
    app.action(buttons.CONFIRM)(_confirms(house))
    app.action(buttons.MORE)(_chooses({**opens, buttons.TELL_TEAM: we_did.opens_of_feedback(house)}))


def _chooses(opens: Mapping[str, _Door]) -> _Door:
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        what, loop_id = read_more(pressed(body))
        await opens[what](ack, {**body, "actions": [{"value": loop_id}]})

    return choose


def _opens(house: House, form: _Form) -> _Door:
    async def open_one(ack: AsyncAck, body: dict[str, Any]) -> None:
        async def build(item: FeedbackSeen, kept: Kept) -> View:
            return form.build(item, kept)

        await open_form(house, body, (await asker(house, body)).member, form.step, build)
        await ack()

    return open_one


def _opens_have_it(house: House) -> _Door:
    async def open_have_it(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        today = _today(house, member)

        async def build(item: FeedbackSeen, kept: Kept) -> View:
            offered = patience.day_to_offer(item.seen.loop, today, member.country)
            return step_forms.build_have_it(item, kept, offered)

        await open_form(house, body, member, Step.ACKNOWLEDGED, build)
        await ack()

    return open_have_it


def _opens_change(house: House) -> _Door:
    async def open_change(ack: AsyncAck, body: dict[str, Any]) -> None:
        async def build(item: FeedbackSeen, kept: Kept) -> View:
            return giver_forms.build_change(item, kept)

        await open_form(house, body, (await asker(house, body)).member, Step.CHANGED, build)
        await ack()

    return open_change


def _takes(house: House, read: Callable[[Mapping[str, Any]], NewStep]) -> _Door:
    async def hand_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, state = (await asker(house, body)).member, state_of(body["view"])
        await _take(house, ack, body["view"], member, read(state), mute=step_forms.read_mute(state))

    return hand_in


def _takes_have_it(house: House) -> _Door:
    async def hand_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        what = step_forms.read_have_it(state_of(view), _today(house, member))
        await _take(house, ack, view, member, what)

    return hand_in


def _takes_change(house: House) -> _Door:
    async def change(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        title, details = giver_forms.read_change(state_of(view))
        kept, now = read_kept(view["private_metadata"]), house.now()
        after = await taking.change(house.store, house.keys, member, kept.loop_id, title, details, now)
        shown = await page_after(house, member, kept, NewStep(Step.CHANGED), after)
        await show_after(house, ack, view, member, shown)

    return change


async def _take(
    house: House,
    ack: AsyncAck,
    view: dict[str, Any],
    member: Member,
    what: NewStep,
    *,
    mute: bool = False,
) -> None:
    kept = read_kept(view["private_metadata"])
    after = await taking.take(house.store, house.keys, member, kept.loop_id, what, house.now(), mute=mute)
    await show_after(house, ack, view, member, await page_after(house, member, kept, what, after))


def _confirms(house: House) -> _Door:
    """The door for what takes one press."""

    async def confirm(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        member, kept = (await asker(house, body)).member, kept_of(body, int(pressed(body)))
        what = NewStep(Step.CONFIRMED)
        try:
            after = await taking.take(house.store, house.keys, member, kept.loop_id, what, house.now())
        except (Overtaken, NotYours) as refusal:
            words = escape(refusal.user_message)
            await show_page(house, body, await page_of(house, member, kept, done=words))
            await ack()
            return
        house.wake()
        if is_in_modal(body):
            await show_page(house, body, await page_after(house, member, kept, what, after))
        await ack()
        await show_where_it_came_from(house, member, kept)
        if not (is_in_modal(body) or kept.news or kept.from_home):
            await respond(text=SETTLED, response_type="ephemeral", replace_original=False)

    return confirm


def _today(house: House, member: Member) -> date:
    return house.now().astimezone(member.tz).date()


_FORMS = (
    _Form(buttons.ASK, step_forms.ASK_FORM, Step.ASKED, step_forms.build_ask, step_forms.read_ask),
    _Form(
        buttons.ANSWER,
        step_forms.ANSWER_FORM,
        Step.ANSWERED,
        step_forms.build_answer,
        step_forms.read_answer,
    ),
    _Form(
        buttons.DECLINE,
        step_forms.DECLINE_FORM,
        Step.DECLINED,
        step_forms.build_decline,
        step_forms.read_decline,
    ),
    _Form(
        buttons.HAND_OVER,
        step_forms.HAND_OVER_FORM,
        Step.HANDED_OVER,
        step_forms.build_hand_over,
        step_forms.read_hand_over,
    ),
    _Form(
        buttons.TAKE_DOWN,
        step_forms.TAKE_DOWN_FORM,
        Step.TAKEN_DOWN,
        step_forms.build_take_down,
        step_forms.read_take_down,
    ),
    _Form(
        buttons.REPLY,
        giver_forms.REPLY_FORM,
        Step.REPLIED,
        giver_forms.build_reply,
        giver_forms.read_reply,
    ),
    _Form(
        buttons.REOPEN,
        giver_forms.REOPEN_FORM,
        Step.REOPENED,
        giver_forms.build_reopen,
        giver_forms.read_reopen,
    ),
    _Form(
        buttons.TAKE_BACK,
        giver_forms.TAKE_BACK_FORM,
        Step.DECLINED,
        giver_forms.build_take_back,
        giver_forms.read_take_back,
    ),
)
