"""Taking deliveries from the outbox, as many as the pace lets leave soon: claim → pace."""

from collections.abc import Sequence
from functools import partial

from bot.slack import pacing
from bot.store import claiming
from bot.store import pacing as lanes
from bot.store.claiming import Candidate, Claimed
from bot.store.engine import Store, Transaction, machine_now
from bot.values.ports import Calendar

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
        taken = await self._store.giving_way(partial(self._take, found, room))
        return taken, bool(taken) and len(found) == MOST_AT_ONCE

    async def _look(self) -> list[Candidate]:
        async with self._store.reading() as tx:
            return await claiming.candidates(
                tx,
                calendar_now=self._calendar.now(),
                machine_now=await machine_now(tx),
                horizon=pacing.HORIZON,
                limit=MOST_AT_ONCE,
            )

    async def _take(self, found: Sequence[Candidate], room: int, tx: Transaction) -> Taken:
        still = await claiming.hold(tx, [candidate.id for candidate in found])
        now = await machine_now(tx)
        plan = await self._book(tx, [each for each in found if each.id in still], room, now)
        if not plan.slots:
            return []
        taken = await claiming.take(tx, list(plan.slots), owner=self._name, until=now + self._lease)
        return [(item, plan.slots[item.delivery.id] - now) for item in taken]

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
