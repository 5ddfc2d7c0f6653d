"""People before the clock."""

import asyncio

from bot.store.engine import Store
from bot.store.right_of_way import work_in_the_background


async def test_somebody_at_a_door_waits_for_one_transaction_of_the_background_at_most(store: Store) -> None:
    done: list[str] = []

    async def background(name: str) -> None:
        work_in_the_background()
        async with store.transaction() as tx:
            await tx.exec_driver_sql("SELECT 1")
            done.append(name)

    async def person() -> None:
        with store.right_of_way.take():
            for _ in range(3):
                async with store.transaction() as tx:
                    await tx.exec_driver_sql("SELECT 1")
            done.append("a person")

    someone = asyncio.create_task(person())
    await asyncio.gather(*(background(f"work {number}") for number in range(8)), someone)
    assert done.index("a person") <= 1
    assert len(done) == 9


async def test_a_crowd_that_never_ends_does_not_stop_the_background(store: Store) -> None:
    work_in_the_background()
    with store.right_of_way.take():
        async with asyncio.timeout(20), store.transaction() as tx:
            await tx.exec_driver_sql("SELECT 1")
