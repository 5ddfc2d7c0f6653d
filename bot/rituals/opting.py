"""Not for me, and back again: whoever does not want to be asked by a ritual is not."""

from datetime import datetime, timedelta

from bot.rituals.rest.replanning import replan
from bot.rituals.schedules.scheduling import plan_next_round
from bot.store import outbox, prompts, rituals, showing, standings
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.deliveries import IS_THERE, NOT_GONE_YET
from bot.values.errors import NotThere
from bot.values.rituals import Ritual
from bot.values.rounds import PromptState

OPTED_OUT = "You said it is not for you."
GONE = "I can't find that ritual any more. Open my Home tab to see those that ask you."


async def stop_asking(store: Store, ritual_id: int, member_id: int, now: datetime) -> str:
    """Never ask this member again; what is open is excused. Returns the ritual's name. Raises NotThere."""
    async with store.transaction() as tx:
        ritual = await _theirs(tx, ritual_id, member_id)
        await rituals.opt_out_of(tx, ritual_id, member_id, now)
        open_ones = await standings.unfinished_of(tx, member_id, ritual_id)
        ids = [standing.prompt.id for standing in open_ones]
        await prompts.excuse(tx, ids, OPTED_OUT)
        await prompts.touched(tx, ids)
        for standing in open_ones:
            await showing.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
        await plan_next_round(tx, ritual_id, now)
        return ritual.name


async def ask_again(store: Store, ritual_id: int, member_id: int, now: datetime) -> tuple[str, bool]:
    """Undo `stop_asking`. Returns the ritual's name, and whether a round they had been asked for is open again.
    Raises NotThere."""
    async with store.transaction() as tx:
        ritual = await _theirs(tx, ritual_id, member_id)
        await rituals.opt_in_to(tx, ritual_id, member_id)
        back = await standings.excused_of(tx, member_id, ritual_id, OPTED_OUT, now=now)
        for standing in back:
            await _reopen(tx, standing, ritual.plan.remind_before, now)
            await showing.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
        # Meanwhile they may have gone away, or night may have fallen.
        await replan(tx, member_id, now)
        return ritual.name, any(standing.delivery_key is not None for standing in back)


async def _theirs(tx: Transaction, ritual_id: int, member_id: int) -> Ritual:
    """By its number alone nobody learns what somebody else's ritual is called."""
    ritual = await rituals.asking(tx, ritual_id, member_id)
    if ritual is None:
        raise NotThere(GONE)
    return ritual


async def _reopen(
    tx: Transaction, standing: Standing, remind_before: timedelta | None, now: datetime
) -> None:
    prompt, dm = standing.prompt, None
    if standing.delivery_key is not None:
        dm = await outbox.state_of(tx, prompt.workspace_id, standing.delivery_key)
    remind_at = prompt.closes_at - remind_before if remind_before is not None else None
    await prompts.reopen(
        tx,
        prompt.id,
        state=PromptState.SENT if dm in IS_THERE else PromptState.PLANNED,
        # A DM that was taken back meanwhile asked nobody.
        ask_at=None if dm in (*IS_THERE, *NOT_GONE_YET) else prompt.due_at,
        remind_at=remind_at if remind_at is not None and remind_at > now else None,
    )
