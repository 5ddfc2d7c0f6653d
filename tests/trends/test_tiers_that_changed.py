"""What was promised when a round opened holds, whatever its ritual has become since."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.store import people_asked, weekly
from bot.store import trends as store_trends
from bot.store.engine import Store
from bot.store.tables import ritual, week_sum, week_turnout
from bot.store.trends import Weeks
from bot.trends.participation import countable
from bot.trends.summing import sum_up
from bot.values.rituals import Tier
from bot.values.rounds import PromptState
from tests.trends.company import MONDAY, NEXT_MONDAY, Company

A_WEEK = timedelta(weeks=1)
FIRST = MONDAY - 2 * A_WEEK
WEEKS = Weeks(FIRST, count=3, last=MONDAY + timedelta(days=6))
LATER = NEXT_MONDAY + timedelta(days=2)


@pytest.mark.parametrize("summed", [False, True])
async def test_how_many_of_a_few_answered_is_said_of_named_rounds_alone(
    store: Store, *, summed: bool
) -> None:
    company = await Company.found(store)
    people = [await company.person(f"p{number}") for number in range(6)]
    team = await company.team("Core")
    id_ = await company.ritual("Pulse", [team], people[0], tier=Tier.CONFIDENTIAL)

    async def now_it_is(tier: Tier) -> None:
        async with store.transaction() as tx:
            await tx.execute(update(ritual).where(ritual.c.id == id_).values(tier=tier))

    async def asks(week: int, day: int, answering: int) -> None:
        given = {who: {"progress": "Much"} for who in people[:answering]}
        missed = dict.fromkeys(people[answering:], PromptState.MISSED)
        await company.day(id_, team, FIRST + week * A_WEEK + timedelta(days=day), {**given, **missed})

    await asks(0, 0, 2)
    await asks(1, 0, 5)
    await now_it_is(Tier.NAMED)
    await asks(1, 2, 6)
    await asks(2, 0, 2)
    if summed:
        await sum_up(store, company.workspace_id, LATER)
    said = {}
    for tier in (Tier.NAMED, Tier.CONFIDENTIAL):
        await now_it_is(tier)
        async with store.transaction() as tx:
            asking = await store_trends.asking(tx, [team])
            look = await weekly.look(tx, [team], asking, WEEKS)
            rows = await weekly.turnouts(tx, look, now=LATER)
        assert [row.turnout.people_answered for row in rows] == [2, 6, 2]
        said[tier] = [row.may_be_said for row in rows]
        assert [bool(countable(rows, row.monday)) for row in rows] == said[tier]
    # Of a week with both, the one that was named would tell how many answered the other.
    assert said[Tier.NAMED] == said[Tier.CONFIDENTIAL] == [False, False, True]


async def test_a_team_is_counted_in_named_rounds_alone_and_an_anonymous_week_is_never_summed_up(
    store: Store,
) -> None:
    company = await Company.found(store)
    ana, ben = [await company.person(name) for name in ("ana", "ben")]
    team = await company.team("Core")
    kept = {}
    for tier in Tier:
        id_ = await company.ritual(tier, [team], ana, tier=tier)
        await company.day(id_, team, MONDAY, {ana if tier is Tier.NAMED else ben: {"progress": "Much"}})
        kept[tier] = id_
    assert await sum_up(store, company.workspace_id, LATER) == 2
    async with store.transaction() as tx:
        assert await people_asked.by_team(tx, [team], WEEKS, now=LATER) == {team: (1, 1)}
        assert await people_asked.by_team(tx, [team], WEEKS, now=LATER, ritual_ids=list(kept.values())) == {
            team: (1, 1)
        }
        summed = set((await tx.execute(select(week_sum.c.ritual_id).where(week_sum.c.is_current))).scalars())
        counted = set((await tx.execute(select(week_turnout.c.ritual_id))).scalars())
    assert summed == counted == {kept[Tier.NAMED], kept[Tier.CONFIDENTIAL]}
