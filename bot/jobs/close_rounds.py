"""Job: close the rounds whose last window is over."""

from datetime import datetime

from bot.rituals.closing import close_due_round
from bot.store.engine import Store


async def close_rounds(store: Store, now: datetime) -> int:
    """Close every round that is due; how many there were."""
    closed = 0
    while await close_due_round(store, now):
        closed += 1
    return closed
