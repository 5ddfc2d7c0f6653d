"""Goals on each database: added once, known to whom they may be, with the last two words about each."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest_asyncio
from sqlalchemy import select, update

from bot.store import goals, retention, seen_goals
from bot.store.engine import Store
from bot.store.kept import forget
from bot.store.tables import goal, goal_confidence, member, team
from bot.values.goals import GoalSeen, GoalState, NewGoal
from bot.values.people import Member
from tests.loops.founding import MONDAY, found_company

NAMES = ("Ana", "Ben", "Cleo", "Dev", "Finn")
TEAMS = {"Checkout": ("Ana", "Ben"), "Deals": ("Cleo",)}
LEADS = {"Checkout": "Ben", "Deals": "Dev"}
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Plans:
    """Checkout (Ana; Ben leads it), Deals with a private channel (Cleo; Dev leads it); Finn is an admin."""

    store: Store
    people: dict[str, Member]
    teams: dict[str, int]

    async def add(self, title: str, owner: str | None, team: str | None = None) -> int:
        """A goal; its number."""
        new = NewGoal(title, self.people[owner].id if owner else None, self.teams[team] if team else None)
        async with self.store.transaction() as tx:
            return await goals.add(tx, self.people["Ana"].workspace_id, new, key=title, at=MONDAY)

    async def say(self, goal_id: int, who: str, *values: tuple[int, int], why: str | None = None) -> None:
        """What somebody says so many days ago, oldest or newest first."""
        async with self.store.transaction() as tx:
            for days, value in values:
                on = TODAY - timedelta(days=days)
                await goals.say(tx, goal_id, self.people[who].id, on, value, why, MONDAY)

    async def sees(self, who: str) -> list[str]:
        """The titles of open goals, in the order in which somebody is shown them."""
        async with self.store.reading() as tx:
            found = await seen_goals.open_page(tx, self.people[who], start=0, most=20)
        return [each.goal.title for each in found]

    async def find(self, goal_id: int, who: str = "Finn") -> GoalSeen | None:
        """A goal as somebody may know it."""
        async with self.store.reading() as tx:
            return await seen_goals.find(tx, self.people[who], goal_id)


@pytest_asyncio.fixture
async def plans(store: Store) -> AsyncIterator[Plans]:
    """There is no goal yet."""
    people, team_ids = await found_company(store, NAMES, TEAMS, LEADS, admin="Finn")
    async with store.transaction() as tx:
        await tx.execute(update(team).where(team.c.id == team_ids["Deals"]).values(is_private=True))
    yield Plans(store, people, team_ids)


async def test_a_goal_handed_in_twice_is_added_once_and_the_last_word_of_a_day_counts(plans: Plans) -> None:
    first = await plans.add("Activation", "Ana", "Checkout")
    assert await plans.add("Activation", "Ana", "Checkout") == first
    seen = await plans.find(first)
    assert seen is not None
    assert (seen.team, seen.owner, seen.latest, seen.before) == ("Checkout", "Ana", None, None)
    await plans.say(first, "Ana", (14, 8), (7, 7), (0, 6))
    await plans.say(first, "Ana", (0, 4), why="tracking broken")
    seen = await plans.find(first)
    assert seen is not None
    assert seen.latest is not None
    assert seen.before is not None
    assert (seen.latest.value, seen.latest.why, seen.before.value) == (4, "tracking broken", 7)
    async with plans.store.reading() as tx:
        assert [each.value for each in await goals.said_of(tx, first, start=1, most=5)] == [7, 8]
        between = await goals.said_between(tx, [first], TODAY - timedelta(days=14), TODAY - timedelta(days=1))
        assert [each.value for each in between[first]] == [8, 7]


async def test_goals_of_a_private_team_are_known_to_it_its_lead_their_owner_and_admins(plans: Plans) -> None:
    secret = await plans.add("Buy Trainlane", "Ana", "Deals")
    await plans.add("Activation", "Ben", "Checkout")
    await plans.add("Delight", None)
    everything = {"Activation", "Delight", "Buy Trainlane"}
    known = {who: set(await plans.sees(who)) for who in NAMES}
    assert all(known[who] == everything for who in ("Ana", "Cleo", "Dev", "Finn"))
    assert known["Ben"] == {"Activation", "Delight"}
    assert await plans.find(secret, "Ben") is None


async def test_mine_come_first_then_my_teams_then_everybodys_then_others(plans: Plans) -> None:
    for title, owner, of_team in (
        ("a theirs", "Dev", "Deals"),
        ("b everybody's", "Dev", None),
        ("C team's", "Ben", "Checkout"),
        ("d mine", "Ana", None),
        ("c also the team's", "Ben", "Checkout"),
    ):
        await plans.add(title, owner, of_team)
    assert await plans.sees("Finn") == [
        "b everybody's",
        "d mine",
        "a theirs",
        "c also the team's",
        "C team's",
    ]
    assert await plans.sees("Ana") == ["d mine", "c also the team's", "C team's", "b everybody's"]


async def test_whoever_left_looks_after_nothing_and_what_is_closed_is_listed_apart(plans: Plans) -> None:
    activation = await plans.add("Activation", "Ben", "Checkout")
    dropped = await plans.add("Rewrite", "Ana")
    async with plans.store.transaction() as tx:
        assert [each.goal.id for each in await goals.owned_by(tx, plans.people["Ben"])] == [activation]
        await goals.close(tx, dropped, GoalState.DROPPED, MONDAY)
        assert await goals.owned_by(tx, plans.people["Ana"]) == []
        gone = update(member).where(member.c.id == plans.people["Ben"].id)
        await tx.execute(gone.values(is_active=False))
    assert await plans.sees("Ana") == ["Activation"]
    seen = await plans.find(activation)
    assert seen is not None
    assert (seen.goal.owner_id, seen.owner) == (None, None)
    async with plans.store.reading() as tx:
        closed = await seen_goals.closed_page(tx, plans.people["Ana"], start=0, most=20)
        assert [(each.goal.title, each.goal.state) for each in closed] == [("Rewrite", GoalState.DROPPED)]
        later, here = MONDAY + timedelta(hours=1), plans.people["Ana"].workspace_id
        teams = [plans.teams["Checkout"]]
        for since, titles in ((MONDAY, ["Activation", "Rewrite"]), (later, ["Activation"])):
            found = await goals.worked_towards(tx, here, teams, before=later, closed_since=since)
            assert [each.goal.title for each in found] == titles
        assert await goals.worked_towards(tx, here, teams, before=MONDAY, closed_since=MONDAY) == []


async def test_what_is_erased_of_a_person_and_what_is_forgotten_after_a_while(plans: Plans) -> None:
    ana, here = plans.people["Ana"], plans.people["Ana"].workspace_id
    kept, old = await plans.add("Activation", "Ana"), await plans.add("Rewrite", "Ana")
    for each in (kept, old):
        await plans.say(each, "Ana", (7, 7), (0, 4), why="tracking broken")
    async with plans.store.transaction() as tx:
        await goals.let_go(tx, ana.id)
        await goals.close(tx, old, GoalState.REACHED, MONDAY)
        assert await forget(tx, here, (retention.GOALS, MONDAY), limit=10) == 0
        assert await forget(tx, here, (retention.GOALS, MONDAY + timedelta(days=1)), limit=10) == 1
        rows = (await tx.execute(select(goal_confidence).order_by(goal_confidence.c.local_date))).all()
        assert [(row.goal_id, row.value, row.why) for row in rows] == [(kept, 7, None), (kept, 4, None)]
        assert (await tx.execute(select(goal.c.id, goal.c.owner_id))).all() == [(kept, None)]


async def test_nothing_of_another_workspace_is_found(plans: Plans) -> None:
    number = await plans.add("Activation", "Ana")
    stranger = replace(plans.people["Finn"], workspace_id=plans.people["Finn"].workspace_id + 1)
    async with plans.store.transaction() as tx:
        assert await seen_goals.find(tx, stranger, number) is None
        assert not await goals.hold(tx, stranger.workspace_id, number)
        assert await goals.hold(tx, plans.people["Ana"].workspace_id, number)
