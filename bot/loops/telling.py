"""Who is told of a step: those it concerns, in one direct message an hour (`news`), and all on the loop's card."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.loops import audience, cards, digest_rows
from bot.loops.audience import Taken
from bot.loops.feedback import telling as of_feedback
from bot.loops.wording import Wording
from bot.store import loop_news
from bot.store.engine import Transaction
from bot.values.loops import Loop, NewStep, Step
from bot.values.people import Member

AGAIN_AFTER = timedelta(days=1)
"""How often somebody hears at most that a loop hits one more: a crowd that joins must not knock all day."""

_CHANGES_NOTHING_THERE = frozenset({Step.JOINED, Step.NUDGED, Step.ESCALATED})
"""After these a loop stands as it stood: what was said of it before still holds."""


async def tell(
    tx: Transaction,
    wording: Wording,
    before: Loop | None,
    after: Loop,
    what: NewStep,
    now: datetime,
    *,
    actor: Member | None = None,
    but: Collection[int] = (),
) -> None:
    """Tell whoever is to know of this step. `before` None: it was just raised. `but`: members who hear of it anyway.

    People's direct messages are written by the heartbeat, so that whoever presses a button need not wait for it.
    """
    if after.is_feedback:
        await of_feedback.tell(tx, before, after, what, now, actor=actor)
        return
    await cards.show(tx, wording, after, now)
    if what.step not in _CHANGES_NOTHING_THERE:
        await digest_rows.show(tx, wording, after, now)
    if before is not None and what.step not in _CHANGES_NOTHING_THERE:
        await loop_news.look_again(tx, after.id, now)
    readers = {member.id for member in await audience.of_step(tx, Taken(before, after, what.step, actor))}
    readers -= set(but)
    if what.step == Step.JOINED and readers:
        readers -= await loop_news.told_lately(tx, after.id, what.step, readers, since=now - AGAIN_AFTER)
    await loop_news.add(tx, after.id, after.version, readers, at=now)
