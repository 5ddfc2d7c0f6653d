"""Going on after a silence: what a workspace asks is planned from now on, and nothing is made up for."""

from datetime import datetime

from bot.rituals.schedules.scheduling import plan_next_round
from bot.store import led, rituals
from bot.store.engine import Transaction
from bot.values.rituals import RitualState


async def restart(tx: Transaction, workspace_id: int, now: datetime) -> None:
    """Plan the next round of every ritual that runs."""
    for ritual in await rituals.of_workspace(tx, workspace_id):
        if ritual.state == RitualState.ACTIVE:
            await led.begin_again(tx, ritual.id, now)
            await plan_next_round(tx, ritual.id, now)
