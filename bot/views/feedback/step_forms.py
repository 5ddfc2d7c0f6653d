"""The forms of whoever feedback is for: taking it on, asking back, answering, declining, handing over, taking it
down."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.feedback import MUTED_DAYS, FeedbackSeen
from bot.values.loops import LoopState, NewStep, Step
from bot.values.ports import View
from bot.views.feedback.words import called, from_whom, is_on_it
from bot.views.fields import (
    boxes_field,
    choice_field,
    day_field,
    is_ticked,
    read_choice,
    read_day_to_come,
    read_needed_words,
    read_words,
)
from bot.views.loops.kept import Kept
from bot.views.loops.party_field import build_reader, read_party
from bot.views.loops.step_forms import WORDS as WORDS
from bot.views.loops.step_forms import step_words
from bot.views.parts import context, modal, section
from bot.views.words import escape

HAVE_IT_FORM, ASK_FORM, ANSWER_FORM = "feedback_have_it_form", "feedback_ask_form", "feedback_answer_form"
DECLINE_FORM, HAND_OVER_FORM = "feedback_decline_form", "feedback_hand_over_form"
TAKE_DOWN_FORM = "feedback_take_down_form"

KIND, DAY, PARTY, MUTE = "kind", "day", "waits_on", "mute"

_WORD, _IT = "word", "done"
_STEPS = {_WORD: Step.ACKNOWLEDGED, _IT: Step.PROMISED}

_REACHES = "What you write reaches {giver}{when}."
_HAVE_IT = "{reaches} If that day passes without a word, I remind you once, on the next working day, and nobody else."
_ASK = "{reaches} They can reply{hidden}."
_ANSWER = "{reaches} They say whether that settles it."
_DECLINE = "{reaches} A no with its reason counts as told back."
_HAND_OVER = (
    "From now on they read it, and you no longer do. {giver_large} is told, and reads what you write here."
)
_TAKE_DOWN = (
    "What was written is deleted, for you and for {giver}, and can't be brought back. {giver_large} reads your"
    " reason. Who withholds their name stays unknown."
)


def build_have_it(item: FeedbackSeen, kept: Kept, day: date) -> View:
    """When there will be word, or something is done; `day` is offered."""
    chosen = _IT if item.seen.loop.state == LoopState.PROMISED else _WORD
    fields = [
        choice_field(
            KIND, "What can you say?", {_WORD: "I'll say more by", _IT: "Something will be done by"}, chosen
        ),
        day_field(DAY, "This day", day),
        step_words(
            "A first word", optional=True, hint="Thank you, and what you make of it: one line is enough."
        ),
    ]
    title, submit = ("Another day", "Save") if is_on_it(item.seen) else ("I have it", "I have it")
    return _form(title, HAVE_IT_FORM, submit, item, kept, [*fields, _told(item, _HAVE_IT)])


def read_have_it(values: Mapping[str, Any], today: date) -> NewStep:
    """What somebody takes on, and until when. Raises Unusable beside the day."""
    day = read_day_to_come(values, DAY, today)
    step = _STEPS.get(read_choice(values, KIND) or "", Step.ACKNOWLEDGED)
    return NewStep(step, words=read_words(values, WORDS), on=day)


def build_ask(item: FeedbackSeen, kept: Kept) -> View:
    """What somebody wants to know before they can answer."""
    fields = [
        step_words("What do you want to know?", hint="Ask about the matter, not about the person."),
        _told(item, _ASK),
    ]
    return _form("Ask back", ASK_FORM, "Ask", item, kept, fields)


def read_ask(values: Mapping[str, Any]) -> NewStep:
    """The question. Raises Unusable beside it."""
    return NewStep(Step.ASKED, words=read_needed_words(values, WORDS, "Write what you want to know."))


def build_answer(item: FeedbackSeen, kept: Kept) -> View:
    """What comes of it."""
    fields = [
        step_words("What do you decide or do?", hint="What changes, from when; or what does not, and why."),
        _told(item, _ANSWER),
    ]
    return _form("Answer", ANSWER_FORM, "Answer", item, kept, fields)


def read_answer(values: Mapping[str, Any]) -> NewStep:
    """The answer. Raises Unusable beside it."""
    return NewStep(
        Step.ANSWERED, words=read_needed_words(values, WORDS, "Write what comes of it, in a sentence or two.")
    )


def build_decline(item: FeedbackSeen, kept: Kept) -> View:
    """Why nothing comes of it."""
    fields = [
        step_words("Why not?", hint="A reason they can follow, and what they could do instead."),
        _told(item, _DECLINE),
    ]
    return _form("Decline", DECLINE_FORM, "Decline", item, kept, fields)


def read_decline(values: Mapping[str, Any]) -> NewStep:
    """Why it is declined. Raises Unusable beside the reason."""
    return NewStep(
        Step.DECLINED,
        words=read_needed_words(values, WORDS, "Say why: a no is worth little without a reason."),
    )


def build_hand_over(item: FeedbackSeen, kept: Kept) -> View:
    """Whom it is for from now on."""
    fields = [
        build_reader(PARTY, "Who can do something about it?"),
        step_words("What should they know?", optional=True),
        _told(item, _HAND_OVER),
    ]
    return _form("Hand over", HAND_OVER_FORM, "Hand over", item, kept, fields)


def read_hand_over(values: Mapping[str, Any]) -> NewStep:
    """Whom it is handed to. Raises Unusable beside the field."""
    party = read_party(values, PARTY)
    if not party.is_known:
        raise Unusable("Pick a colleague, a team or leadership.", field=PARTY)
    return NewStep(Step.HANDED_OVER, words=read_words(values, WORDS), waits_on=party)


def build_take_down(item: FeedbackSeen, kept: Kept) -> View:
    """Why it cannot stay; where the name is withheld, also whether they may withhold it again soon."""
    fields = [
        step_words(
            "What is out of line?",
            hint="For insults and worse. What is only hard to hear, decline or answer.",
        ),
        *([_mute()] if item.seen.loop.is_withheld else []),
        _told(item, _TAKE_DOWN),
    ]
    return _form("Take it down", TAKE_DOWN_FORM, "Take it down", item, kept, fields)


def read_take_down(values: Mapping[str, Any]) -> NewStep:
    """Why it is taken down. Raises Unusable beside the reason."""
    return NewStep(
        Step.TAKEN_DOWN, words=read_needed_words(values, WORDS, "Say what is out of line: they read it.")
    )


def read_mute(values: Mapping[str, Any]) -> bool:
    """Whether whoever gave it cannot withhold their name from the same people for a while."""
    return is_ticked(values, MUTE)


def _mute() -> Block:
    by_name = (
        f"For {MUTED_DAYS} days, by name only",
        "They can still give you feedback, and nobody learns who it is.",
    )
    return boxes_field(MUTE, "And from now on", {MUTE: by_name})


def _told(item: FeedbackSeen, sentence: str) -> Block:
    is_hidden = item.seen.loop.is_withheld
    giver = "whoever gave it" if is_hidden else escape(item.seen.raiser or "whoever gave it")
    reaches = _REACHES.format(giver=giver, when=" on the next working morning" if is_hidden else "")
    hidden = ", and their name stays withheld" if is_hidden else ""
    large = giver[:1].upper() + giver[1:]
    return context(sentence.format(reaches=reaches, giver=giver, giver_large=large, hidden=hidden))


def _form(
    title: str, callback_id: str, submit: str, item: FeedbackSeen, kept: Kept, blocks: list[Block]
) -> View:
    about = section(f"*{called(item.seen)}*\n{_whose(item)}")
    return modal(
        title,
        [about, *blocks],
        callback_id=callback_id,
        submit=submit,
        close=kept.way_back,
        metadata=kept.written(),
    )


def _whose(item: FeedbackSeen) -> str:
    whose = from_whom(item.seen, is_mine=False)
    return whose[:1].upper() + whose[1:]
