"""The form behind a prompt, page by page: built here, read here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.values.errors import Unusable
from bot.values.ports import View
from bot.values.questions import Answer, Answers, Question, QuestionType, called_for
from bot.values.rounds import Form, Turned
from bot.views.answering import confiding, pages, picking, raising, suggested
from bot.views.answering.inputs import MOST, build_input, fitting, key_of, read_input
from bot.views.answering.memory import Remembered, read_submitted, to_metadata
from bot.views.answering.pages import is_edit, on_page, pages_of, so_far
from bot.views.parts import Blocks, button, buttons, context, modal, note
from bot.views.results.audience import takes_answers_until, who_reads
from bot.views.words import at_time, clip, escape, happened_at, listing, on_day

ANSWER_FORM = "answer_form"
BACK = "answer_form_back"

_NEXT = "Next"
_NOTHING: Answers = MappingProxyType({})
_ONE_MORE = ":point_right: Your answer brings up one more question."
_NOT_SENT_YET = "What you entered before is filled in. It is not sent yet."
_CLOSES_BY_ITSELF = "You can skip it, or leave it: it closes by itself."
_STILL_NEEDED = ":point_right: Something on this page still needs an answer."


def build_answer_form(
    form: Form, now: datetime, *, from_home: bool = False, something_else: bool = False
) -> View:
    """The form as it opens: where somebody left it, filled in with what is known.

    With `something_else` it opens for adding a bottleneck that is not there to be picked.
    """
    if not form.round.questions:
        return note(form.round.ritual_name, f"{confiding.NONE_LEFT} {_CLOSES_BY_ITSELF}")
    aside = {**(suggested.something_else(form) if something_else else {}), **suggested.typed(form)}
    kept = Remembered(form.prompt.id, form.response_url, from_home, aside)
    notice = _NOT_SENT_YET if form.draft else None
    return _build(form, now, kept, pages.first_page(form), entered=_NOTHING, notice=notice)


def build_changed(form: Form, view: Mapping[str, Any], now: datetime) -> View | None:
    """The open form after something was picked in it; None when that changes nothing that is shown."""
    kept, entered = read_submitted(view["private_metadata"]), _entered(form, view)
    changed = _build(_naming(form, view), now, kept, _place(form, view), entered=entered)
    looks_as_before = (
        _inputs(changed) == _inputs(view) and changed["submit"]["text"] == view["submit"]["text"]
    )
    return None if looks_as_before else changed


def build_once_more(form: Form, view: Mapping[str, Any], now: datetime, sounds_like: str) -> View:
    """The page that was handed in, asking whether what is added is not one of those that can be picked."""
    kept, entered = read_submitted(view["private_metadata"]), _entered(form, view)
    added = next((item.raises.title for item in entered.values() if item.raises is not None), "")
    notice = (
        f":eyes: “{escape(clip(added, 100))}” sounds like *{escape(sounds_like)}*. Is it the same? Then pick that and"
        f" empty what you added. If not, press {view['submit']['text']} once more."
    )
    insisting = replace(kept, insists=added)
    return _build(_naming(form, view), now, insisting, _place(form, view), entered=entered, notice=notice)


def adds(
    turned: Turned, questions: Sequence[Question], private_metadata: str
) -> Iterator[tuple[Question, str]]:
    """What is added to a poll by this page, with its question; not what somebody insists on."""
    insists = read_submitted(private_metadata).insists
    polled = {question.key: question for question in questions if question.type == QuestionType.BOTTLENECKS}
    for item in turned.given:
        if item.key in polled and item.raises is not None and item.raises.title != insists:
            yield polled[item.key], item.raises.title


def build_next(form: Form, view: Mapping[str, Any], now: datetime) -> View:
    """The page after the one that was handed in, which `form` knows as its draft."""
    at = _place(form, view)
    to = pages.goes_on_at(form, at)
    to = at if to is None else to
    notice = _ONE_MORE if to == at else _STILL_NEEDED if to < at else None
    return _build(form, now, read_submitted(view["private_metadata"]), to, entered=_NOTHING, notice=notice)


def build_previous(form: Form, view: Mapping[str, Any], now: datetime) -> View:
    """The page before the one that is open, whose answers `form` knows as its draft."""
    at = _place(form, view)
    before = pages.page_before(form, at, so_far(form))
    kept = read_submitted(view["private_metadata"])
    return _build(form, now, kept, at if before is None else before, entered=_NOTHING)


def build_sent(form: Form) -> View:
    """Said where somebody pressed Next, and nothing more was to be asked."""
    what = "changed" if is_edit(form) else "sent"
    return note(form.round.ritual_name, f"Thanks, that was all. Your answer is {what}.")


def build_left_out(form: Form, titles: Sequence[str]) -> View:
    """Said where somebody answered about goals that stopped being theirs while the form was open."""
    names = listing([f"*{escape(title)}*" for title in titles])
    is_are, it = ("is", "it") if len(titles) == 1 else ("are", "them")
    text = (
        f"Thanks, the rest is in. {names} {is_are} not yours any more: closed or handed over while this form was"
        f" open. So what you said about {it} is not kept."
    )
    return note(form.round.ritual_name, text)


def no_longer_asked(form: Form, view: Mapping[str, Any]) -> Sequence[str]:
    """The goals that were answered about on a page, and that are not somebody's own any more."""
    return confiding.no_longer_asked(form.round.questions, view)


