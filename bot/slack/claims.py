"""Taking deliveries from the outbox, as many as the pace lets leave soon: claim → pace."""

import logging
from collections.abc import Sequence
from functools import partial

from bot.slack import pacing
from bot.store import adrift, claiming
from bot.store import pacing as lanes
from bot.store.claiming import Candidate, Claimed
from bot.store.engine import Store, Transaction, machine_now
from bot.values.ports import Calendar

log = logging.getLogger(__name__)

MOST_AT_ONCE = 64
"""Deliveries looked at in one claim."""

Taken = Sequence[tuple[Claimed, float]]
"""What was claimed, each with the seconds until it may leave."""


class Claims:
    """What one replica claims, for a lease."""

    def __init__(
        self, store: Store, calendar: Calendar, *, name: str, pace: pacing.Pace, lease: float
    ) -> None:
        self._store, self._calendar = store, calendar
        self._name, self._pace, self._lease = name, pace, lease

    async def take(self, room: int) -> tuple[Taken, bool]:
        """Claim up to so many of what may leave now; and whether there may be more of it."""
        # Looked for beside those who write: where a thousand wait that takes longer than claiming some of them.
        found = await self._look()
        if not found:
            return [], False
        taken, cancelled = await self._store.giving_way(partial(self._take, found, room))
        if cancelled:
            log.warning("Cancelled, as what they answer or change was never posted: %s.", cancelled)
        # What hung on those that were cancelled is adrift from now on.
        return taken, bool(cancelled) or (bool(taken) and len(found) == MOST_AT_ONCE)

    async def _look(self) -> list[Candidate]:
        async with self._store.reading() as tx:
            return await claiming.candidates(
                tx,
                calendar_now=self._calendar.now(),
                machine_now=await machine_now(tx),
                horizon=pacing.HORIZON,
                limit=MOST_AT_ONCE,
            )

    async def _take(self, found: Sequence[Candidate], room: int, tx: Transaction) -> tuple[Taken, int]:
        held = await claiming.hold(tx, [candidate.id for candidate in found])
        still = [each for each in found if each.id in held]
        lost = [each.id for each in still if each.is_adrift]
        cancelled = await adrift.cancel(tx, lost) if lost else 0
        now = await machine_now(tx)
        plan = await self._book(tx, [each for each in still if not each.is_adrift], room, now)
        if not plan.slots:
            return [], cancelled
        taken = await claiming.take(tx, list(plan.slots), owner=self._name, until=now + self._lease)
        return [(item, plan.slots[item.delivery.id] - now) for item in taken], cancelled

    async def _book(
        self, tx: Transaction, waiting: Sequence[Candidate], room: int, now: float
    ) -> pacing.Plan:
        if self._pace.is_off:
            return pacing.at_once(waiting, now=now, room=room)
        keys = {key for candidate in waiting for key in pacing.lanes_of(candidate)}
        known = await lanes.load(tx, keys) if keys else {}
        plan = pacing.plan(waiting, known, self._pace, now=now, room=room)
        await lanes.save(tx, plan.lanes)
        return plan
