"""Looking things up: beside those who write, and never in a transaction."""

import asyncio
from typing import Any

from bot.store.engine import Store
from tests.store.test_aside import people
from tests.trends.company import Company


async def test_who_only_looks_sees_what_is_committed_meanwhile_and_so_does_the_next_one(store: Store) -> None:
    company = await Company.found(store)
    await company.person("Ana")
    for is_brief in (False, True):
        async with store.reading(is_brief=is_brief) as tx:
            before = await people(tx)
            await company.person(f"Ben {is_brief}")
            assert await people(tx) == before + 1
    async with store.transaction() as writing:
        before = await people(writing)
        async with store.reading() as tx:
            assert await people(tx) == before, "while somebody writes, others look"


async def test_a_look_takes_no_task_and_one_that_is_cut_off_gives_its_connection_back(store: Store) -> None:
    started: list[str] = []

    async def look() -> None:
        async with store.reading() as tx:
            await people(tx)

    async def look_for_ever() -> None:
        async with store.reading() as tx:
            await people(tx)
            looking.set()
            await asyncio.Event().wait()

    await look()
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, work, **how: _noted(started, asyncio.Task(work, loop=loop, **how)))
    await look()
    assert started == [], "each would go through the event loop four times more"
    loop.set_task_factory(None)

    for _ in range(12):
        looking = asyncio.Event()
        cut_off = asyncio.create_task(look_for_ever())
        await looking.wait()
        cut_off.cancel()
        await asyncio.wait([cut_off])
    async with asyncio.timeout(5):
        await look()


def _noted(started: list[str], task: asyncio.Task[Any]) -> asyncio.Task[Any]:
    started.append(task.get_name())
    return task
