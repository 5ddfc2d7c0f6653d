"""What a bottleneck poll brings: who picked what, and what that comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.values.loops import Impact, LoopSeen
from bot.values.rituals import Count


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
