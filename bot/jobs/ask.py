"""Job: ask those whose prompt falls due, and not those Slack says not to disturb."""

from datetime import datetime

from bot.rituals.asking import BATCH, ask_due, whom_to_ask
from bot.rituals.rest import undisturbed
from bot.rituals.wording import Wording
from bot.store.engine import Store
from bot.values.ports import Slack

AT_ONCE = 50
"""People of whom Slack is asked in one call whether they may be disturbed."""


async def ask(store: Store, slack: Slack, wording: Wording, now: datetime) -> int:
    """Write every DM that is due; how many prompts were taken care of."""
    total = 0
    while people := await whom_to_ask(store, now, limit=AT_ONCE):
        await undisturbed.learn(store, slack, people, now)
        ids = [member.id for member in people]
        found = [
            await ask_due(store, wording, ids[first : first + BATCH], now)
            for first in range(0, len(ids), BATCH)
        ]
        total += sum(found)
        if not any(found):
            # Another replica has them all in hand.
            break
    return total
