"""Job: close the rounds whose last window is over."""

from datetime import datetime

from bot.rituals.closing import close_due_round
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.store.engine import Store


async def close_rounds(store: Store, wording: Wording, ports: Ports, now: datetime) -> int:
    """Close every round that is due; how many there were."""
    closed = 0
    while await close_due_round(store, wording, ports, now):
        closed += 1
    return closed
