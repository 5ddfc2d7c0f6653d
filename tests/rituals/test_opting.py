"""Whoever sends the number of a ritual that was never for them is told the same as if there were none."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from bot.rituals import opting
from bot.store import rituals, teams
from bot.store.engine import Store
from bot.store.tables import opt_out
from bot.values.errors import NotThere
from bot.values.questions import Question
from bot.values.rituals import Kind, RitualPlan
from bot.values.schedules import Schedule
from tests.loops.founding import MONDAY, found_company
from tests.trends.company import Company

DAILY = Schedule("FREQ=DAILY", time(9), "UTC", date(2026, 11, 24))
TODAY, NOWHERE = MONDAY.date(), 4711


async def test_only_whoever_a_ritual_asks_or_asked_opts_out_of_it_and_back(store: Store) -> None:
    people, team_ids = await found_company(
        store, ["ana", "ben", "cem", "zoe"], {"checkout": ["ana", "ben"]}, {"checkout": "zoe"}, admin="zoe"
    )
    strangers, _ = await found_company(store, ["eve"], {}, {}, admin="eve", home="T2")
    ana, ben, cem, eve = people["ana"].id, people["ben"].id, people["cem"].id, strangers["eve"].id
    questions = (Question("moved", "What moved?"),)
    plan = RitualPlan("Layoff talks", Kind.CHECK_IN, None, questions, DAILY, timedelta(hours=8), None)
    async with store.transaction() as tx:
        here, team_id = people["ana"].workspace_id, team_ids["checkout"]
        id_ = await rituals.create(tx, here, people["zoe"].id, plan, [team_id], now=MONDAY)
    await Company(store, here).day(id_, team_id, TODAY, {ben: {"moved": "Much"}}, questions=questions)
    async with store.transaction() as tx:
        # They were asked once.
        await teams.set_members(tx, team_id, [ana])

    said = set()
    for who, number in ((cem, id_), (eve, id_), (ana, NOWHERE)):
        for press in (opting.stop_asking, opting.ask_again):
            with pytest.raises(NotThere) as told:
                await press(store, number, who, MONDAY)
            said.add(told.value.user_message)
    assert said == {opting.GONE}, "nothing tells a ritual of others from none"

    for who in (ana, ben):
        assert await opting.stop_asking(store, id_, who, MONDAY) == "Layoff talks"
    async with store.transaction() as tx:
        assert set((await tx.execute(select(opt_out.c.member_id))).scalars()) == {ana, ben}
        await teams.set_members(tx, team_id, [])
    for who in (ana, ben):
        assert await opting.ask_again(store, id_, who, MONDAY) == ("Layoff talks", False)
    with pytest.raises(NotThere):
        await opting.stop_asking(store, id_, ana, MONDAY)
