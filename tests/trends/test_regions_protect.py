"""Invariant 8 of anonymity, held to participation by region as well, over companies by chance: whoever reads every
digest, the overviews of all and every team's trends learns of no fewer than five people in one part of the world."""

import random
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import insert, update

from bot.store.engine import Store
from bot.store.tables import member, team_member
from bot.trends.regions import EVERYBODY_ELSE, by_region
from bot.values.facts import RegionTurnout
from bot.values.people import Role
from bot.values.regions import region_of
from bot.values.rituals import FEWEST, TO_LEAD, TO_TEAM, Tier
from bot.values.rounds import PromptState
from tests.privacy.leaks import leaks
from tests.trends.company import MONDAY, Company
from tests.trends.test_team_trends import known, looked, overview

ZONES = ("Europe/Berlin", "Africa/Lagos", "Asia/Tokyo", "America/Lima")


@dataclass
class Org:
    """A company by chance: where its people live, whom its teams asked, and who answered."""

    company: Company
    zones: dict[int, str] = field(default_factory=dict)
    teams: dict[str, bool] = field(default_factory=dict)
    """Whether they are private, by name."""
    asked: dict[str, set[int]] = field(default_factory=dict)
    """Whom a team asked openly, if it is a public one."""
    answered: set[int] = field(default_factory=set)

    @property
    def openly(self) -> set[int]:
        """Everybody who was asked openly."""
        return set().union(*(people for name, people in self.asked.items() if not self.teams[name]))

    def behind(self, lines: Sequence[RegionTurnout]) -> list[frozenset[int]]:
        """The people of each line."""
        named = {line.region for line in lines}
        return [
            frozenset(
                who
                for who in self.openly
                if self._region(who) == line.region
                or (line.region == EVERYBODY_ELSE and self._region(who) not in named)
            )
            for line in lines
        ]

    def _region(self, who: int) -> str:
        return region_of(self.zones[who])


@pytest.mark.parametrize("seed", range(4))
async def test_no_sum_or_difference_of_all_lines_on_regions_is_about_a_few(store: Store, seed: int) -> None:
    org = await _org(store, random.Random(seed))
    every = [lines async for lines in _everything_told(org)]
    told = [lines for lines in every if lines]
    assert all(lines == told[0] for lines in told), "the same wherever it is told"
    for lines in told:
        people = org.behind(lines)
        assert [(len(who), len(who & org.answered)) for who in people] == [
            (line.people, line.people_answered) for line in lines
        ]
    published = [group for lines in told for group in org.behind(lines)]
    assert leaks([org.openly, *published] if org.openly else published, FEWEST) == []


def test_regions_of_each_team_beside_those_of_all_would_leak_and_the_check_sees_it() -> None:
    chance, leaking = random.Random(7), 0
    for _ in range(100):
        homes = {who: chance.choice(ZONES) for who in range(30)}
        teams = [set(range(at, at + 10)) for at in range(0, 30, 10)]
        published = [group for people in (set(homes), *teams) for group in _as_once(people, homes)]
        leaking += bool(leaks(published, FEWEST))
    assert leaking > 10


async def _everything_told(org: Org) -> AsyncIterator[Sequence[RegionTurnout]]:
    """Every line on regions somebody can read, whoever they are."""
    for channel in ("CPRODUCT", *(f"C{name.upper()}" for name in org.teams)):
        private = [f"C{name.upper()}" for name, is_private in org.teams.items() if is_private]
        yield (await org.company.facts(channel=channel, private=private)).regions
    admin, observer, *people = org.zones
    for who in (admin, observer, *people[:2]):
        found = await overview(org.company, who)
        yield found.regions
        for line in found.asked:
            assert line.region == "" or line.people >= FEWEST
    for team in (await known(org.company, admin)).teams:
        trends = await looked(org.company, admin, team.name)
        assert [line.region for line in trends.asked] in ([], [""])


async def _org(store: Store, chance: random.Random) -> Org:
    """Three or four teams, some private, whose people are in one or two of them, with rituals that go everywhere."""
    company = await Company.found(store)
    org = Org(company)
    readers = [await company.person("Eve", role=Role.ADMIN), await company.person("Obi", role=Role.OBSERVER)]
    people = [await company.person(f"P{number}") for number in range(26)]
    for who in [*readers, *people]:
        org.zones[who] = chance.choice(ZONES)
    names = [f"Team{number}" for number in range(chance.randint(1, 4))]
    for name in names:
        org.teams[name] = chance.random() < 0.3
        team_id = await company.team(name, lead=chance.choice(people), is_private=org.teams[name])
        theirs = chance.sample(people, chance.randint(3, 14))
        await _ask(org, chance, name, team_id, theirs)
    async with store.transaction() as tx:
        for who, zone in org.zones.items():
            await tx.execute(update(member).where(member.c.id == who).values(zone=zone))
    return org


async def _ask(org: Org, chance: random.Random, name: str, team_id: int, people: Sequence[int]) -> None:
    """A check-in that everybody may read, and others for the lead, another channel or groups alone."""
    company = org.company
    async with company.store.transaction() as tx:
        await tx.execute(insert(team_member), [{"team_id": team_id, "member_id": who} for who in people])
    for report, tier in (
        (TO_TEAM, Tier.NAMED),
        (TO_LEAD, Tier.NAMED),
        ("CSECRET", Tier.NAMED),
        (TO_TEAM, Tier.CONFIDENTIAL),
    ):
        some = [who for who in people if chance.random() < 0.8]
        ritual_id = await company.ritual(
            f"{name} {report} {tier}", [team_id], some[0] if some else people[0], tier=tier
        )
        company.reports[ritual_id] = report
        given = {who: chance.choice((PromptState.MISSED, PromptState.ANSWERED)) for who in some}
        await company.day(ritual_id, team_id, MONDAY, given)
        if (report, tier) == (TO_TEAM, Tier.NAMED):
            org.asked[name] = {*some}
            if not org.teams[name]:
                org.answered |= {who for who, state in given.items() if state is PromptState.ANSWERED}


def _as_once(people: Iterable[int], homes: dict[int, str]) -> list[set[int]]:
    """The groups that were told of some people when each team had regions of its own."""
    theirs = list(people)
    zones = {zone: (sum(homes[who] == zone for who in theirs), 0) for zone in {homes[who] for who in theirs}}
    lines = by_region(zones)
    named = {line.region for line in lines}
    return [set(theirs)] + [
        {
            who
            for who in theirs
            if (region_of(homes[who]) if region_of(homes[who]) in named else EVERYBODY_ELSE) == line.region
        }
        for line in lines
    ]
