"""Many who write at once: each for themselves, kept together, and told the truth."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.store.engine import Store, open_store
from bot.store.one_file import OneFile
from bot.store.right_of_way import work_in_the_background


@pytest_asyncio.fixture
async def notes(store: Store) -> AsyncIterator[Store]:
    """A database with a table to write into."""
    async with store.transaction() as tx:
        await tx.execute(text("CREATE TABLE note (words VARCHAR PRIMARY KEY)"))
    yield store


@pytest_asyncio.fixture
async def file(sqlite_database_url: str) -> AsyncIterator[Store]:
    """The same on SQLite alone."""
    store = open_store(sqlite_database_url)
    async with store.transaction() as tx:
        await tx.execute(text("CREATE TABLE note (words VARCHAR PRIMARY KEY)"))
    yield store
    await store.close()


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for every commit the disk had to keep."""
    counted: list[None] = []
    commit = OneFile._commit

    def count(file: OneFile) -> None:
        commit(file)
        counted.append(None)

    monkeypatch.setattr(OneFile, "_commit", count)
    return counted


@pytest.fixture
def hops(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for every time something was handed to the file's thread."""
    counted: list[None] = []
    run = OneFile.run

    async def count(file: OneFile, function: Callable[[], Any]) -> Any:
        counted.append(None)
        return await run(file, function)

    monkeypatch.setattr(OneFile, "run", count)
    return counted


async def write(store: Store, *words: str, error: Exception | None = None, is_brief: bool = False) -> None:
    async with store.transaction(is_brief=is_brief) as tx:
        for each in words:
            await tx.execute(text("INSERT INTO note VALUES (:words)"), {"words": each})
        if error is not None:
            raise error


async def written(store: Store) -> set[str]:
    async with store.reading() as tx:
        return set((await tx.execute(text("SELECT words FROM note"))).scalars())


async def test_whoever_was_told_that_it_is_saved_can_be_read_by_everybody(notes: Store) -> None:
    async def write_and_look(words: str) -> bool:
        await write(notes, words)
        return words in await written(notes)

    assert all(await asyncio.gather(*(write_and_look(f"note {number}") for number in range(50))))
    assert len(await written(notes)) == 50


@pytest.mark.parametrize("is_brief", [False, True])
async def test_an_error_of_one_takes_back_nothing_of_another(notes: Store, is_brief: bool) -> None:
    kept = partial(write, notes, is_brief=is_brief)
    await kept("there")
    told = await asyncio.gather(
        kept("a", "also a", error=LookupError()),
        write(notes, "b"),
        kept("c", "there"),
        write(notes, "d", error=LookupError()),
        kept("e"),
        return_exceptions=True,
    )
    assert [type(each) for each in told] == [LookupError, type(None), IntegrityError, LookupError, type(None)]
    assert await written(notes) == {"there", "b", "e"}


async def test_one_who_is_interrupted_holds_up_nobody(notes: Store) -> None:
    writing = [asyncio.create_task(write(notes, f"{number} a", f"{number} b")) for number in range(30)]
    for number, task in enumerate(writing):
        if number % 3 == 0:
            task.cancel()
        await asyncio.sleep(0)
    told = await asyncio.gather(*writing, return_exceptions=True)
    saved = {number for number, each in enumerate(told) if each is None}
    assert saved >= {number for number in range(30) if number % 3}
    there = await written(notes)
    assert all({f"{number} a", f"{number} b"} <= there for number in saved)
    assert all((f"{number} a" in there) == (f"{number} b" in there) for number in range(30))
    await write(notes, "after that")


async def test_what_is_looked_up_waits_for_nobody_who_writes_and_writes_nothing(notes: Store) -> None:
    async with notes.transaction() as tx:
        await tx.execute(text("INSERT INTO note VALUES ('not yet')"))
        async with asyncio.timeout(30):
            assert await written(notes) == set()
    assert await written(notes) == {"not yet"}


async def test_nothing_is_written_by_looking_it_up(file: Store) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        async with file.reading() as tx:
            await tx.execute(text("INSERT INTO note VALUES ('slipped in')"))


async def test_fifty_who_write_at_one_instant_share_a_few_commits(file: Store, commits: list[None]) -> None:
    await asyncio.gather(*(write(file, f"note {number}") for number in range(50)))
    assert 1 <= len(commits) <= 5
    await write(file, "alone")
    await write(file, "alone again")
    assert len(await written(file)) == 52


async def test_what_is_brief_is_handed_over_to_begin_and_to_be_kept_and_not_in_between(
    file: Store, hops: list[None]
) -> None:
    await write(file, "one", "two", "three", "four", is_brief=True)
    assert len(hops) == 2
    await write(file, "five", "six", "seven", "eight")
    assert len(hops) == 2 + 5
    assert len(await written(file)) == 8


async def test_what_is_brief_and_interrupted_leaves_nothing_behind(file: Store) -> None:
    writing = [
        asyncio.create_task(write(file, f"{n} a", f"{n} b", f"{n} c", is_brief=True)) for n in range(20)
    ]
    for number, task in enumerate(writing):
        if number % 2 == 0:
            task.cancel()
        await asyncio.sleep(0)
    told = await asyncio.gather(*writing, return_exceptions=True)
    there = await written(file)
    assert {f"{n} c" for n, each in enumerate(told) if each is None} <= there
    assert all((f"{n} a" in there) == (f"{n} c" in there) for n in range(20))


async def test_what_nobody_waits_for_is_not_put_before_a_commit_somebody_waits_for(file: Store) -> None:
    done: list[str] = []

    async def person() -> None:
        await write(file, "a person")
        done.append("a person")

    async def background(words: str) -> None:
        work_in_the_background()
        await write(file, words)
        done.append(words)

    await asyncio.gather(person(), *(background(f"work {number}") for number in range(5)))
    assert done[0] == "a person"
    assert len(done) == 6


async def test_a_full_disk_is_told_to_exactly_those_it_befell(file: Store) -> None:
    async with file.transaction() as tx:
        pages = (await tx.execute(text("PRAGMA page_count"))).scalar_one()
        await tx.execute(text(f"PRAGMA max_page_count = {pages + 8}"))
    told = await asyncio.gather(
        *(write(file, f"{number} {'long' * (4000 if number == 7 else 5)}") for number in range(15)),
        return_exceptions=True,
    )
    assert isinstance(told[7], DBAPIError)
    there = {int(words.split()[0]) for words in await written(file)}
    assert there == {number for number, each in enumerate(told) if each is None}
    await write(file, "99 after that")


async def test_a_commit_the_disk_refuses_is_told_to_all_who_shared_it(
    file: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = False

    def refuse(shared: OneFile) -> None:
        nonlocal refused
        refused = True
        shared.raw.rollback()
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(OneFile, "_commit", refuse)
        told = await asyncio.gather(*(write(file, f"{n}") for n in range(5)), return_exceptions=True)
    assert refused
    assert all(isinstance(each, OperationalError) for each in told)
    assert await written(file) == set()
    await write(file, "after that")
    assert await written(file) == {"after that"}


async def test_a_file_that_was_closed_is_opened_again(file: Store) -> None:
    await write(file, "before")
    await file.close()
    await write(file, "after")
    assert await written(file) == {"before", "after"}


async def test_two_programs_take_turns_too(file: Store, sqlite_database_url: str) -> None:
    other = open_store(sqlite_database_url)
    await asyncio.gather(
        *(write(file, f"one {number}") for number in range(20)),
        *(write(other, f"other {number}") for number in range(20)),
    )
    assert len(await written(other)) == 40
    await other.close()
