"""The form for skipping: built here, read here."""

from collections.abc import Mapping
from typing import Any

from bot.values.ports import View
from bot.values.rounds import Form, PromptState
from bot.views.answering.memory import Remembered, to_metadata
from bot.views.fields import read_words, words_field
from bot.views.parts import context, modal
from bot.views.words import escape

SKIP_FORM = "skip_form"
MOST_REASON = 200
_REASON = "reason"


def build_skip_form(form: Form) -> View:
    """Skipping, with a reason if one wants to give it."""
    who = "Whoever reads the answers sees it."
    if form.round.shows_groups_only:
        who = "Your team does not see it; an admin of this Drumbeat's database could."
    reason = words_field(
        _REASON,
        "Want to say why?",
        most=MOST_REASON,
        placeholder="Travelling, heads down, nothing new …",
        hint=f"{who} Leave it empty to keep it to yourself.",
        one_line=True,
        optional=True,
    )
    intro = f"You skip {escape(form.round.ritual_name)} this once. That's fine, and you are asked again next time."
    if form.prompt.state == PromptState.ANSWERED:
        intro = f"{intro} *What you answered is taken back.*"
    elif form.draft:
        intro = f"{intro} *What you entered so far is thrown away.*"
    return modal(
        "Skip this one",
        [context(intro), reason],
        callback_id=SKIP_FORM,
        submit="Skip",
        metadata=to_metadata(Remembered(form.prompt.id, form.response_url)),
    )


def read_skip(values: Mapping[str, Any]) -> str | None:
    """The reason given for skipping; None when there is none."""
    return read_words(values, _REASON)
