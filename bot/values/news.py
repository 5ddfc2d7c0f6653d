"""What one person is told of loops, in one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.values.loops import Step
from bot.values.seen_loops import LoopSeen


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A loop in a message of news. `told` is the newest step of those that made it news to its reader; what happened
    since is in the loop's own events."""

    seen: LoopSeen
    told: Step


@dataclass(frozen=True, slots=True)
class LoopNews:
    """Everything one person is told of loops in the direct message with this `key`; `more` loops than are shown.

    `now` is in their zone. `is_first`: they have not heard from us like this before.
    """

    key: str
    items: Sequence[NewsItem]
    now: datetime
    more: int = 0
    is_first: bool = False
