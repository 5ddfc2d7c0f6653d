"""What is kept about a team's channel decides what others may read; other channels are looked up."""

from dataclasses import replace
from typing import cast

from bot.store import rituals
from bot.store.engine import Store
from bot.trends.visible import sight_from
from bot.values.people import Channel
from bot.values.ports import Slack
from tests.trends.company import Company
from tests.trends.slack import Workspace


async def test_private_and_unknown_channels_keep_what_is_theirs(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    checkout = await company.team("Checkout", lead=ana)
    await company.team("Legal", is_private=True)
    for number, report in enumerate(("CNEWS", "CLEADS", "CGONE"), 1):
        ritual = await company.ritual(f"No. {number}", [checkout], ana)
        async with store.transaction() as tx:
            plan = (await rituals.by_id(tx, ritual)).plan
            await rituals.change(tx, ritual, replace(plan, report=report))
    slack = Workspace(Channel("CNEWS", "news"), Channel("CLEADS", "leads", is_private=True))

    may_show = await sight_from(store, cast(Slack, slack), company.workspace_id, "CPRODUCT")
    shown = {"CCHECKOUT", "CLEGAL", "CNEWS", "CLEADS", "CGONE"}
    assert {each for each in shown if may_show(each, "CPRODUCT")} == {"CCHECKOUT", "CNEWS"}
    assert may_show("CLEGAL", "CLEGAL"), "to its own people it is shown"
