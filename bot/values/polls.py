"""What a bottleneck poll brings: who picked what, and what that comes to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.values.loops import Impact
from bot.values.rounds import Count
from bot.values.seen_loops import LoopSeen

LONGEST_LABEL = 75
"""Characters of an option (Block Kit: option text)."""

_LABEL = re.compile(r"#(\d{1,18}) ")


def label(loop_id: int, title: str) -> str:
    """What a bottleneck is called where it can be picked, and in the answers: `#17 Refund API`."""
    text = f"#{loop_id} {title}"
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def read_label(text: str) -> int | None:
    """The number of the bottleneck that is called so; None for any other words."""
    found = _LABEL.match(text)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Cast:
    """One vote that counts: one member of one team picked one bottleneck."""

    loop_id: int
    member_id: int
    team_id: int
    impact: Impact | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people in how many teams picked a bottleneck, and what they said it does to them."""

    loop_id: int
    people: int
    teams: int
    impacts: Mapping[Impact, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A bottleneck in the ranking, with how often it was picked."""

    seen: LoopSeen
    tally: Tally


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a closed poll comes to, what holds most people back first, as one channel may see it.

    `count` is how the whole round ended. `now` is in the zone in which days are told.
    """

    ranked: Sequence[Ranked]
    count: Count
    now: datetime
