"""Jobs: what time does to loops, and what people are told of them."""

from datetime import datetime

from bot.loops import news, passing
from bot.loops.wording import Wording
from bot.store.engine import Store

AT_ONCE = 50
"""People looked up at a time."""


async def tend_loops(store: Store, wording: Wording, now: datetime) -> int:
    """Let time do to loops what is due; how many were looked at."""
    total = 0
    while found := await passing.let_time_pass(store, wording, now):
        total += found
    return total


async def tell_of_loops(store: Store, wording: Wording, now: datetime) -> int:
    """Write what people are to be told of loops; how many pieces of news were seen to."""
    total = 0
    while people := await news.whom_to_tell(store, now, limit=AT_ONCE):
        ids = [member.id for member in people]
        found = [
            await news.tell_due(store, wording, ids[first : first + news.BATCH], now)
            for first in range(0, len(ids), news.BATCH)
        ]
        total += sum(found)
        if not any(found):
            # Another replica has them all in hand.
            break
    return total
