"""What is asked so that a database is quick about it says the same as asking plainly would."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import literal, select

from bot.store.engine import Store
from bot.store.stretches import stretch_of
from bot.store.tables import UtcDateTime, team
from bot.store.teams import FEW, theirs
from tests.trends.company import Company

START = datetime(2026, 3, 2, tzinfo=UTC)
"""Clocks change in these weeks: not all of them have as many hours."""


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 25])
async def test_by_halves_everything_lies_in_the_stretch_it_does_one_after_the_other(
    store: Store, count: int
) -> None:
    bounds = [START + timedelta(weeks=week, hours=week % 2) for week in range(1, count + 1)]
    instants = [START, *(each + timedelta(seconds=off) for each in bounds for off in (-1, 0, 1))]
    asked = [stretch_of(literal(each, UtcDateTime), bounds) for each in instants]
    async with store.reading() as tx:
        found = (await tx.execute(select(*(each.label(f"n{at}") for at, each in enumerate(asked))))).one()
    assert list(found) == [bisect_right(bounds, each) for each in instants]


async def test_however_many_teams_one_looks_among_they_are_those(store: Store) -> None:
    company = await Company.found(store)
    ids = [await company.team(f"Team {number}") for number in range(2 * FEW)]
    strangers = range(max(ids) + 1, max(ids) + 1000)
    for given in ([], ids[:1], ids[:FEW], ids[: FEW + 1], [*ids[::2], *strangers]):
        async with store.reading() as tx:
            found = (await tx.execute(select(team.c.id).where(theirs(team.c.id, given)))).scalars()
            assert set(found) == {*given} & {*ids}
