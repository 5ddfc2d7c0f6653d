"""Who is told of a step, and how."""

from datetime import datetime

from bot.loops.wording import Wording
from bot.store.engine import Transaction
from bot.values.loops import Loop, NewStep
from bot.values.people import Member


async def tell(
    tx: Transaction,
    wording: Wording,
    before: Loop | None,
    after: Loop,
    what: NewStep,
    now: datetime,
    *,
    actor: Member | None = None,
) -> None:
    """Tell whoever is to know of this step. `before` None: it was just raised."""
