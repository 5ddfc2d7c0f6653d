"""Closing a round: who stayed silent missed it. How it went is shown by `publishing`, after the last answer."""

from datetime import datetime, timedelta

from bot.rituals.asking import NOT_IN_TIME
from bot.rituals.opening import WAS_NOT_RUNNING
from bot.store import answers, dm_hours, drafts, prompts, rounds
from bot.store.engine import Store

HOURS_KEPT = timedelta(days=2)
"""How long the book of clock hours is kept; only the present hour matters, and clocks differ by a day at most."""

BACK_WITHIN = timedelta(hours=1)
"""Somebody may be between two pages of a form when its round closes: so long, the first one is kept."""


async def close_due_round(store: Store, now: datetime) -> bool:
    """Close one round whose last window is over; whether there was one."""
    async with store.transaction() as tx:
        round_ = await rounds.whose_close_is_due(tx, now)
        if round_ is None:
            return False
        await prompts.close(tx, round_.id, never_asked=WAS_NOT_RUNNING, never_sent=NOT_IN_TIME)
        await rounds.close(tx, round_.id)
        await answers.forget_history(tx, round_.id)
        await drafts.forget_left_behind(tx, before=now - BACK_WITHIN)
        await dm_hours.forget(tx, before=now - HOURS_KEPT)
        await rounds.show(tx, round_.id, at=now)
        return True
