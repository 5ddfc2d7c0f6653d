"""Job: open the rounds that are due."""

from datetime import datetime

from bot.rituals.opening import open_due_round
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.store.engine import Store


async def open_rounds(store: Store, wording: Wording, ports: Ports, now: datetime) -> int:
    """Open every round that is due; how many rituals were looked at."""
    opened = 0
    while await open_due_round(store, wording, ports, now):
        opened += 1
    return opened
