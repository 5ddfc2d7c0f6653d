"""Time passes: whoever let a day go by is reminded once, a lead is told once, and silence after an answer counts."""

from datetime import datetime

from bot.loops import patience, stepping, telling
from bot.loops.wording import Wording
from bot.store import loops, loops_due
from bot.store.engine import Store, Transaction
from bot.values.loops import Loop, NewStep

BATCH = 5
"""Loops seen to in one transaction: short ones keep the acknowledgements of others fast."""


async def let_time_pass(store: Store, wording: Wording, now: datetime) -> int:
    """Let time do to some loops what is due; how many were looked at."""
    async with store.transaction() as tx:
        due = await loops_due.take(tx, now, limit=BATCH)
        for loop in due:
            await _tend(tx, wording, loop, now)
        return len(due)


async def _tend(tx: Transaction, wording: Wording, loop: Loop, now: datetime) -> None:
    patient = await stepping.patience_of(tx, loop)
    step = patience.what_is_due(loop, patient, now)
    if step is None:
        await loops.look_again_at(tx, loop.id, patience.next_look(loop, patient))
        return
    after = await stepping.keep(tx, loop, NewStep(step), now)
    await telling.tell(tx, wording, loop, after, NewStep(step), now)
