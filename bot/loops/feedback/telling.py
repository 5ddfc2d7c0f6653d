"""Who hears of a step with feedback: its giver and whom it is for, each in their own direct messages; nobody else.

Where the giver withholds their name, nothing that is written down here says who they are: that there is something new
waits for the next morning, when `handing_on` opens the box.
"""

from datetime import datetime, timedelta

from bot.loops.feedback import mornings, rights
from bot.store import feedback, givers, loop_news, members
from bot.store.engine import Transaction
from bot.values.loops import Loop, LoopState, NewStep, Step
from bot.values.people import Member

KEPT_AFTER_A_NO = timedelta(days=7)
"""For so long whoever gave it can read why it was declined or taken down; then nobody can find them any more."""

_CLOSED = frozenset({LoopState.CONFIRMED, LoopState.PRESUMED})


async def tell(
    tx: Transaction,
    before: Loop | None,
    after: Loop,
    what: NewStep,
    now: datetime,
    *,
    actor: Member | None,
    by_giver: bool = False,
) -> None:
    """Tell whoever is to know of this step. `before` None: it was just given."""
    if before is not None and what.step != Step.NUDGED:
        await loop_news.look_again(tx, after.id, now)
    readers = await _readers(tx, after, what.step, actor, by_giver=by_giver)
    await loop_news.add(tx, after.id, after.version, {each.id for each in readers}, at=now)
    if after.is_withheld and before is not None:
        await _tell_giver(tx, after, what.step, now, by_giver=by_giver)


async def _readers(
    tx: Transaction, loop: Loop, step: Step, actor: Member | None, *, by_giver: bool
) -> list[Member]:
    is_givers_own = by_giver or (actor is not None and actor.id == loop.raiser_id)
    readers: list[Member] = []
    if step in rights.TELLS_WHOM_IT_IS_FOR and (is_givers_own or step not in rights.OUTCOMES):
        readers += await _whom_it_is_for(tx, loop)
    if step in rights.TELLS_GIVER | {Step.PRESUMED} and not is_givers_own and loop.raiser_id is not None:
        readers += [await members.by_id(tx, loop.raiser_id)]
    return [each for each in readers if _can_be_told(each, actor)]


async def _whom_it_is_for(tx: Transaction, loop: Loop) -> list[Member]:
    """Whoever took it on, where that is still one of those it is for; else all of these."""
    found = await feedback.whom_for(tx, loop.workspace_id, loop.waits_on)
    on_it = [each for each in found if each.id == loop.owner_id]
    return on_it or found


def _can_be_told(member: Member, actor: Member | None) -> bool:
    is_somebody_else = actor is None or member.id != actor.id
    return is_somebody_else and member.is_active and member.is_person and member.wants_loop_news


async def _tell_giver(tx: Transaction, loop: Loop, step: Step, now: datetime, *, by_giver: bool) -> None:
    if step in rights.TELLS_GIVER and not by_giver:
        await givers.tell(tx, loop.id, await mornings.following(tx, loop.workspace_id, now))
    await givers.forget_at(tx, loop.id, _forgotten_at(loop, now, by_giver=by_giver))


def _forgotten_at(loop: Loop, now: datetime, *, by_giver: bool) -> datetime | None:
    if loop.state in _CLOSED:
        return now
    if loop.state == LoopState.DECLINED:
        return now if by_giver else now + KEPT_AFTER_A_NO
    return None
