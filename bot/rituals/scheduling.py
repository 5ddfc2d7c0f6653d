"""Planning: which round of a ritual opens next, and when."""

from datetime import datetime

from bot.rituals import schedule
from bot.store import rituals, rounds, teams
from bot.store.engine import Transaction


async def plan_next_round(tx: Transaction, ritual_id: int, now: datetime) -> None:
    """Work out a ritual's next round anew.

    To be called after anything that can move it: a new ritual, a changed schedule, people who joined, left,
    opted out or moved to another zone. Without anybody to ask there is no next round.
    """
    ritual = await rituals.by_id(tx, ritual_id)
    zones = {member.zone for _, member in await teams.askable(tx, ritual_id)}
    day = None
    if zones:
        last = await rounds.last_date(tx, ritual_id)
        day = schedule.next_date(
            ritual.plan,
            zones,
            after=max(filter(None, (last, ritual.skips)), default=None),
            not_before=ritual.starts_at,
            now=now,
        )
    opens_at = (
        schedule.opens_at(ritual.plan.schedule, day, zones, not_before=ritual.starts_at) if day else None
    )
    await rituals.set_next(tx, ritual_id, day, opens_at)
