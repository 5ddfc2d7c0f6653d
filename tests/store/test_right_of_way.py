"""People before the clock."""

import asyncio

import pytest
from sqlalchemy import text

from bot.store import engine
from bot.store.engine import Store, Transaction, open_store
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


async def test_what_nobody_waits_for_is_taken_back_when_somebody_wants_to_write_and_done_again_after_them(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(sqlite_database_url)
    async with store.transaction() as tx:
        await tx.execute(text("CREATE TABLE note (words VARCHAR)"))
    begun, tries = asyncio.Event(), 0

    async def write(tx: Transaction) -> int:
        nonlocal tries
        tries += 1
        for number in range(200):
            await tx.execute(text("INSERT INTO note VALUES (:words)"), {"words": f"background {number}"})
            begun.set()
        return tries

    async def background() -> int:
        work_in_the_background()
        return await store.giving_way(write)

    async def person() -> None:
        await begun.wait()
        async with store.transaction() as tx:
            await tx.execute(text("INSERT INTO note VALUES ('a person')"))

    done, _ = await asyncio.gather(background(), person())
    assert done == 2, "once for the person, and once for good"
    assert await _notes(store) == ["a person", *(f"background {number}" for number in range(200))]

    # A crowd that never ends does not stop it.
    monkeypatch.setattr(engine, "PATIENCE", 0.0)
    begun.clear()
    done, _ = await asyncio.gather(background(), person())
    assert done == 3
    assert (await _notes(store))[-1] == "a person"
    await store.close()


async def _notes(store: Store) -> list[str]:
    async with store.reading() as tx:
        return list((await tx.execute(text("SELECT words FROM note ORDER BY rowid"))).scalars())
