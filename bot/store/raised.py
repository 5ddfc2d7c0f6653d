"""What somebody raised with their answers to a ritual."""

from sqlalchemy import or_, select

from bot.store.engine import Transaction
from bot.store.loops import to_loop
from bot.store.standings import Standing
from bot.store.tables import loop, prompt, round_
from bot.values.loops import OPEN, Loop

_MOST = 10


async def by_whom_it_asks(tx: Transaction, standing: Standing) -> list[Loop]:
    """What this person raised with this prompt, and what they raised in earlier rounds and still wait for; the newest
    first."""
    asked = standing.prompt
    query = (
        select(loop)
        .join(prompt, prompt.c.id == loop.c.prompt_id)
        .join(round_, round_.c.id == prompt.c.round_id)
        .where(
            loop.c.raiser_id == asked.member_id,
            round_.c.ritual_id == standing.round.ritual_id,
            or_(prompt.c.id == asked.id, loop.c.state.in_(OPEN)),
        )
        .order_by(loop.c.id.desc())
        .limit(_MOST)
    )
    return [to_loop(row) for row in await tx.execute(query)]
