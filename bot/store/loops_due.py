"""Which loops time does something to, one replica at a time for each."""

from datetime import datetime

from sqlalchemy import select, update

from bot.store.engine import Transaction
from bot.store.loops import to_loop
from bot.store.tables import loop
from bot.values.loops import OPEN, Loop


async def take(tx: Transaction, now: datetime, *, limit: int) -> list[Loop]:
    """Loops that are due, locked, without those another replica sees to right now."""
    query = (
        select(loop)
        .where(loop.c.look_at <= now)
        .order_by(loop.c.look_at, loop.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [to_loop(row) for row in await tx.execute(query)]


async def look_now(tx: Transaction, team_id: int, now: datetime) -> None:
    """The team that waits is patient for another time now: what is open of it is looked at again."""
    await tx.execute(
        update(loop).where(loop.c.team_id == team_id, loop.c.state.in_(list(OPEN))).values(look_at=now)
    )
