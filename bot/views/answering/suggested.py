"""What a form is filled in with before anybody has written in it: what was said last time, and typed to the bot."""

from collections.abc import Sequence
from dataclasses import replace

from bot.values.loops import NewLoop
from bot.values.questions import IN_WORDS, Answer, Question, QuestionType, called_for
from bot.values.rounds import Form
from bot.views.answering.inputs import MOST, fitting
from bot.views.answering.options import named
from bot.views.answering.pages import is_edit
from bot.views.loops.raise_form import split_title


def offered(form: Form) -> dict[str, Answer]:
    """What last time's answers suggest, for questions that nobody has seen yet."""
    if is_edit(form):
        return {}
    known = {
        question.key: fitting(question, form.last_time.get(question.prefill))
        for question in form.round.questions
        if question.prefill and _is_alike(question, form.round.questions)
    }
    return {key: item for key, item in known.items() if item is not None}


def typed(form: Form) -> dict[str, Answer]:
    """What was typed to the bot, as the answer to the question it fits best."""
    if not form.typed:
        return {}
    known = {**offered(form), **form.answers, **form.draft}
    asked = called_for(form.round.questions, known)
    in_words = [question for question in asked if question.type in IN_WORDS]
    if not in_words:
        picked = (named(question, form.typed) for question in asked)
        return {item.key: item for item in picked if item is not None} or something_else(form, form.typed)
    target = next((question for question in in_words if _takes(question, form.typed)), in_words[0])
    said = known.get(target.key) if is_edit(form) else None
    parts = [said.text if said else None, form.typed]
    return {target.key: Answer(target.key, text="\n".join(part for part in parts if part))}


def something_else(form: Form, typed: str = "") -> dict[str, Answer]:
    """A bottleneck that is not there to be picked, as the answer to a poll."""
    title, details = split_title(typed)
    new = NewLoop(title, details=details or None)
    polled = [each.key for each in form.round.questions if each.type == QuestionType.BOTTLENECKS]
    known = {**form.answers, **form.draft}
    return {key: replace(known.get(key) or Answer(key), raises=new) for key in polled[:1]}


def _is_alike(question: Question, asked: Sequence[Question]) -> bool:
    source = next((item for item in asked if item.key == question.prefill), question)
    return source.type == question.type or (source.type in IN_WORDS and question.type in IN_WORDS)


def _takes(question: Question, text: str) -> bool:
    fits = fitting(question, Answer(question.key, text=text))
    return fits is not None and fits.text == text and len(text) <= MOST[question.type]
