"""Raising what is in somebody's way with the answer that tells of it: built here, read here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.loops import LONGEST_TITLE, Impact, NewLoop
from bot.values.questions import IN_WORDS, STUCK, Answer, Question
from bot.values.rituals import TO_LEAD
from bot.values.rounds import Form
from bot.values.seen_loops import LoopSeen
from bot.views.answering.inputs import TELLS, block_of
from bot.views.fields import (
    boxes_field,
    is_ticked,
    menu_field,
    read_choice,
    read_choice_called,
    read_line,
    words_field,
)
from bot.views.loops.party_field import build_party, read_party
from bot.views.loops.raise_form import split_title
from bot.views.loops.words import IMPACTS, named
from bot.views.parts import context
from bot.views.words import clip, escape, listing

_RAISE, _TITLE, _WAITS_ON, _IMPACT, _CATEGORY = (*("raise", "raise_title", "waits_on", "impact", "category"),)
_LONGEST_LABEL = 60
"""Characters of a bottleneck in a line about several."""


def may_raise(form: Form, question: Question) -> bool:
    """Whether what is answered may be raised: not where a lead alone reads it, or nobody, since others would see it
    then."""
    if form.round.report == TO_LEAD or form.round.shows_groups_only:
        return False
    return question.key == STUCK and question.type in IN_WORDS


def build_raising(form: Form, question: Question, known: Answer | None) -> list[Block]:
    """Below the question: what was raised with it; or the offer to, with its fields once it is taken."""
    raised = form.raised.get(question.key)
    if raised is not None:
        return [build_raised(raised)]
    new = known.raises if known is not None else None
    words = "Raise it as a bottleneck, so that somebody owns it"
    if form.still_open:
        words = "It is something else: raise it as a bottleneck, too"
    still_open = [context(_still_open(form.still_open))] if form.still_open else []
    offer = build_offer(question, "Should somebody see to it?", words, ticked=new is not None)
    return [*still_open, offer, *(build_fields(form, question, new) if new is not None else [])]


def build_raised(raised: LoopSeen) -> Block:
    """What was raised with this answer; it is not raised again."""
    return context(f"Raised as *{named(raised, _LONGEST_LABEL)}*, waiting on {_party(raised)}.")


def build_offer(question: Question, label: str, words: str, *, ticked: bool) -> Block:
    """The box to tick; the form changes at once."""
    return boxes_field(
        _block(_RAISE, question), label, {"yes": words}, ["yes"] if ticked else [], tells=TELLS
    )


def build_title(question: Question, new: NewLoop | None, label: str, hint: str | None = None) -> Block:
    """What it is called, where no answer says it."""
    return words_field(
        _block(_TITLE, question),
        label,
        most=LONGEST_TITLE,
        initial=new.title if new is not None else None,
        hint=hint,
        optional=True,
        one_line=True,
    )


def build_fields(form: Form, question: Question, new: NewLoop | None) -> list[Block]:
    """Whom it waits on, what that does, and what kind of cause it is; nothing of it has to be known."""
    raises = new or NewLoop("")
    categories = {str(each.id): each.name for each in form.categories}
    category = str(raises.category_id) if raises.category_id else None
    return [
        build_party(
            _block(_WAITS_ON, question),
            "Who are you waiting for?",
            chosen=raises.waits_on,
            name=form.parties.get(question.key),
            hint="They hear of it. Nobody yet? Leave it open; it can be handed on later.",
            optional=True,
        ),
        build_impact(_block(_IMPACT, question), "How much does it hold you up?", raises.impact),
        *(
            [
                menu_field(
                    _block(_CATEGORY, question),
                    "What kind of cause is it?",
                    categories,
                    category,
                    optional=True,
                )
            ]
            if categories
            else []
        ),
    ]


def build_impact(block_id: str, label: str, chosen: Impact | None) -> Block:
    """What it does to whoever answers; it may be left open."""
    words = {str(impact): word for impact, word in IMPACTS.items()}
    return menu_field(block_id, label, words, chosen, optional=True)


def read_impact(values: Mapping[str, Any], block_id: str) -> Impact | None:
    """What was picked there."""
    picked = read_choice(values, block_id)
    return Impact(picked) if picked else None


def with_raises(values: Mapping[str, Any], question: Question, given: Answer) -> Answer:
    """The answer with what is to be raised with it, as far as it is filled in."""
    if not is_offer_taken(values, question):
        return given
    title, details = split_title(given.text or "")
    return replace(given, raises=read_fields(values, question, title, details))


def is_offer_taken(values: Mapping[str, Any], question: Question) -> bool:
    """Whether somebody took the offer."""
    return is_ticked(values, _block(_RAISE, question))


def read_title(values: Mapping[str, Any], question: Question) -> str:
    """What it is called, in one line; empty while nobody said."""
    return read_line(values, _block(_TITLE, question))


def read_fields(
    values: Mapping[str, Any], question: Question, title: str, details: str | None = None
) -> NewLoop:
    """What is to be raised."""
    category = read_choice(values, _block(_CATEGORY, question))
    return NewLoop(
        title=title,
        details=details or None,
        waits_on=read_party(values, _block(_WAITS_ON, question)),
        impact=read_impact(values, _block(_IMPACT, question)),
        category_id=int(category) if category else None,
    )


def read_party_name(values: Mapping[str, Any], question: Question) -> str | None:
    """What whoever was picked is called."""
    return read_choice_called(values, _block(_WAITS_ON, question))


def check(question: Question, given: Answer) -> None:
    """Whether there is something to raise. Raises Unusable beside the question."""
    if given.raises is not None and not given.raises.title:
        raise Unusable("Say what you are waiting for, then I can raise it.", field=block_of(question.key))


def check_title(question: Question, given: Answer) -> None:
    """The same where it has a title of its own."""
    if given.raises is not None and not given.raises.title:
        raise Unusable("Say in a few words what holds you back.", field=_block(_TITLE, question))


def key_of_title(block_id: str) -> str | None:
    """The question whose title stands in a block; None for blocks of other kinds."""
    prefix, _, key = block_id.partition(":")
    return key if prefix == _TITLE and key else None


def _still_open(found: Sequence[LoopSeen]) -> str:
    names = listing([f"*{named(each, _LONGEST_LABEL)}*" for each in found[:3]])
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    one = len(found) == 1
    where = f", waiting on {_party(found[0])}" if one else ""
    return (
        f"{names}{more}, which you raised earlier, {'is' if one else 'are'} still open{where}:"
        " there is no need to raise that again."
    )


def _party(seen: LoopSeen) -> str:
    return escape(clip(seen.waits_on, _LONGEST_LABEL)) if seen.waits_on else "nobody in particular yet"


def _block(prefix: str, question: Question) -> str:
    return f"{prefix}:{question.key}"