def promised_more(view: Mapping[str, Any]) -> bool:
    """Whether a form that was handed in said that another page follows."""
    return bool(view["submit"]["text"] == _NEXT)


def read_page(form: Form, view: Mapping[str, Any]) -> Turned:
    """What a page that was handed in comes to. Raises Unusable beside what does not fit or is missing.

    A question that the other answers do not call for is not read, whatever stands in it.
    """
    if not form.round.questions:
        raise Unusable(f"{confiding.NONE_LEFT} {_CLOSES_BY_ITSELF}")
    shown, given = _shown(view), dict[str, Answer]()
    before = {key: item for key, item in so_far(form).items() if key not in shown}
    for question in form.round.questions:
        if question.key in shown and question in called_for(form.round.questions, {**before, **given}):
            given[question.key] = _read(form, view, question)
    handed_in = replace(form, draft={**form.draft, **given})
    page = tuple(given.values())
    if pages.goes_on_at(handed_in, _place(form, view)) is not None:
        return Turned(page)
    answers = so_far(handed_in)
    asked = called_for(form.round.questions, answers)
    return Turned(page, tuple(answers[question.key] for question in asked if question.key in answers))


def read_so_far(form: Form, view: Mapping[str, Any]) -> list[Answer]:
    """What is entered on a page that is left without handing it in; what cannot be read is left out.

    What was emptied counts, what was not filled in yet does not.
    """
    known = so_far(form)
    return [item for item in _entered(form, view).values() if not item.is_empty or item.key in known]


def _build(
    form: Form, now: datetime, kept: Remembered, at: int, *, entered: Answers, notice: str | None = None
) -> View:
    questions = form.round.questions
    known = {**suggested.offered(form), **form.answers, **form.draft, **kept.aside, **entered}
    shown = on_page(questions, pages_of(questions)[at], known)
    blocks = _head(form, now, at, known, notice)
    for question in shown:
        blocks += _asked(form, question, known.get(question.key))
    before = pages.page_before(form, at, known)
    if before is not None:
        blocks.append(buttons("turn", button("Back", BACK, str(form.prompt.id))))
    goes_on = pages.may_go_on(form, at, known)
    if goes_on or before is not None:
        blocks.append(context("What you enter on one page is kept for you alone until you send all of it."))
    hidden = {**kept.aside, **entered}.items()
    on_show = {question.key for question in shown}
    aside = {key: item for key, item in hidden if key not in on_show and not item.is_empty}
    return modal(
        form.round.ritual_name,
        blocks,
        callback_id=ANSWER_FORM,
        submit=_NEXT if goes_on else "Save" if is_edit(form) else "Send",
        metadata=to_metadata(replace(kept, aside=aside)),
    )


