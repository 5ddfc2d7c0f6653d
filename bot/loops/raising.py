"""Raising: somebody says what they wait for, and on whom."""

from datetime import datetime

from bot.loops import telling
from bot.loops.parties import check_party
from bot.loops.stepping import when_to_look
from bot.loops.wording import Wording
from bot.store import loops
from bot.store.engine import Transaction
from bot.values.loops import Loop, LoopKind, NewLoop, NewStep, Step
from bot.values.people import Member


async def raise_in(
    tx: Transaction, wording: Wording, raiser: Member, team_id: int | None, new: NewLoop, now: datetime
) -> Loop:
    """A new bottleneck of the team that waits; whoever is waited on hears of it. Raises Unusable."""
    await check_party(tx, raiser.workspace_id, new.waits_on)
    raised = await loops.raise_one(tx, raiser, team_id, LoopKind.BOTTLENECK, new, at=now)
    await loops.look_again_at(tx, raised.id, await when_to_look(tx, raised))
    await telling.tell(tx, wording, None, raised, NewStep(Step.RAISED), now, actor=raiser)
    return raised
