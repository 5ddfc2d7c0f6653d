"""Who may change a digest, and so learns in which channel it is posted."""

from collections.abc import Collection
from datetime import UTC, datetime, time
from typing import Any

from bot.store import digests, members
from bot.store.engine import Store
from bot.trends.rights import may_change, read_by
from bot.trends.sight import ChannelReaders
from bot.values.digests import DigestPlan
from bot.values.errors import SlackRefused
from bot.values.people import Channel, Role
from tests.trends.company import Company

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def test_leads_look_after_digests_but_not_after_that_of_another_private_team(store: Store) -> None:
    company = await Company.found(store)
    eve, ana, dev = [await company.person(name, role=Role.LEAD) for name in ("eve", "ana", "dev")]
    ben, zoe = await company.person("ben"), await company.person("zoe", role=Role.ADMIN)
    await company.team("Open", lead=ana, channel="COPEN")
    await company.team("Hidden", lead=dev, channel="CHIDDEN", is_private=True)

    async def who_may(channel: str, readers: Collection[int] = ()) -> set[int]:
        plan = DigestPlan(f"Weekly · {channel}", channel, 0, time(9), "UTC")
        async with store.transaction() as tx:
            id_ = await digests.create(tx, company.workspace_id, eve, plan, now=NOW)
            made = await digests.find(tx, company.workspace_id, id_)
            assert made is not None
            every = [await members.by_id(tx, each) for each in (eve, ana, dev, ben, zoe)]
            reads = {each: [channel] if each in readers else [] for each in (eve, ana, dev, ben, zoe)}
            return {each.id for each in every if await may_change(tx, made, each, reads[each.id])}

    assert await who_may("COPEN") == {eve, ana, dev, zoe}
    assert await who_may("CHIDDEN") == {eve, dev, zoe}, "its owner, its lead and admins"
    assert await who_may("CELSEWHERE", readers=(ana, ben)) == {eve, ana, zoe}, "leads who can read it"
    assert await who_may("CHIDDEN", readers=(ana,)) == {eve, dev, zoe}, "a lead in another team's channel"


async def test_only_where_a_digest_is_posted_in_no_teams_channel_a_lead_is_looked_up(store: Store) -> None:
    company = await Company.found(store)
    ana, ben = await company.person("ana", role=Role.LEAD), await company.person("ben")
    await company.team("Open", lead=ana, channel="COPEN")
    async with store.transaction() as tx:
        for channel in ("COPEN", "CPUBLIC", "CTHEIRS", "COTHERS", "CGONE"):
            plan = DigestPlan(channel, channel, 0, time(9), "UTC")
            await digests.create(tx, company.workspace_id, ben, plan, now=NOW)
        lead, other = await members.by_id(tx, ana), await members.by_id(tx, ben)
    slack: Any = _Channels()
    assert await read_by(store, slack, ChannelReaders(), other) == set()
    assert slack.asked == []
    assert await read_by(store, slack, ChannelReaders(), lead) == {"CPUBLIC", "CTHEIRS"}
    assert slack.asked == ["CGONE", "COTHERS", "CPUBLIC", "CTHEIRS"]


class _Channels:
    """A workspace's channels, as a replica's own Slack tells of them."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def channel(self, channel_id: str) -> Channel:
        self.asked.append(channel_id)
        if channel_id == "CGONE":
            raise SlackRefused("channel_not_found", "I cannot see it.")
        return Channel(channel_id, channel_id.lower(), is_private=channel_id != "CPUBLIC")

    async def channel_members(self, channel_id: str) -> list[str]:
        return ["UANA"] if channel_id == "CTHEIRS" else ["UBEN"]
