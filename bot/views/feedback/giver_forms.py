"""The forms of whoever gave feedback: replying, saying that it is not settled, other words, taking it back."""

from collections.abc import Mapping
from typing import Any

from bot.values.deliveries import Block
from bot.values.feedback import FeedbackSeen
from bot.values.loops import LONGEST_TITLE, LoopState, NewStep, Step
from bot.values.ports import View
from bot.views.feedback.words import called, is_asked, reader
from bot.views.fields import read_needed_words, read_words, words_field
from bot.views.loops.kept import Kept
from bot.views.loops.step_forms import MOST_WORDS
from bot.views.parts import context, modal, section
from bot.views.words import clip, escape

REPLY_FORM, REOPEN_FORM = "feedback_reply_form", "feedback_reopen_form"
CHANGE_FORM, TAKE_BACK_FORM = "feedback_change_form", "feedback_take_back_form"

TITLE, DETAILS, WORDS = "title", "details", "words"
MOST_DETAILS = 3000
_REPEATED = 1000


def build_reply(item: FeedbackSeen, kept: Kept) -> View:
    """What somebody replies, or adds."""
    is_reply = is_asked(item.seen)
    question = next((told for told in reversed(item.seen.events) if told.event.step is Step.ASKED), None)
    asked = question.event.what.words if question is not None and is_reply else None
    fields: list[Block] = [
        *([context(f"_They asked:_ {escape(clip(asked, _REPEATED))}")] if asked else []),
        words_field(WORDS, "Your reply" if is_reply else "What else?", most=MOST_WORDS),
        context(f"{_reads(item)} reads it{_name(item)}."),
    ]
    return _form("Reply" if is_reply else "Add something", REPLY_FORM, "Send it", item, kept, fields)


def read_reply(values: Mapping[str, Any]) -> NewStep:
    """The reply. Raises Unusable beside it."""
    return NewStep(Step.REPLIED, words=read_needed_words(values, WORDS, "Write what you want to say."))


def build_reopen(item: FeedbackSeen, kept: Kept) -> View:
    """What is still missing."""
    title = "Not yet" if item.seen.loop.state == LoopState.ANSWERED else "Reopen"
    fields: list[Block] = [
        words_field(WORDS, "What is still missing?", most=MOST_WORDS, optional=True),
        context(f"{_reads(item)} is told{_name(item)}. It is open again, since the day you gave it."),
    ]
    return _form(title, REOPEN_FORM, "Reopen it", item, kept, fields)


def read_reopen(values: Mapping[str, Any]) -> NewStep:
    """Reopening, with words or without."""
    return NewStep(Step.REOPENED, words=read_words(values, WORDS))


def build_change(item: FeedbackSeen, kept: Kept) -> View:
    """Other words for it."""
    loop = item.seen.loop
    fields: list[Block] = [
        words_field(
            TITLE, "What is it about, in a line?", most=LONGEST_TITLE, initial=loop.title, one_line=True
        ),
        words_field(DETAILS, "Details", most=MOST_DETAILS, initial=loop.details, optional=True),
        context("Whoever it is for reads the new words, and that there were others."),
    ]
    return modal(
        "Other words",
        fields,
        callback_id=CHANGE_FORM,
        submit="Save",
        close=kept.way_back,
        metadata=kept.written(),
    )


def read_change(values: Mapping[str, Any]) -> tuple[str, str | None]:
    """The line it is called by, and the rest. Raises Unusable beside the field."""
    title = read_needed_words(values, TITLE, "Say in a line what it is about.")
    return " ".join(title.split()), read_words(values, DETAILS)


def build_take_back(item: FeedbackSeen, kept: Kept) -> View:
    """Whether it is to go."""
    told = f"{_reads(item)} is told that you took it back{_name(item)}."
    if item.seen.loop.is_withheld:
        told = f"{_reads(item)} is told that it was taken back, and what leads to you is deleted at once."
    fields: list[Block] = [section(f"What you wrote is deleted for good, your replies as well. {told}")]
    return _form("Take it back", TAKE_BACK_FORM, "Take it back", item, kept, fields)


def read_take_back(_values: Mapping[str, Any]) -> NewStep:
    """Taking it back says nothing."""
    return NewStep(Step.DECLINED)


def _form(
    title: str, callback_id: str, submit: str, item: FeedbackSeen, kept: Kept, blocks: list[Block]
) -> View:
    return modal(
        title,
        [section(f"*{called(item.seen)}*"), *blocks],
        callback_id=callback_id,
        submit=submit,
        close=kept.way_back,
        metadata=kept.written(),
    )


def _reads(item: FeedbackSeen) -> str:
    name = reader(item.seen)
    return name[:1].upper() + name[1:] if item.seen.loop.waits_on.leadership else name


def _name(item: FeedbackSeen) -> str:
    return "; your name stays withheld" if item.seen.loop.is_withheld else ""
