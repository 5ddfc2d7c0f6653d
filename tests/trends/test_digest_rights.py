"""Who may change a digest, and so learns in which channel it is posted."""

from datetime import UTC, datetime, time

from bot.store import digests, members
from bot.store.engine import Store
from bot.trends.rights import may_change
from bot.values.digests import DigestPlan
from bot.values.people import Role
from tests.trends.company import Company

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def test_leads_look_after_digests_but_not_after_that_of_another_private_team(store: Store) -> None:
    company = await Company.found(store)
    eve, ana, dev = [await company.person(name, role=Role.LEAD) for name in ("eve", "ana", "dev")]
    ben, zoe = await company.person("ben"), await company.person("zoe", role=Role.ADMIN)
    await company.team("Open", lead=ana, channel="COPEN")
    await company.team("Hidden", lead=dev, channel="CHIDDEN", is_private=True)

    async def who_may(channel: str) -> set[int]:
        plan = DigestPlan(f"Weekly · {channel}", channel, 0, time(9), "UTC")
        async with store.transaction() as tx:
            id_ = await digests.create(tx, company.workspace_id, eve, plan, now=NOW)
            made = await digests.find(tx, company.workspace_id, id_)
            assert made is not None
            every = [await members.by_id(tx, each) for each in (eve, ana, dev, ben, zoe)]
            return {each.id for each in every if await may_change(tx, made, each)}

    assert await who_may("COPEN") == {eve, ana, dev, zoe}
    assert await who_may("CHIDDEN") == {eve, dev, zoe}, "its owner, its lead and admins"
