"""Looking things up: beside those who write, and never in a transaction."""

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
