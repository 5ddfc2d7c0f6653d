"""Raising what somebody said in a check-in: by whom it was said to, and never what was not said to all of them."""

import pytest

from bot.loops.from_check_ins import to_raise
from bot.store import members
from bot.store.engine import Store
from bot.store.tables import team_member
from bot.values.errors import NotThere, NotYours
from bot.values.rituals import TO_LEAD, Tier
from tests.trends.company import MONDAY, Company


async def test_words_are_raised_by_their_team_and_not_those_for_a_lead_or_in_confidence(store: Store) -> None:
    company = await Company.found(store)
    ana, ben, cem = [await company.person(name) for name in ("ana", "ben", "cem")]
    team = await company.team("Checkout", lead=ana)
    await company.team("Search", lead=cem)
    async with store.transaction() as tx:
        await tx.execute(team_member.insert().values(team_id=team, member_id=ben))
        who = {each: await members.by_id(tx, each) for each in (ana, ben, cem)}

    async def said(name: str, tier: Tier = Tier.NAMED, report: str | None = None) -> int:
        ritual = await company.ritual(name, [team], ana, tier=tier)
        if report is not None:
            company.reports[ritual] = report
        round_id = await company.round(ritual, MONDAY)
        return await company.prompt(round_id, ritual, team, ana, MONDAY, stuck=f"The words of {name}")

    open_to_all = await said("All")
    assert (await to_raise(store, who[ben], open_to_all)).spoken.text == "The words of All"
    with pytest.raises(NotYours, match="This was said in Checkout"):
        await to_raise(store, who[cem], open_to_all)
    for prompt_id in (await said("Few", report=TO_LEAD), await said("None", Tier.CONFIDENTIAL), 999_999):
        with pytest.raises(NotThere):
            await to_raise(store, who[ben], prompt_id)
