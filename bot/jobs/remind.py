"""Job: remind those who have not answered, once, and not those Slack says not to disturb."""

from datetime import datetime

from bot.rituals.asking import remind_due, whom_to_remind
from bot.rituals.ports import Ports
from bot.rituals.rest import undisturbed
from bot.rituals.wording import Wording
from bot.store.engine import Store
from bot.values.ports import Slack

MANY = 1000
"""People looked at in one beat; whoever is left is reminded without knowing, and Slack keeps that silent."""


async def remind(store: Store, slack: Slack, wording: Wording, ports: Ports, now: datetime) -> int:
    """Write every reminder that is due; how many prompts were looked at."""
    await undisturbed.learn(store, slack, await whom_to_remind(store, now, limit=MANY), now)
    looked_at = 0
    while found := await remind_due(store, wording, ports.ballots, now):
        looked_at += found
    return looked_at
