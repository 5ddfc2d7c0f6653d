"""Job: ask those whose prompt falls due."""

from datetime import datetime

from bot.rituals.asking import ask_due
from bot.rituals.wording import Wording
from bot.store.engine import Store


async def ask(store: Store, wording: Wording, now: datetime) -> int:
    """Write every DM that is due; how many prompts they carry."""
    asked = 0
    while found := await ask_due(store, wording, now):
        asked += found
    return asked
