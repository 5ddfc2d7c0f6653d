"""Job: show teams what changed in their rounds."""

from datetime import datetime

from bot.rituals.publishing import publish
from bot.rituals.wording import Wording
from bot.store.engine import Store


async def publish_rounds(store: Store, wording: Wording, now: datetime, *, gap: float) -> int:
    """Show everything that changed; how many threads that touched. `gap`: seconds between two counts."""
    shown = 0
    while await publish(store, wording, now, gap=gap):
        shown += 1
    return shown
