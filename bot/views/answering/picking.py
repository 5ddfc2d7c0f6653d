"""Picking what holds one back most, with what it does, or adding what is not there yet: built here, read here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.questions import MOST_PICKS, NOTHING, Answer, Question
from bot.values.rituals import TO_LEAD
from bot.values.rounds import Form
from bot.views.answering import raising
from bot.views.answering.inputs import TELLS, block_of
from bot.views.answering.options import offered, picked_of, read_picked
from bot.views.fields import read_choices, several_field

_IMPACT = "impact_of"
_TOO_MANY = f"Pick {MOST_PICKS} at most: what holds you back most."


def build_picking(form: Form, question: Question, known: Answer | None) -> list[Block]:
    """What can be picked, what each pick does, and something else."""
    blocks: list[Block] = [_menu(question, known)] if question.options else []
    blocks += _impacts(question, known)
    raised = form.raised.get(question.key)
    if raised is not None:
        return [*blocks, raising.build_raised(raised)]
    if form.round.report == TO_LEAD and question.options:
        return blocks
    return [*blocks, *_something_else(form, question, known)]


def read_picking(values: Mapping[str, Any], question: Question) -> Answer:
    """What was picked and what is to be raised, as far as it is filled in."""
    given = read_picked(question, read_choices(values, block_of(question.key)))
    impacts = tuple(raising.read_impact(values, _block(question, option)) for option in given.chosen)
    title = raising.read_title(values, question)
    adds = raising.is_offer_taken(values, question) or (not question.options and bool(title))
    new = raising.read_fields(values, question, title) if adds else None
    return replace(given, impacts=impacts if any(impacts) else (), raises=new)


def finished(question: Question, given: Answer) -> Answer:
    """The same, handed in; nothing at all says that nothing holds them back. Raises Unusable beside the field."""
    if len(given.chosen) > MOST_PICKS:
        raise Unusable(_TOO_MANY, field=block_of(question.key))
    raising.check_title(question, given)
    return Answer(question.key, text=NOTHING) if given.is_empty else given


def _menu(question: Question, known: Answer | None) -> Block:
    return several_field(
        block_of(question.key),
        question.ask,
        offered(question),
        picked_of(question, known),
        placeholder="Nothing holds me back",
        most=MOST_PICKS,
        hint=question.hint,
        optional=True,
        tells=TELLS,
    )


def _impacts(question: Question, known: Answer | None) -> list[Block]:
    if known is None:
        return []
    said = dict(zip(known.chosen, known.impacts, strict=False))
    return [
        raising.build_impact(
            _block(question, option), f"How much does {option} hold you up?", said.get(option)
        )
        for option in question.options
        if option in known.chosen
    ]


def _something_else(form: Form, question: Question, known: Answer | None) -> list[Block]:
    new = known.raises if known is not None else None
    if not question.options:
        title = raising.build_title(question, new, question.ask, "Leave it empty if nothing does.")
        return [title, *raising.build_fields(form, question, new)]
    offer = raising.build_offer(
        question, "Not among them?", "Something else holds me back", ticked=new is not None
    )
    if new is None:
        return [offer]
    title = raising.build_title(question, new, "What holds you back?")
    return [offer, title, *raising.build_fields(form, question, new)]


def _block(question: Question, option: str) -> str:
    return f"{_IMPACT}:{question.key}:{question.options.index(option)}"
