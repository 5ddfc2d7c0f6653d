"""Shown to whoever presses a button of a round that takes no more answers: what they said in it, and the way on."""

from slack_sdk.models.blocks import ButtonElement

from bot.values.ports import View
from bot.values.results import LookedBack, Said
from bot.values.rounds import Asked, PromptState
from bot.views.answering.promise import where_shown
from bot.views.parts import Blocks, button, buttons, context, modal, section, sections
from bot.views.results.said import answered
from bot.views.words import clip, escape, happened_at, on_day, round_title

ANSWER_NEWER = "over_answer_newer"

_PARAGRAPHS = 60
"""Of what somebody said; a modal holds 250,000 characters (docs: reference/views)."""

_THE_REST = "The rest of what you said is in the file that `/drumbeat privacy` gives you."
_ASKED_NEXT = "Type `/checkin` to see what is open for you, or when you are asked next."


def build_over(back: LookedBack) -> View:
    """The window instead of a form that would take nothing."""
    said = back.said
    blocks: Blocks = [
        *sections(f"{_title(back)}\n{_why(back)}"),
        *sections(_came_back(said)),
        *_answers(said),
    ]
    way_on = buttons("newer", _newer_button(back.newer)) if back.newer else context(_ASKED_NEXT)
    return modal(said.round.ritual_name, [*blocks, way_on], close="Close")


def read_newer(value: str) -> int:
    """The prompt that is answered instead."""
    return int(value)


def _title(back: LookedBack) -> str:
    round_ = back.said.round
    title = round_title(round_.ritual_name, back.team_name, round_.local_date)
    return f"{title}\nAbout {escape(round_.about)}" if round_.about else title


def _why(back: LookedBack) -> str:
    round_ = back.said.round
    if not round_.shows_groups_only:
        return "This round takes no more answers: the next one has opened."
    closed = happened_at(round_.closes_at, back.said.prompt.zone, seen_from=round_.local_date)
    return (
        f"This round closed {closed} your time, so it takes no more answers. If enough people answered, what it"
        f" brought stands {where_shown(round_)}."
    )


def _came_back(said: Said) -> str:
    prompt = said.prompt
    if prompt.state == PromptState.SKIPPED:
        return f"You skipped it{f': {escape(clip(prompt.reason, 200))}' if prompt.reason else ''}."
    if prompt.state != PromptState.ANSWERED:
        return "You did not answer this one. That's fine: nobody is named for it."
    when = happened_at(prompt.answered_at or prompt.due_at, prompt.zone, seen_from=said.round.local_date)
    late = ", a little late" if prompt.late else ""
    if prompt.nothing_new:
        return f"You said that there was nothing new, {when}{late}."
    return f"*What you said* {when}{late}:"


def _answers(said: Said) -> Blocks:
    paragraphs = [block for each in answered(said) for block in sections(each)]
    left_out = [section(_THE_REST)] if len(paragraphs) > _PARAGRAPHS else []
    return [*paragraphs[:_PARAGRAPHS], *left_out]


def _newer_button(newer: Asked) -> ButtonElement:
    day, is_answered = on_day(newer.round.local_date), newer.prompt.state == PromptState.ANSWERED
    label, style = (
        (f"Edit my answer of {day}", None) if is_answered else (f"Answer the one of {day}", "primary")
    )
    return button(label, ANSWER_NEWER, str(newer.prompt.id), style=style)
