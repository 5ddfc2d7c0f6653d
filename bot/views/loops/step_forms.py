"""The forms of those who are waited on: taking a loop on, answering it, handing it over, declining it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.loops import LoopState, NewStep, Step
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen
from bot.views.fields import (
    choice_field,
    day_field,
    read_choice,
    read_day_to_come,
    read_needed_words,
    read_words,
    words_field,
)
from bot.views.loops.buttons import is_on_it
from bot.views.loops.kept import Kept
from bot.views.loops.party_field import build_party, read_party
from bot.views.loops.words import named, standing, who_waits
from bot.views.parts import context, modal, section
from bot.views.words import escape

ASSIGN_FORM = "loop_assign_form"
ON_IT_FORM, ANSWER_FORM = "loop_on_it_form", "loop_answer_form"
HAND_OVER_FORM, DECLINE_FORM, TAKE_BACK_FORM = (
    "loop_hand_over_form",
    "loop_decline_form",
    "loop_take_back_form",
)
KIND, DAY, WORDS, PARTY = "kind", "day", "words", "party"

MOST_WORDS = 2000
"""Characters of what somebody says with a step: they are shown wherever the loop is told of."""

_NEXT_WORD, _IT = "word", "done"
_STEPS = {_NEXT_WORD: Step.ACKNOWLEDGED, _IT: Step.PROMISED}


def step_words(label: str, *, hint: str | None = None, optional: bool = False) -> Block:
    """The field for what somebody says with a step."""
    return words_field(WORDS, label, most=MOST_WORDS, hint=hint, optional=optional)


def build_on_it(seen: LoopSeen, kept: Kept, day: date, today: date) -> View:
    """When there will be word, or the thing itself; `day` is offered."""
    chosen = _IT if seen.loop.due_on and seen.loop.state == LoopState.PROMISED else _NEXT_WORD
    fields = [
        choice_field(
            KIND, "What can you say?", {_NEXT_WORD: "I'll say more by", _IT: "It will be done by"}, chosen
        ),
        day_field(DAY, "This day", day),
        step_words("Something to add?", optional=True),
    ]
    title, submit = ("Another day", "Save") if is_on_it(seen) else ("I'm on it", "I'm on it")
    return _form(title, ON_IT_FORM, submit, seen, kept, fields, _told(seen, today, _ON_IT))


def read_on_it(values: Mapping[str, Any], today: date) -> NewStep:
    """What somebody takes on, and until when. Raises Unusable beside the day."""
    day = read_day_to_come(values, DAY, today)
    step = _STEPS.get(read_choice(values, KIND) or "", Step.ACKNOWLEDGED)
    return NewStep(step, words=read_words(values, WORDS), on=day)


def build_answer(seen: LoopSeen, kept: Kept, today: date) -> View:
    """What those who wait need."""
    fields = [step_words("What is the answer?", hint="A decision, what is there now, or a link to it.")]
    return _form("Answer", ANSWER_FORM, "Answer", seen, kept, fields, _told(seen, today, _ANSWER))


def read_answer(values: Mapping[str, Any]) -> NewStep:
    """The answer. Raises Unusable beside it."""
    return NewStep(
        Step.ANSWERED, words=read_needed_words(values, WORDS, "Write the answer, or paste a link to it.")
    )


def build_hand_over(seen: LoopSeen, kept: Kept, today: date) -> View:
    """Whom it waits on from now on."""
    fields = [
        build_party(PARTY, "Who is it really waiting on?"),
        step_words("What should they know?", optional=True),
    ]
    return _form("Hand over", HAND_OVER_FORM, "Hand over", seen, kept, fields, _told(seen, today, _HAND_OVER))


def build_assign(seen: LoopSeen, kept: Kept, today: date) -> View:
    """Who is to get it moving, where nobody has taken it on."""
    fields = [
        build_party(PARTY, "Who is to get it moving?", hint="A person is best: they say by which day."),
        step_words("What should they know?", optional=True),
    ]
    return _form("Assign", ASSIGN_FORM, "Assign", seen, kept, fields, _told(seen, today, _HAND_OVER))


def read_hand_over(values: Mapping[str, Any]) -> NewStep:
    """Whom it is handed to. Raises Unusable beside the field."""
    party = read_party(values, PARTY)
    if not party.is_known:
        raise Unusable("Pick a team or a person, or type who it is outside.", field=PARTY)
    return NewStep(Step.HANDED_OVER, words=read_words(values, WORDS), waits_on=party)


def build_decline(seen: LoopSeen, kept: Kept, today: date) -> View:
    """Why it will not be done."""
    fields = [step_words("Why not?", hint="A reason they can work with, and what they could do instead.")]
    return _form("Decline", DECLINE_FORM, "Decline", seen, kept, fields, _told(seen, today, _DECLINE))


def build_take_back(seen: LoopSeen, kept: Kept, today: date) -> View:
    """Why it is not needed any more, said by whoever raised it."""
    fields = [step_words("Why is it not needed any more?")]
    return _form(
        "Take it back", TAKE_BACK_FORM, "Take it back", seen, kept, fields, _told(seen, today, _TAKE_BACK)
    )


def read_decline(values: Mapping[str, Any]) -> NewStep:
    """Why it is declined. Raises Unusable beside the reason."""
    return NewStep(
        Step.DECLINED, words=read_needed_words(values, WORDS, "Say why: without a reason nobody can go on.")
    )


_ON_IT = (
    "{raiser} is told. On the first working day after that day I ask you once, unless there was word before."
)
_ANSWER = "{raiser} is told, and says whether that did it."
_HAND_OVER = "They are told, with your words. The days it has waited so far still count."
_DECLINE = "{raiser} reads why, and can reopen it."
_TAKE_BACK = "Whoever is on it is told, so that nobody works on it in vain."


def _told(seen: LoopSeen, today: date, sentence: str) -> Block:
    raiser = escape(seen.raiser or "Whoever raised it")
    return context(f"{who_waits(seen)}; {standing(seen, today)}. {sentence.format(raiser=raiser)}")


def _form(
    title: str,
    callback_id: str,
    submit: str,
    seen: LoopSeen,
    kept: Kept,
    fields: list[Block],
    told: Block,
) -> View:
    return modal(
        title,
        [section(f"*{named(seen)}*"), *fields, told],
        callback_id=callback_id,
        submit=submit,
        close=kept.way_back,
        metadata=kept.written(),
    )
