"""The heartbeat: beats by itself and soon after a ring, and nothing that fails stops it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.jobs.heartbeat import LULL, Heartbeat, Job
from bot.store import workspaces
from bot.store.agenda import Due
from bot.store.engine import Store, open_store

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
FOREVER = 3600.0
"""Seconds between two beats, where only a ring brings one."""


class StandingCalendar:
    """Calendar time that stands still."""

    def now(self) -> datetime:
        """Monday morning."""
        return NOW


class Worker:
    """Sees to what is due, and counts how often it was asked to."""

    def __init__(self, work: Callable[[], Awaitable[int]] | None = None) -> None:
        self.runs = 0
        self.ran = asyncio.Event()
        self._work = work

    async def __call__(self, _now: datetime) -> int:
        self.runs += 1
        self.ran.set()
        return await self._work() if self._work else 0


@pytest_asyncio.fixture
async def due_store(sqlite_database_url: str) -> AsyncIterator[Store]:
    """A store in which the directory of users is due, and stays so."""
    store = open_store(sqlite_database_url)
    async with store.transaction() as tx:
        await workspaces.save(tx, slack_id="T1", name="Home", bot_user_id="U1", bot_id="B1", now=NOW)
    yield store
    await store.close()


@asynccontextmanager
async def beating(store: Store, *workers: Worker, seconds: float = FOREVER) -> AsyncIterator[Heartbeat]:
    """A heart with these workers, each seeing to the users that are due."""
    jobs = [Job(Due.USERS, worker) for worker in workers]
    heartbeat = Heartbeat(store, StandingCalendar(), jobs, seconds=seconds)
    heartbeat.start()
    try:
        yield heartbeat
    finally:
        await heartbeat.stop()


async def ran(worker: Worker) -> None:
    """Wait until it was asked again."""
    worker.ran.clear()
    async with asyncio.timeout(30):
        await worker.ran.wait()


async def test_it_beats_at_its_start_and_then_only_when_somebody_rings(due_store: Store) -> None:
    worker = Worker()
    async with beating(due_store, worker) as heartbeat:
        await ran(worker)
        await asyncio.sleep(2 * LULL)
        assert worker.runs == 1
        heartbeat.wake()
        await ran(worker)
        assert worker.runs == 2


async def test_fifty_rings_at_one_instant_are_one_beat(due_store: Store) -> None:
    worker = Worker()
    async with beating(due_store, worker) as heartbeat:
        await ran(worker)
        for _ in range(50):
            heartbeat.wake()
        await ran(worker)
        await asyncio.sleep(2 * LULL)
        assert worker.runs == 2


async def test_however_often_somebody_rings_the_beat_is_not_put_off(due_store: Store) -> None:
    worker = Worker()
    async with beating(due_store, worker) as heartbeat:
        await ran(worker)

        async def ring() -> None:
            while True:
                heartbeat.wake()
                await asyncio.sleep(LULL / 10)

        ringing = asyncio.create_task(ring())
        await ran(worker)
        await ran(worker)
        ringing.cancel()


async def test_a_ring_in_the_middle_of_a_beat_is_heard(due_store: Store) -> None:
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> int:
        started.set()
        await go_on.wait()
        return 0

    worker = Worker(slowly)
    async with beating(due_store, worker) as heartbeat:
        await started.wait()
        heartbeat.wake()
        go_on.set()
        await ran(worker)
        assert worker.runs == 2


async def test_a_job_that_fails_does_not_hold_up_the_others(
    due_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> int:
        raise RuntimeError("no")

    healthy = Worker()
    async with beating(due_store, Worker(fail), healthy):
        await ran(healthy)
    assert "tried again at the next beat" in caplog.text


async def test_it_goes_on_beating_when_the_database_was_away(due_store: Store) -> None:
    worker = Worker()
    async with beating(due_store, worker, seconds=0.2):
        await ran(worker)
        async with due_store.transaction() as tx:
            await tx.exec_driver_sql("ALTER TABLE workspace RENAME TO elsewhere")
        runs = worker.runs
        await asyncio.sleep(0.5)
        assert worker.runs <= runs + 1
        async with due_store.transaction() as tx:
            await tx.exec_driver_sql("ALTER TABLE elsewhere RENAME TO workspace")
        await ran(worker)


async def test_stopping_lets_a_beat_under_way_finish(due_store: Store) -> None:
    finished = []

    async def slowly() -> int:
        await asyncio.sleep(0.2)
        finished.append(True)
        return 0

    worker = Worker(slowly)
    async with beating(due_store, worker):
        await ran(worker)
    assert finished == [True]


async def test_what_is_not_due_is_left_alone(due_store: Store) -> None:
    async with due_store.transaction() as tx:
        await workspaces.read_directory_at(tx, 1, NOW + timedelta(hours=1))
    worker = Worker()
    async with beating(due_store, worker) as heartbeat:
        assert await heartbeat.beat() == 0
        assert worker.runs == 0


async def test_what_takes_long_goes_on_beside_the_beat_once_at_a_time(due_store: Store) -> None:
    going_on = asyncio.Event()

    async def take_long() -> int:
        await going_on.wait()
        return 1

    slow, quick = Worker(take_long), Worker()
    jobs = [Job(Due.USERS, slow, long=True), Job(Due.USERS, quick)]
    heartbeat = Heartbeat(due_store, StandingCalendar(), jobs, seconds=FOREVER)
    heartbeat.start()
    await ran(quick)
    heartbeat.wake()
    await ran(quick)
    assert (slow.runs, quick.runs) == (1, 2)
    going_on.set()
    async with asyncio.timeout(30):
        await heartbeat.stop()


async def test_a_whole_beat_waits_for_what_takes_long_and_for_what_follows_from_it(due_store: Store) -> None:
    left = [1, 0]
    slow = Worker(lambda: _pop(left))
    heartbeat = Heartbeat(due_store, StandingCalendar(), [Job(Due.USERS, slow, long=True)], seconds=FOREVER)
    assert await heartbeat.beat() == 1
    assert slow.runs == 2


async def _pop(left: list[int]) -> int:
    await asyncio.sleep(0)
    return left.pop(0)
