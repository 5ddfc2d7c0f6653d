"""The forms of those who wait: reopening a loop, describing it otherwise, and making it part of another one."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.values.errors import Unusable
from bot.values.loops import LONGEST_TITLE, Category, Impact, LoopState, NewStep, Particulars, Step
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen
from bot.views.fields import (
    MOST_LINK,
    choice_field,
    lookup_field,
    menu_field,
    option,
    read_choice,
    read_link,
    read_needed_words,
    read_words,
    words_field,
)
from bot.views.loops.kept import Kept
from bot.views.loops.step_forms import MOST_WORDS, WORDS
from bot.views.loops.words import IMPACTS, hits, named
from bot.views.parts import context, modal, section
from bot.views.words import escape

REOPEN_FORM, CHANGE_FORM, MERGE_FORM = "loop_reopen_form", "loop_change_form", "loop_merge_form"
OTHER = "loop_other"
"""The field for another loop asks for what it offers under this action."""

TITLE, DETAILS, CATEGORY, IMPACT, LINK = "title", "details", "category", "impact", "link"
MOST_DETAILS = 3000


def build_reopen(seen: LoopSeen, kept: Kept) -> View:
    """What is still in the way."""
    who = escape(seen.owner or seen.waits_on or "Whoever it hits")
    return modal(
        "Not yet" if seen.loop.state == LoopState.ANSWERED else "Reopen",
        [
            section(f"*{named(seen)}*"),
            words_field(WORDS, "What is still missing?", most=MOST_WORDS, optional=True),
            context(f"{who} is told. It counts from the day it was raised."),
        ],
        callback_id=REOPEN_FORM,
        submit="Reopen it",
        close=kept.way_back,
        metadata=kept.written(),
    )


def read_reopen(values: Mapping[str, Any]) -> NewStep:
    """Reopening, with words or without."""
    return NewStep(Step.REOPENED, words=read_words(values, WORDS))


def build_merge(seen: LoopSeen, kept: Kept) -> View:
    """Which other one it is the same as."""
    hit = f" It {hits(seen)}." if hits(seen) else ""
    return modal(
        "Same as another",
        [
            section(f"*{named(seen)}*"),
            lookup_field(OTHER, "Which one goes on?", OTHER, placeholder="Type its number or words"),
            context(
                f"#{seen.loop.id} becomes part of it: everybody this one hits is counted there and hears of it."
                f"{hit}"
            ),
        ],
        callback_id=MERGE_FORM,
        submit="Make it one",
        close=kept.way_back,
        metadata=kept.written(),
    )


def read_merge(values: Mapping[str, Any]) -> NewStep:
    """The loop it becomes part of. Raises Unusable beside the field."""
    other = read_choice(values, OTHER)
    if other is None:
        raise Unusable("Pick the one that goes on.", field=OTHER)
    return NewStep(Step.MERGED, other_id=int(other))


def build_others(found: Sequence[LoopSeen]) -> dict[str, Any]:
    """What is offered for what was typed, in the form Slack asks for."""
    options = [option(str(each.loop.id), _called(each)).to_dict() for each in found]
    return {"options": options}


def build_change(seen: LoopSeen, kept: Kept, categories: Sequence[Category]) -> View:
    """Everything whoever raised it can say otherwise."""
    loop = seen.loop
    named_categories = {str(each.id): each.name for each in categories}
    if loop.category_id is not None and seen.category:
        # One that is offered no more stays where it was picked.
        named_categories.setdefault(str(loop.category_id), seen.category)
    kinds = {str(impact): words for impact, words in IMPACTS.items()}
    chosen = str(loop.category_id) if loop.category_id else None
    fields = [
        words_field(
            TITLE, "What are you waiting for?", most=LONGEST_TITLE, initial=loop.title, one_line=True
        ),
        words_field(DETAILS, "Details", most=MOST_DETAILS, initial=loop.details, optional=True),
        choice_field(IMPACT, "How much does it hold you up?", kinds, loop.impact, optional=True),
        *(
            [menu_field(CATEGORY, "What kind of cause is it?", named_categories, chosen, optional=True)]
            if named_categories
            else []
        ),
        words_field(LINK, "Link", loop.link, most=MOST_LINK, optional=True, one_line=True),
    ]
    return modal(
        f"Change #{loop.id}",
        fields,
        callback_id=CHANGE_FORM,
        submit="Save",
        close=kept.way_back,
        metadata=kept.written(),
    )


def read_change(values: Mapping[str, Any]) -> Particulars:
    """How it is described from now on. Raises Unusable beside the field."""
    title = read_needed_words(values, TITLE, "Say in a few words what you are waiting for.")
    category, impact = read_choice(values, CATEGORY), read_choice(values, IMPACT)
    return Particulars(
        title=" ".join(title.split()),
        details=read_words(values, DETAILS),
        category_id=int(category) if category else None,
        impact=Impact(impact) if impact else None,
        link=read_link(values, LINK),
    )


def _called(seen: LoopSeen) -> str:
    return f"#{seen.loop.id} {seen.loop.title}"
