"""Is it one of these? Up to three that may be the same, and what became of raising something or joining one."""

from collections.abc import Sequence
from datetime import datetime

from bot.values.deliveries import Block
from bot.values.loops import NewStep, Step
from bot.values.raising import Joined
from bot.values.seen_loops import LoopSeen
from bot.views.loops.done import done_words
from bot.views.loops.words import age, hits, named, standing, who_waits
from bot.views.parts import button, section
from bot.views.words import escape

JOIN = "raise_join"
"""It is this one."""


def build_similar(similar: Sequence[LoopSeen], now: datetime) -> list[Block]:
    """Those that may be the same, and what to do when they are or are not; nothing where there are none."""
    if not similar:
        return []
    head = (
        "This may be known already. If it is the same, say so: one bottleneck that hits many is moved sooner."
    )
    tail = "*Something else?* Raise yours; everything is as you left it."
    return [section(head), *(_one(seen, now) for seen in similar), {"type": "divider"}, section(tail)]


def raised_in_words(seen: LoopSeen) -> str:
    """It is raised, and what happens now."""
    return f"*Raised as #{seen.loop.id}.* {_who_hears(seen)}"


def joined_in_words(joined: Joined, seen: LoopSeen) -> str:
    """It hits one more, or it is back."""
    if not joined.is_back:
        return done_words(NewStep(Step.JOINED), seen, is_new=not joined.was_in)
    again = done_words(NewStep(Step.REOPENED), seen)
    return f"{again} It counts from the day it was first raised."


def _one(seen: LoopSeen, now: datetime) -> Block:
    waited = [age(seen, now), standing(seen, now.date()), hits(seen)]
    text = f"*{named(seen)}*\n{who_waits(seen)}\n{' · '.join(filter(None, waited))}"
    press = button(_says(seen), JOIN, str(seen.loop.id))
    press.accessibility_label = f"{_says(seen)}: #{seen.loop.id}"
    return {**section(text), "block_id": f"similar:{seen.loop.id}", "accessory": press.to_dict()}


def _says(seen: LoopSeen) -> str:
    if seen.loop.closed_at is not None:
        return "It is back"
    return "It hits us, too" if Step.JOINED in seen.may else "It is this one"


def _who_hears(seen: LoopSeen) -> str:
    party = seen.loop.waits_on
    if party.team_id is not None or party.member_id is not None:
        return f"{escape(seen.waits_on or 'Whoever it waits on')} hears of it; you are told at every step."
    if party.outside is not None:
        return (
            f"I can't write to {escape(party.outside)}: whoever of you gets something moving says so here, and all it"
            " hits are told."
        )
    return "Nobody is waited on yet. Once you know who can move it, hand it over here."
