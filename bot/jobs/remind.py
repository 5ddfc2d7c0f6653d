"""Job: remind those who have not answered, once."""

from datetime import datetime

from bot.rituals.asking import remind_due
from bot.rituals.wording import Wording
from bot.store.engine import Store


async def remind(store: Store, wording: Wording, now: datetime) -> int:
    """Write every reminder that is due; how many prompts were looked at."""
    looked_at = 0
    while found := await remind_due(store, wording, now):
        looked_at += found
    return looked_at
