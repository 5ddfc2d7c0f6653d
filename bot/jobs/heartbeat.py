"""The heartbeat: asks the database what is due and sees to it. The only user of APScheduler, which wakes us and
does nothing else: no job carries state in memory, so a restart, a late start or a wound clock is no special case.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.store import agenda
from bot.store.agenda import Due
from bot.store.engine import Store
from bot.store.right_of_way import work_in_the_background
from bot.values.ports import Calendar

log = logging.getLogger(__name__)

_BEAT = "beat"
LULL = 0.2
"""Seconds from a ring to its beat: when fifty people answer at one instant, what follows from it is done once, after
all of them were acknowledged, instead of in between."""

PATIENCE = 10.0
"""Seconds for what is beside the beat when Drumbeat stops."""

_MOST_PASSES = 200
"""A job that always finds work would be a bug; this keeps it from stopping the others."""


@dataclass(frozen=True, slots=True)
class Job:
    """Sees to one kind of thing that falls due: `run` does all of it and says how much there was. What is `long` goes
    on beside the beat, so that nobody is asked later because of it."""

    due: Due
    run: Callable[[datetime], Awaitable[int]]
    long: bool = False


class Heartbeat:
    """Beats every few seconds, and soon after somebody rings."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        jobs: Sequence[Job],
        *,
        seconds: float,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._calendar, self._jobs = store, calendar, jobs
        self._seconds, self._after = seconds, after
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._beating = asyncio.Lock()
        self._rung = False
        self._beside: dict[Due, asyncio.Task[int]] = {}

    def start(self) -> None:
        """Start beating."""
        self._scheduler.add_job(
            self._beat_safely,
            "interval",
            id=_BEAT,
            seconds=self._seconds,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop beating; a beat under way is finished first."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        async with self._beating:
            await self._finish_beside()
            # Only now: shutting down cancels what still runs, in the middle of a transaction.
            self._scheduler.shutdown(wait=False)

    def wake(self) -> None:
        """Something became due just now."""
        self._rung = True
        if not self._beating.locked():
            self._beat_soon()

    async def beat(self) -> int:
        """See to everything that is due, and to what becomes due by it; how much there was."""
        done = 0
        work_in_the_background()
        async with self._beating:
            for _ in range(_MOST_PASSES):
                self._rung = False
                found = await self._one_pass()
                found += sum(await asyncio.gather(*self._beside.values()))
                done += found
                if not found and not self._rung:
                    break
        self._after()
        return done

    def _beat_soon(self) -> None:
        if not self._scheduler.running:
            return
        soon = datetime.now(UTC) + timedelta(seconds=LULL)
        # A beat that comes sooner anyway is not put off, however often somebody rings.
        if self._scheduler.get_job(_BEAT).next_run_time > soon:
            self._scheduler.modify_job(_BEAT, next_run_time=soon)

    async def _one_pass(self) -> int:
        now, done = self._calendar.now(), 0
        ahead = await self._look_ahead()
        for job in self._jobs:
            if job.due in ahead and ahead[job.due] <= now:
                found = await self._run(job, now)
                done += found
                # What a round that opens brings is asked before anybody is reminded: they may want the same hour.
                ahead = await self._look_ahead() if found else ahead
        return done

    async def _look_ahead(self) -> dict[Due, datetime]:
        async with self._store.reading() as tx:
            return await agenda.look(tx)

    async def _run(self, job: Job, now: datetime) -> int:
        if not job.long:
            return await self._run_safely(job, now)
        if job.due not in self._beside:
            self._beside[job.due] = asyncio.create_task(self._run_beside(job, now))
        return 0

    async def _run_beside(self, job: Job, now: datetime) -> int:
        try:
            return await self._run_safely(job, now)
        finally:
            del self._beside[job.due]
            self._after()

    async def _finish_beside(self) -> None:
        """Wait for what is beside the beat, but not for ever: what is cut off is found due again."""
        if self._beside:
            _done, late = await asyncio.wait(self._beside.values(), timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run_safely(self, job: Job, now: datetime) -> int:
        try:
            return await job.run(now)
        except Exception:
            # One kind of work that fails must not hold up the others; it is found due again at the next beat.
            log.exception("Seeing to %s failed; it is tried again at the next beat.", job.due)
            return 0

    async def _beat_safely(self) -> None:
        found = 0
        work_in_the_background()
        try:
            async with self._beating:
                self._rung = False
                found = await self._one_pass()
        except Exception:
            log.exception(
                "The heartbeat could not reach the database; it beats again in %s s.", self._seconds
            )
        self._after()
        if found or self._rung:
            self._beat_soon()
