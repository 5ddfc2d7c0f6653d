"""Job: forget what those said who were erased."""

from datetime import datetime

from bot.privacy.erasing import finish_erasing
from bot.store.engine import Store


async def erase_people(store: Store, now: datetime) -> int:
    """Forget everything that is left of them; how many there were."""
    return await finish_erasing(store, now)
