"""What is new about the loops of one person, in one direct message for all of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.values.deliveries import Block, Message
from bot.values.loops import LoopSeen
from bot.views.loops.page import OPEN_LOOP
from bot.views.loops.words import happened, named, standing, who_waits
from bot.views.parts import button, buttons, section
from bot.views.words import TEXT, first_few

_ACTIONS = "news"


def build_news(items: Sequence[LoopSeen]) -> Message:
    """Each loop with what happened last, where it stands, and a way to act on it."""
    blocks: list[Block] = []
    for seen in items:
        blocks.append(section(_lines(seen)))
        blocks.append(buttons(f"{_ACTIONS}:{seen.loop.id}", button("Open", OPEN_LOOP, str(seen.loop.id))))
    text = first_few([_lines(seen) for seen in items], most=20, budget=TEXT)
    return Message(text=text, blocks=tuple(blocks))


def read_news(blocks: Sequence[Mapping[str, Any]]) -> list[int]:
    """The loops a message of news is about, in its order; none when it is no such message."""
    ids = [str(each.get("block_id", "")).partition(":") for each in blocks]
    return [int(number) for kind, _, number in ids if kind == _ACTIONS and number.isdecimal()]


def _lines(seen: LoopSeen) -> str:
    last = f"\n{happened(seen.events[-1])}" if seen.events else ""
    stands = standing(seen, seen.loop.due_on or date.min)
    return f"*{named(seen)}*{last}\n{who_waits(seen)}; {stands}."
