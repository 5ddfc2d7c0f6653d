"""Changing what a ritual asks, one question at a time."""

import re
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import Asker, House
from bot.handlers.reading import pressed, state_of
from bot.handlers.ritual_parts import done_words
from bot.handlers.rituals import replace as replace_view
from bot.rituals.tending import editing, leading, questioning
from bot.rituals.tending.editing import ChangedMeanwhile, Edit, question_part
from bot.rituals.tending.templates import every_template, template
from bot.rituals.tier_rules import types_for
from bot.values.editing import Opened, Part, RitualInFull
from bot.values.errors import NotThere, Unusable
from bot.values.ports import View
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Kind, RitualPlan
from bot.views.rituals import form_questions as form
from bot.views.rituals.form_questions import OpenedQuestion
from bot.views.rituals.form_words import question_line

_GONE = "That question was removed meanwhile. Close this and open the list again."
_BY = {form.UP: -1, form.DOWN: 1}
_BESIDE = {"questions": form.TYPE}


def register(app: AsyncApp, house: House) -> None:
    """Open the doors of the list of questions and of the form for one."""
    _register_list(app, house)
    _register_form(app, house)
    _register_taking(app, house)


def _register_list(app: AsyncApp, house: House) -> None:
    @app.action(form.ADD)
    async def add(ack: AsyncAck, body: dict[str, Any]) -> None:
        page = await _page(house, await asker(house, body), int(pressed(body)))
        new = Question("", "", QuestionType.LONG_TEXT)
        view = _form(page, OpenedQuestion(page.ritual.id, None, None), new)
        await house.slack.push_modal(body["trigger_id"], view)
        await ack()

    @app.action(re.compile(f"^{form.QUESTION}:"))
    async def do(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        deed, key = form.read_deed(pressed(body))
        page = await _page(house, who, form.read_ritual(view["private_metadata"]))
        question = _stored(page, key)
        if question is None:
            raise NotThere(_GONE)
        if deed in _BY:
            by = _BY[deed]
            await _edit(house, who, page.ritual.id, lambda plan: questioning.moved(plan, key, by))
            await _show(house, who, page.ritual.id, view["id"])
        elif deed == form.EDIT:
            opened = OpenedQuestion(page.ritual.id, key, page.seen[question_part(key)])
            await house.slack.push_modal(body["trigger_id"], _form(page, opened, question))
        else:
            await house.slack.push_modal(body["trigger_id"], form.build_remove(page.ritual.id, question))
        await ack()

    @app.view(form.REMOVE)
    async def remove(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        ritual_id, key = form.read_remove(view["private_metadata"])
        await _edit(house, who, ritual_id, lambda plan: questioning.removed(plan, key))
        await ack()
        await _show(house, who, ritual_id, view["root_view_id"], done="Removed.")


def _register_form(app: AsyncApp, house: House) -> None:
    @app.action(form.CHOOSE_TYPE)
    async def choose_type(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        opened = form.read_opened(view["private_metadata"])
        page = await _page(house, who, opened.ritual_id)
        shown = form.read_shown(state_of(view), view["private_metadata"], _stored(page, opened.key))
        await house.slack.update_modal(view["id"], _form(page, opened, shown))
        await ack()

    @app.view(form.SAVE_QUESTION)
    async def save(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        opened = form.read_opened(view["private_metadata"])
        stored = _stored(await _page(house, who, opened.ritual_id), opened.key)
        question = form.read_question(state_of(view), view["private_metadata"], stored)
        try:
            await _save(house, who, opened, question)
        except ChangedMeanwhile as changed:
            await _tell(house, who, ack, replace(opened, seen=changed.seen), question)
            return
        except Unusable as wrong:
            # What cannot be asked in this ritual cannot be answered so: it is said beside the type.
            raise Unusable(wrong.user_message, field=_BESIDE.get(wrong.field or "", wrong.field)) from wrong
        await ack()
        done = "Saved." if opened.key else "Added."
        await _show(house, who, opened.ritual_id, view["root_view_id"], done=done)


def _register_taking(app: AsyncApp, house: House) -> None:
    @app.action(form.TAKE)
    async def take(ack: AsyncAck, body: dict[str, Any]) -> None:
        page = await _page(house, await asker(house, body), int(pressed(body)))
        opened = OpenedQuestion(page.ritual.id, None, page.seen[Part.QUESTIONS])
        await house.slack.push_modal(body["trigger_id"], _take(opened, page.ritual.plan.template or ""))
        await ack()

    @app.action(form.TAKE_CHOSEN)
    async def look_at_template(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        opened = form.read_opened(view["private_metadata"])
        await house.slack.update_modal(view["id"], _take(opened, form.read_take(state_of(view))))
        await ack()

    @app.view(form.SAVE_TAKE)
    async def save_take(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        opened, chosen = form.read_opened(view["private_metadata"]), form.read_take(state_of(view))
        try:
            await _edit(house, who, opened.ritual_id, partial(_with_template, chosen), seen=opened.seen)
        except ChangedMeanwhile as changed:
            why = "Somebody else changed the questions while you had this open. Press once more to replace them."
            again = _take(replace(opened, seen=changed.seen), chosen, meanwhile=why)
            await ack(response_action="update", view=again)
            return
        await ack()
        await _show(house, who, opened.ritual_id, view["root_view_id"], done="Saved.")


async def _save(house: House, who: Asker, opened: OpenedQuestion, question: Question) -> None:
    if opened.key is None:
        await _edit(house, who, opened.ritual_id, lambda plan: questioning.added(plan, question))
        return
    await editing.edit_questions(
        house.store,
        who.member,
        Opened(opened.ritual_id, opened.seen),
        lambda plan: questioning.changed(plan, question),
        part=question_part(opened.key),
        now=house.now(),
    )


async def _tell(house: House, who: Asker, ack: AsyncAck, opened: OpenedQuestion, typed: Question) -> None:
    """The form again, with what was typed, for the second of two people."""
    page = await _page(house, who, opened.ritual_id)
    stored = _stored(page, opened.key)
    if stored is None:
        raise NotThere(_GONE)
    meanwhile = (
        f"Somebody else changed this question while you had it open. It is now: {question_line(stored)}\n"
        "What you put in is still here: save once more to put it in its place."
    )
    await ack(response_action="update", view=_form(page, opened, typed, meanwhile=meanwhile))


def _form(
    page: RitualInFull, opened: OpenedQuestion, question: Question, *, meanwhile: str | None = None
) -> View:
    plan = page.ritual.plan
    offered = types_for(plan.kind, plan.tier)
    return form.build_question(opened, question, offered, plan.tier, meanwhile=meanwhile)


async def _edit(house: House, who: Asker, ritual_id: int, edit: Edit, *, seen: str | None = None) -> None:
    await editing.edit_questions(
        house.store, who.member, Opened(ritual_id, seen), edit, part=Part.QUESTIONS, now=house.now()
    )


def _take(opened: OpenedQuestion, chosen: str, *, meanwhile: str | None = None) -> View:
    offered = {each.id: each.plan for each in every_template()}
    current = chosen if chosen in offered else next(iter(offered))
    names = {name: plan.name for name, plan in offered.items()}
    return form.build_take(opened, names, current, offered[current].questions, meanwhile=meanwhile)


def _with_template(chosen: str, plan: RitualPlan) -> RitualPlan:
    found = template(chosen)
    kind = found.plan.kind
    about = (plan.about or found.plan.about) if kind is Kind.FEEDBACK_ROUND else None
    return replace(plan, template=found.id, kind=kind, questions=found.plan.questions, about=about)


async def _show(house: House, who: Asker, ritual_id: int, view_id: str, *, done: str | None = None) -> None:
    page = await _page(house, who, ritual_id)
    words = await done_words(house, ritual_id, done) if done else None
    await replace_view(house, view_id, form.build_questions(page, done=words))


async def _page(house: House, who: Asker, ritual_id: int) -> RitualInFull:
    return await leading.in_full(house.store, who.member, ritual_id, house.now())


def _stored(page: RitualInFull, key: str | None) -> Question | None:
    return next((each for each in page.ritual.plan.questions if each.key == key), None)
