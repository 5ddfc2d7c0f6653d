"""What a lead reads about the rounds that were, on each database."""

from datetime import timedelta
from typing import Any

import pytest

from bot.rituals.tending.history import history_of
from bot.store import members
from bot.store.engine import Store
from bot.values.errors import NotThere, NotYours
from bot.values.people import Member
from bot.values.rituals import Tier
from bot.values.rounds import Count, PromptState
from tests.trends.company import MONDAY, Company

ANSWERED: dict[str, Any] = {"progress": "The refund API"}


async def _member(store: Store, member_id: int) -> Member:
    async with store.transaction() as tx:
        return await members.by_id(tx, member_id)


async def test_rounds_come_newest_first_a_page_at_a_time_with_each_teams_count(store: Store) -> None:
    company = await Company.found(store)
    ana, ben, chi, dev = [await company.person(name) for name in ("ana", "ben", "chi", "dev")]
    search = await company.team("Search", lead=chi)
    checkout = await company.team("checkout", lead=ana)
    ritual = await company.ritual("Daily check-in", [checkout, search], ana)
    for number in range(4):
        await company.day(ritual, checkout, MONDAY + timedelta(days=number), {ana: ANSWERED, ben: ANSWERED})
    await company.day(ritual, checkout, MONDAY + timedelta(days=4), {ana: PromptState.EXCUSED})
    last = MONDAY + timedelta(days=7)
    round_id = await company.round(ritual, last)
    await company.prompt(round_id, ritual, checkout, ana, last, progress="Late, but here", late=True)
    await company.prompt(round_id, ritual, checkout, ben, last, PromptState.SKIPPED)
    await company.prompt(round_id, ritual, search, chi, last)
    await company.prompt(round_id, ritual, search, dev, last, PromptState.EXCUSED)

    newest = await history_of(store, await _member(store, chi), ritual, limit=4)
    assert [item.local_date.day for item in newest.rounds] == [23, 20, 19, 18]
    assert [(team.team_name, team.count) for team in newest.rounds[0].teams] == [
        ("checkout", Count(2, 1, late=1, skipped=1)),
        ("Search", Count(1, 0, excused=1)),
    ]
    assert newest.rounds[0].count == Count(3, 1, late=1, skipped=1, excused=1)
    assert newest.rounds[1].count == Count(0, 0, excused=1)
    assert (newest.participation, newest.over) == (Count(11, 9, late=1, skipped=1, excused=1), 5)

    older = await history_of(store, await _member(store, ana), ritual, before=newest.older, limit=4)
    assert [item.local_date.day for item in older.rounds] == [17, 16]
    assert older.older is None
    assert older.participation == newest.participation

    with pytest.raises(NotYours, match="ana set up Daily check-in"):
        await history_of(store, await _member(store, ben), ritual)
    with pytest.raises(NotThere, match="can't find that ritual"):
        await history_of(store, await _member(store, ana), ritual + 1)


async def test_of_a_confidential_round_no_count_is_told_of_too_few_nor_of_a_team(store: Store) -> None:
    company = await Company.found(store)
    names = ("ana", "ben", "chi", "dev", "eve", "fay")
    people = [await company.person(name) for name in names]
    teams = [await company.team("Checkout", lead=people[0]), await company.team("Search")]
    ritual = await company.ritual("Workload", teams, people[0], tier=Tier.CONFIDENTIAL)
    for number, answering in enumerate((4, 6)):
        day = MONDAY + timedelta(days=number)
        round_id = await company.round(ritual, day)
        for at, who in enumerate(people):
            said = ANSWERED if at < answering else {}
            await company.prompt(round_id, ritual, teams[at % 2], who, day, **said)
    told = await history_of(store, await _member(store, people[0]), ritual)
    newer, older = told.rounds
    assert (newer.count, newer.teams) == (Count(6, 6), [])
    assert (older.count, older.teams) == (None, [])
    assert (told.participation, told.over) == (Count(6, 6), 1)