def _head(form: Form, now: datetime, at: int, known: Answers, notice: str | None) -> Blocks:
    number = pages.number_of(form, at, known)
    where = " · ".join(part for part in (_where(form, now), number) if part)
    head = [context(f"{where}. {who_reads(form.round)}")]
    return [*head, context(notice)] if notice else head


def _where(form: Form, now: datetime) -> str:
    prompt, round_ = form.prompt, form.round
    closes = at_time(prompt.closes_at, prompt.zone, seen_from=round_.local_date)
    when = f"open until {closes} your time"
    if prompt.closes_at <= now:
        late = f"a late answer is welcome until {takes_answers_until(round_, prompt.zone)}"
        closed = happened_at(prompt.closes_at, prompt.zone, seen_from=round_.local_date)
        when = f"it closed {closed} your time, {late}"
    return f"{escape(form.team_name)} · {on_day(round_.local_date)} · {when}"


def _asked(form: Form, question: Question, known: Answer | None) -> Blocks:
    if question.type == QuestionType.BOTTLENECKS:
        return [dict(block) for block in picking.build_picking(form, question, known)]
    if question.type == QuestionType.GOALS:
        return [dict(block) for block in confiding.build_confiding(question, known)]
    blocks: Blocks = []
    planned = form.last_time.get("plan")
    if question.key == "progress" and planned is not None and planned.text and not is_edit(form):
        blocks.append(context(f"You planned: {escape(clip(planned.text, 300))}"))
    tells = question.key in pages.deciding(form.round.questions)
    blocks.append(build_input(question, known, tells=tells))
    fits, most = fitting(question, known), MOST.get(question.type)
    if most is not None and fits is not None and len(fits.text or "") > most:
        blocks.append(context(f"There is room for {most:,} characters here, so the end of it is left out."))
    if raising.may_raise(form, question):
        blocks += [dict(block) for block in raising.build_raising(form, question, known)]
    return blocks


def _entered(form: Form, view: Mapping[str, Any]) -> dict[str, Answer]:
    shown = _shown(view)
    return {
        question.key: _readable(form, view, question)
        for question in form.round.questions
        if question.key in shown
    }


def _read(form: Form, view: Mapping[str, Any], question: Question) -> Answer:
    values = view["state"]["values"]
    if question.type == QuestionType.BOTTLENECKS:
        return picking.finished(question, picking.read_picking(values, question))
    if question.type == QuestionType.GOALS:
        return confiding.finished(question, confiding.read_confiding(values, question))
    given = read_input(values, question)
    if raising.may_raise(form, question):
        given = raising.with_raises(values, question, given)
        raising.check(question, given)
    return given


def _readable(form: Form, view: Mapping[str, Any], question: Question) -> Answer:
    values = view["state"]["values"]
    read = {QuestionType.BOTTLENECKS: picking.read_picking, QuestionType.GOALS: confiding.read_confiding}
    try:
        given = read.get(question.type, read_input)(values, question)
    except Unusable:
        given = Answer(question.key)
    return raising.with_raises(values, question, given) if raising.may_raise(form, question) else given


def _place(form: Form, view: Mapping[str, Any]) -> int:
    return pages.place_of(form, _shown(view))


def _shown(view: Mapping[str, Any]) -> list[str]:
    keys = (
        key_of(block_id) or raising.key_of_title(block_id) or confiding.key_of_goal(block_id)
        for block_id in _inputs(view)
    )
    return list(dict.fromkeys(key for key in keys if key is not None))


def _inputs(view: Mapping[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def _naming(form: Form, view: Mapping[str, Any]) -> Form:
    """The form, knowing what whoever was picked is called."""
    values = view["state"]["values"]
    picked = {each.key: raising.read_party_name(values, each) for each in form.round.questions}
    return replace(form, parties={**form.parties, **{key: name for key, name in picked.items() if name}})
