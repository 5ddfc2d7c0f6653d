"""What is asked so that a database is quick about it says the same as asking plainly would."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, literal, select

from bot.store.dialect import Among, Numbers
from bot.store.engine import Store
from bot.store.stretches import stretch_of
from bot.store.tables import UtcDateTime, team
from bot.store.teams import theirs
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


async def test_however_many_numbers_one_looks_among_they_are_those(store: Store) -> None:
    company = await Company.found(store)
    ids = [await company.team(f"Team {number}") for number in range(12)]
    strangers = range(max(ids) + 1, max(ids) + 40_000)
    for given in ([], ids[:1], ids[3:9], [*ids[::2], *strangers]):
        some = Among(team.c.id, bindparam(None, given, Numbers))
        async with store.reading() as tx:
            for which in (some, theirs(team.c.id, given)):
                found = set((await tx.execute(select(team.c.id).where(which))).scalars())
                assert found == {*given} & {*ids}
            others = set((await tx.execute(select(team.c.id).where(~some))).scalars())
        assert others == {*ids} - {*given}
