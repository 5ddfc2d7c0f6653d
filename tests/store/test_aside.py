"""Reading aside: the event loop goes on, and what is read is of one instant."""

import asyncio
import threading

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from bot.store.engine import Store, Transaction
from bot.store.tables import member
from tests.trends.company import Company

PATIENCE = 30.0


@pytest.fixture
async def company(store: Store) -> Company:
    """A company of one."""
    company = await Company.found(store)
    await company.person("Ana")
    return company


async def people(tx: Transaction) -> int:
    """How many there are."""
    return int((await tx.execute(select(func.count()).select_from(member))).scalar_one())


async def test_while_something_is_put_together_people_are_served_and_what_is_read_is_of_one_instant(
    company: Company,
) -> None:
    begun, kept, here = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

    async def read_twice(tx: Transaction) -> tuple[int, int]:
        before = await people(tx)
        here.call_soon_threadsafe(begun.set)
        # In the event loop this would wait for ever: nobody could be served who ends it.
        assert kept.wait(PATIENCE)
        return before, await people(tx)

    reading = asyncio.create_task(company.store.aside(read_twice))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await company.person("Ben")
    kept.set()
    assert await reading == (1, 1)
    assert await company.store.aside(people) == 2


async def test_nothing_is_written_aside_and_what_goes_wrong_is_told(company: Company) -> None:
    async def forget_everybody(tx: Transaction) -> None:
        await tx.execute(delete(member))

    with pytest.raises(DBAPIError):
        await company.store.aside(forget_everybody)
    assert await company.store.aside(people) == 1


async def test_what_is_still_read_when_the_store_closes_is_given_up(company: Company) -> None:
    begun, here = asyncio.Event(), asyncio.get_running_loop()

    async def never_ends(tx: Transaction) -> None:
        await people(tx)
        here.call_soon_threadsafe(begun.set)
        await asyncio.Event().wait()

    reading = asyncio.create_task(company.store.aside(never_ends))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await company.store.close()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not [thread for thread in threading.enumerate() if thread.name == "reading aside"]
    assert await company.store.aside(people) == 1, "whoever comes after that opens it again"
