"""The form behind a prompt, and the one for skipping: built here, read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
)

from bot.values.errors import Unusable
from bot.values.ports import View
from bot.values.questions import IN_WORDS, Answer, Answers, Question, QuestionType
from bot.values.rituals import Form, PromptState
from bot.views.parts import context, modal
from bot.views.words import at_time, clip, escape, on_day

ANSWER_FORM = "answer_form"
SKIP_FORM = "skip_form"
_VALUE = "value"
_REASON = "reason"

MOST_TEXT = 3000
"""Characters Slack's text input takes (docs: block-elements/plain-text-input)."""

MOST_REASON = 200
_RADIO = 7
"""Up to this many steps a scale is shown at once; Slack takes 10 radio buttons."""

# What was planned last time is offered as what moved; what was waited for is offered again until it is gone.
_OFFERED_AS = {"progress": "plan", "stuck": "stuck", "plan": None}


@dataclass(frozen=True, slots=True)
class Submitted:
    """Which prompt a form was for, and where its DM can be changed."""

    prompt_id: int
    response_url: str | None
    from_home: bool = False


def build_answer_form(form: Form, now: datetime, *, from_home: bool = False) -> View:
    """The questions of a round, filled in with what is known."""
    round_, is_edit = form.round, form.prompt.state == PromptState.ANSWERED
    blocks = [context(f"{_where(form, now)}. Your team reads it under your name.")]
    filled_in = _filled_in(form)
    planned = form.last_time.get("plan")
    for question in round_.questions:
        if question.key == "progress" and planned is not None and planned.text and not is_edit:
            blocks.append(context(f"You planned: {escape(clip(planned.text, 300))}"))
        known = filled_in.get(question.key)
        blocks.append(_input(question, known))
        if known is not None and known.text and len(known.text) > MOST_TEXT:
            blocks.append(
                context(f"Slack takes {MOST_TEXT:,} characters here, so the end of it is left out.")
            )
    return modal(
        round_.ritual_name,
        blocks,
        callback_id=ANSWER_FORM,
        submit="Save" if is_edit else "Send",
        metadata=_metadata(form.prompt.id, form.response_url, from_home=from_home),
    )


def read_answers(values: Mapping[str, Any], questions: Sequence[Question]) -> list[Answer]:
    """The answers in a submitted form, without those left empty. Raises Unusable beside a required one."""
    given = [_read(values, question) for question in questions]
    return [item for item in given if item is not None]


def build_skip_form(form: Form) -> View:
    """Skipping, with a reason if one wants to give it."""
    element = PlainTextInputElement(
        action_id=_VALUE, max_length=MOST_REASON, placeholder="Travelling, heads down, nothing new …"
    )
    reason = InputBlock(
        block_id=_REASON,
        label="Want to say why?",
        hint="Your team sees it in the thread. Leave it empty to keep it to yourself.",
        element=element,
        optional=True,
    )
    intro = f"You skip {escape(form.round.ritual_name)} this once. That's fine, and you are asked again next time."
    if form.prompt.state == PromptState.ANSWERED:
        intro = f"{intro} *What you answered is taken back.*"
    return modal(
        "Skip this one",
        [context(intro), reason.to_dict()],
        callback_id=SKIP_FORM,
        submit="Skip",
        metadata=_metadata(form.prompt.id, form.response_url),
    )


def read_skip(values: Mapping[str, Any]) -> str | None:
    """The reason given for skipping; None when there is none."""
    text = (values.get(_REASON, {}).get(_VALUE, {}).get("value") or "").strip()
    return text or None


def read_submitted(private_metadata: str) -> Submitted:
    """Which prompt a submitted form belongs to."""
    kept = json.loads(private_metadata)
    return Submitted(int(kept["prompt"]), kept.get("url"), from_home=bool(kept.get("home")))


def block_of(key: str) -> str:
    """The block a question stands in: errors are shown beside it."""
    return f"question:{key}"


def _where(form: Form, now: datetime) -> str:
    prompt, round_ = form.prompt, form.round
    closes = at_time(prompt.closes_at, prompt.zone, seen_from=round_.local_date)
    when = f"open until {closes} your time"
    if prompt.closes_at <= now:
        when = f"it closed at {closes} your time, a late answer is welcome until the next round opens"
    return f"{escape(form.team_name)} · {on_day(round_.local_date)} · {when}"


def _filled_in(form: Form) -> Answers:
    is_edit = form.prompt.state == PromptState.ANSWERED
    known = dict(form.answers) if is_edit else {**_offered(form), **form.answers}
    if form.typed:
        first = next((item for item in form.round.questions if item.type in IN_WORDS), None)
        if first is not None:
            said = known.get(first.key) if is_edit else None
            parts = [said.text if said else None, form.typed]
            known[first.key] = Answer(first.key, text="\n".join(part for part in parts if part))
    return known


def _offered(form: Form) -> dict[str, Answer]:
    offered: dict[str, Answer] = {}
    for question in form.round.questions:
        source = _OFFERED_AS.get(question.key)
        known = form.last_time.get(source) if source else None
        if known is not None and known.text:
            offered[question.key] = Answer(question.key, text=known.text)
    return offered


def _metadata(prompt_id: int, response_url: str | None, *, from_home: bool = False) -> str:
    return json.dumps({"prompt": prompt_id, "url": response_url, "home": from_home})


def _input(question: Question, known: Answer | None) -> dict[str, Any]:
    block = InputBlock(
        block_id=block_of(question.key),
        label=PlainTextObject(text=clip(question.ask, 2000)),
        hint=PlainTextObject(text=clip(question.hint, 2000)) if question.hint else None,
        element=_scale(question, known) if question.type == QuestionType.SCALE else _text(known),
        optional=not question.required,
    )
    return block.to_dict()


def _text(known: Answer | None) -> PlainTextInputElement:
    initial = known.text[:MOST_TEXT] if known is not None and known.text else None
    return PlainTextInputElement(
        action_id=_VALUE, multiline=True, max_length=MOST_TEXT, initial_value=initial
    )


def _scale(question: Question, known: Answer | None) -> RadioButtonsElement | StaticSelectElement:
    options = [Option(value=str(step), text=str(step)) for step in range(1, question.of + 1)]
    chosen = known.number if known is not None else None
    initial = options[int(chosen) - 1] if chosen is not None and 1 <= chosen <= question.of else None
    if question.of <= _RADIO:
        return RadioButtonsElement(action_id=_VALUE, options=options, initial_option=initial)
    return StaticSelectElement(
        action_id=_VALUE, options=options, initial_option=initial, placeholder=f"1 to {question.of}"
    )


def _read(values: Mapping[str, Any], question: Question) -> Answer | None:
    state = values.get(block_of(question.key), {}).get(_VALUE, {})
    if question.type == QuestionType.SCALE:
        chosen = (state.get("selected_option") or {}).get("value")
        found = Answer(question.key, number=int(chosen)) if chosen else None
    else:
        text = (state.get("value") or "").strip()
        found = Answer(question.key, text=text) if text else None
    if found is None and question.required:
        raise Unusable("A word or two is enough, but this one needs an answer.", field=block_of(question.key))
    return found
