"""Job: close the rounds whose last window is over."""

from datetime import datetime

from bot.rituals.closing import close_due_round
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.store.engine import Store


async def close_rounds(store: Store, wording: Wording, ports: Ports, now: datetime) -> int:
    """Close every round that is due; how many there were."""
    looked_at, out_of_reach = 0, set[int]()
    while await close_due_round(store, wording, ports, now, out_of_reach):
        looked_at += 1
    return looked_at - len(out_of_reach)
