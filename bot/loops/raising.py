"""Raising: somebody says what they wait for, and on whom."""

from datetime import datetime

from bot.loops import telling
from bot.loops.stepping import when_to_look
from bot.loops.wording import Wording
from bot.store import loops, members, teams
from bot.store.engine import Transaction
from bot.values.errors import Unusable
from bot.values.loops import Loop, LoopKind, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Member

NOT_A_COLLEAGUE = (
    "I can only wait on somebody who works here: no app, no guest, nobody who left. Pick another one."
)
NO_SUCH_TEAM = "That team is gone. Pick another one, or a person."


async def raise_in(
    tx: Transaction, wording: Wording, raiser: Member, team_id: int | None, new: NewLoop, now: datetime
) -> Loop:
    """A new bottleneck of the team that waits; whoever is waited on hears of it. Raises Unusable."""
    await check_party(tx, raiser.workspace_id, new.waits_on)
    raised = await loops.raise_one(tx, raiser, team_id, LoopKind.BOTTLENECK, new, at=now)
    await loops.look_again_at(tx, raised.id, await when_to_look(tx, raised))
    await telling.tell(tx, wording, None, raised, NewStep(Step.RAISED), now, actor=raiser)
    return raised


async def check_party(tx: Transaction, workspace_id: int, waits_on: WaitsOn) -> None:
    """Whether somebody can be waited on. Raises Unusable."""
    if waits_on.team_id is not None and await teams.find(tx, workspace_id, waits_on.team_id) is None:
        raise Unusable(NO_SUCH_TEAM)
    if waits_on.member_id is not None:
        who = await members.by_id(tx, waits_on.member_id)
        if who.workspace_id != workspace_id or not who.is_active or not who.is_person:
            raise Unusable(NOT_A_COLLEAGUE)
