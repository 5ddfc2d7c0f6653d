"""The steps of a loop that take a form: opened wherever a loop is shown, and handed in here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.loop_pages import kept_of, show_after, show_page
from bot.handlers.loops import build, page_of, presses
from bot.handlers.reading import pressed, state_of
from bot.handlers.windows import show_over
from bot.loops import categories, patience, seeing, stepping
from bot.values.errors import NotThere, NotYours, Overtaken
from bot.values.loops import NewStep, Step
from bot.values.people import Member
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen
from bot.views.loops import buttons, step_forms, step_forms_waiting
from bot.views.loops.done import build_out_of_sight, done_words
from bot.views.loops.kept import Kept, read_kept
from bot.views.words import escape

_Door = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Form:
    """A form: the button that opens it, what it is called when it is handed in, and the step it takes."""

    button: str
    callback: str
    step: Step
    build: Callable[[LoopSeen, Kept, date], View]
    read: Callable[[Mapping[str, Any], date], NewStep]


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for each form, and for the menu of those that are seldom wanted."""
    doors = {form.button: _opens(house, form) for form in _FORMS} | {buttons.CHANGE: _opens_change(house)}
    for button, open_form in doors.items():
        app.action(button)(open_form)
    for form in _FORMS:
        app.view(form.callback)(_takes(house, form))
    app.view(step_forms_waiting.CHANGE_FORM)(_takes_change(house))
    app.action(buttons.MORE)(_chooses(doors, joins=presses(house, Step.JOINED)))


def opens(house: House, button: str) -> _Door:
    """The door for the form that a button opens."""
    return _opens(house, next(form for form in _FORMS if form.button == button))


def _chooses(doors: Mapping[str, _Door], *, joins: _Door) -> _Door:
    async def choose(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        what, loop_id = buttons.read_more(pressed(body))
        as_button = {**body, "actions": [{"value": loop_id}]}
        if what == buttons.JOIN:
            await joins(ack, as_button, respond)
        else:
            await doors[what](ack, as_button)

    return choose


def _opens_change(house: House) -> _Door:
    async def open_change(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, kept = (await asker(house, body)).member, kept_of(body, int(pressed(body)))
        offered = categories.offered(await categories.every(house.store, member.workspace_id))
        await _open(
            house,
            body,
            member,
            kept,
            Step.CHANGED,
            lambda seen: step_forms_waiting.build_change(seen, kept, offered),
        )
        await ack()

    return open_change


def _takes_change(house: House) -> _Door:
    async def change(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        to = step_forms_waiting.read_change(state_of(view))
        loop_id = read_kept(view["private_metadata"]).loop_id
        await stepping.change(house.store, house.loop_wording, member, loop_id, to, house.now())
        await _show_after(house, ack, view, member, NewStep(Step.CHANGED))

    return change


def _opens(house: House, form: _Form) -> _Door:
    async def open_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, kept = (await asker(house, body)).member, kept_of(body, int(pressed(body)))
        today = _today(house, member)
        await _open(house, body, member, kept, form.step, lambda seen: form.build(seen, kept, today))
        await ack()

    return open_form


def _takes(house: House, form: _Form) -> _Door:
    async def hand_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        what = form.read(state_of(view), _today(house, member))
        loop_id = read_kept(view["private_metadata"]).loop_id
        await stepping.take(house.store, house.loop_wording, member, loop_id, what, house.now())
        await _show_after(house, ack, view, member, what)

    return hand_in


async def _open(
    house: House,
    body: dict[str, Any],
    member: Member,
    kept: Kept,
    step: Step,
    form: Callable[[LoopSeen], View],
) -> None:
    try:
        seen = await seeing.to_take(house.store, member, kept.loop_id, step)
    except (Overtaken, NotYours) as refusal:
        # Where it stands now, and what can be done instead, is on its page.
        await show_page(house, body, await page_of(house, member, kept, done=escape(refusal.user_message)))
    else:
        await show_over(house, body, form(seen))


async def _show_after(
    house: House, ack: AsyncAck, view: dict[str, Any], member: Member, what: NewStep
) -> None:
    kept = read_kept(view["private_metadata"])
    await show_after(house, ack, view, member, await _page_after(house, member, kept, what))


async def _page_after(house: House, member: Member, kept: Kept, what: NewStep) -> View:
    try:
        seen = await seeing.page_of(house.store, member, kept.loop_id)
    except NotThere:
        return build_out_of_sight(what, kept.loop_id)
    return build(house, member, seen, kept, done=done_words(what, seen))


def _today(house: House, member: Member) -> date:
    return house.now().astimezone(member.tz).date()


def _on_it(seen: LoopSeen, kept: Kept, today: date) -> View:
    return step_forms.build_on_it(seen, kept, patience.day_to_offer(seen.loop, today), today)


_FORMS = (
    _Form(buttons.ON_IT, step_forms.ON_IT_FORM, Step.ACKNOWLEDGED, _on_it, step_forms.read_on_it),
    _Form(
        buttons.ANSWER,
        step_forms.ANSWER_FORM,
        Step.ANSWERED,
        step_forms.build_answer,
        lambda values, _today: step_forms.read_answer(values),
    ),
    _Form(
        buttons.HAND_OVER,
        step_forms.HAND_OVER_FORM,
        Step.HANDED_OVER,
        step_forms.build_hand_over,
        lambda values, _today: step_forms.read_hand_over(values),
    ),
    _Form(
        buttons.ASSIGN,
        step_forms.ASSIGN_FORM,
        Step.HANDED_OVER,
        step_forms.build_assign,
        lambda values, _today: step_forms.read_hand_over(values),
    ),
    _Form(
        buttons.DECLINE,
        step_forms.DECLINE_FORM,
        Step.DECLINED,
        step_forms.build_decline,
        lambda values, _today: step_forms.read_decline(values),
    ),
    _Form(
        buttons.TAKE_BACK,
        step_forms.TAKE_BACK_FORM,
        Step.DECLINED,
        step_forms.build_take_back,
        lambda values, _today: step_forms.read_decline(values),
    ),
    _Form(
        buttons.REOPEN,
        step_forms_waiting.REOPEN_FORM,
        Step.REOPENED,
        lambda seen, kept, _today: step_forms_waiting.build_reopen(seen, kept),
        lambda values, _today: step_forms_waiting.read_reopen(values),
    ),
    _Form(
        buttons.MERGE,
        step_forms_waiting.MERGE_FORM,
        Step.MERGED,
        lambda seen, kept, _today: step_forms_waiting.build_merge(seen, kept),
        lambda values, _today: step_forms_waiting.read_merge(values),
    ),
)
