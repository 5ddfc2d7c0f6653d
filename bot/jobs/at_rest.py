"""Coming to rest: for a clock that is wound, everything due is done before it moves on."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.store import agenda
from bot.store.engine import Store
from bot.values.ports import Calendar


class AtRest:
    """Does what is due and says what comes next.

    `beat` sees to what is due, `finish` waits until the outbox is quiet. When nobody rang since the last rest and
    the clock has only moved to where nothing is due yet, there is nothing to look at.
    """

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        *,
        beat: Callable[[], Awaitable[int]],
        finish: Callable[[], Awaitable[None]],
    ) -> None:
        self._store, self._calendar = store, calendar
        self._beat, self._finish = beat, finish
        self._rung = True
        self._rested_at: datetime | None = None
        self._next_due: datetime | None = None

    def ring(self) -> None:
        """Somebody did something: look again, whatever the clock says."""
        self._rung = True

    async def settle(self) -> datetime | None:
        """Do everything that is due; the next calendar instant at which something will be."""
        if not self._nothing_can_be_due():
            self._next_due = await self._look()
        self._rested_at = self._calendar.now()
        return self._next_due

    def _nothing_can_be_due(self) -> bool:
        # At the same instant as before the clock asks on purpose: another replica may have been at work.
        now, rested_at = self._calendar.now(), self._rested_at
        has_moved_on = rested_at is not None and now > rested_at
        return has_moved_on and not self._rung and (self._next_due is None or now < self._next_due)

    async def _look(self) -> datetime | None:
        while True:
            self._rung = False
            looked_at = self._calendar.now()
            await self._beat()
            await self._finish()
            if self._rung:
                # What became of a message, or somebody at a door, gave the heartbeat something to do.
                continue
            async with self._store.reading() as tx:
                ahead = [*(await agenda.look(tx)).values(), await agenda.next_delivery(tx, looked_at)]
            next_due = min((due for due in ahead if due is not None and due > looked_at), default=None)
            # Where the clock flows, something may have fallen due while we looked.
            if next_due is None or next_due > self._calendar.now():
                return next_due
