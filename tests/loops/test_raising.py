"""Raising and joining on each database: once however often it is handed in, and only what one may see is offered."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import func, select, update

from bot.loops import categories, raising, stepping
from bot.store import loops, members, teams, workspaces
from bot.store.engine import Store
from bot.store.tables import loop as loop_table
from bot.store.tables import loop_hit, team
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.loops import MOST_CATEGORIES, Impact, Loop, LoopState, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Channel, Member, Profile, Role
from bot.values.raising import Joined
from bot.values.teams import TeamPlan
from bot.wiring import LOOP_WORDING

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
REFUND = NewLoop("Refund API from Payments")


@dataclass(frozen=True)
class Company:
    """Checkout (Ana, Ben), Payments (Eve, who leads both) and Secret (Cleo); Dan is in none, Gus is a guest."""

    store: Store
    people: dict[str, Member]
    teams: dict[str, int]

    async def raise_one(self, who: str, new: NewLoop = REFUND, *, team: str | None = None) -> Loop:
        team_id = self.teams[team] if team else None
        return await raising.raise_one(self.store, LOOP_WORDING, self.people[who], team_id, new, MONDAY)

    async def similar(
        self, who: str, title: str = "still need the refunds API", *, days: int = 0
    ) -> list[int]:
        now = MONDAY + timedelta(days=days)
        found = await raising.find_similar(self.store, self.people[who], NewLoop(title), now)
        return [each.loop.id for each in found]

    async def join(self, who: str, loop_id: int, *, team: str | None = None) -> Joined:
        team_id = self.teams[team] if team else None
        return await raising.join(
            self.store, LOOP_WORDING, self.people[who], loop_id, MONDAY, team_id=team_id, words="It hits me"
        )

    async def step(self, who: str, loop_id: int, step: Step, words: str | None = None) -> Loop:
        what = NewStep(step, words=words)
        return await stepping.take(self.store, LOOP_WORDING, self.people[who], loop_id, what, MONDAY)

    async def steps(self, loop_id: int) -> list[tuple[Step, int | None]]:
        async with self.store.transaction() as tx:
            events = (await loops.events_of(tx, [loop_id]))[loop_id]
        return [(event.step, event.actor_id) for event in events]

    async def count(self) -> int:
        async with self.store.transaction() as tx:
            return int((await tx.execute(select(func.count()).select_from(loop_table))).scalar_one())

    async def hits(self, loop_id: int) -> set[tuple[int, int | None]]:
        async with self.store.transaction() as tx:
            query = select(loop_hit.c.member_id, loop_hit.c.team_id).where(loop_hit.c.loop_id == loop_id)
            return {(row.member_id, row.team_id) for row in await tx.execute(query)}


@pytest_asyncio.fixture
async def company(store: Store) -> AsyncIterator[Company]:
    """Three teams, one of them with a private channel."""
    async with store.transaction() as tx:
        home = await workspaces.save(
            tx, slack_id="T1", name="Home", bot_user_id="UBOT", bot_id="BBOT", now=MONDAY
        )
        names = ("Ana", "Ben", "Eve", "Cleo", "Dan", "Gus")
        profiles = [
            Profile(f"U{name.upper()}", name, "Europe/Berlin", name != "Gus", False, False) for name in names
        ]
        await members.save(tx, home.id, profiles)
        found = await members.by_slack_ids(tx, home.id, [profile.slack_id for profile in profiles])
        people = {person.name: person for person in found}
        team_ids = {}
        for name, lead, within in (
            ("Checkout", "Eve", ("Ana", "Ben")),
            ("Payments", "Eve", ("Eve",)),
            ("Secret", "Cleo", ("Cleo",)),
        ):
            channel = Channel(f"C{name.upper()}", name.lower())
            team_ids[name] = await teams.create(tx, home.id, TeamPlan(name, channel, people[lead].id))
            await teams.set_members(tx, team_ids[name], [people[who].id for who in within])
        await tx.execute(update(team).values(is_private=team.c.name == "Secret"))
    yield Company(store, people, team_ids)


async def test_handed_in_twice_it_is_raised_once(company: Company) -> None:
    once = NewLoop("Refund API", key="a")
    first, second = await asyncio.gather(*(company.raise_one("Ana", once, team="Checkout") for _ in "ab"))
    assert first == second == await company.raise_one("Ana", once, team="Checkout")
    assert await company.count() == 1
    again = await raising.find_similar(company.store, company.people["Ana"], once, MONDAY)
    assert again == [], "what was raised with this form is not offered to the same form"
    other = await company.raise_one("Ana", NewLoop("Refund API", key="b"), team="Checkout")
    assert other.id != first.id
    assert await company.similar("Ana", "Refund API") == [other.id, first.id]


async def test_somebody_raises_for_their_own_teams_those_they_lead_or_none(company: Company) -> None:
    eve = await raising.choices(company.store, company.people["Eve"])
    assert [each.name for each in eve.own] == ["Payments", "Checkout"], "first the ones they are in"
    assert (await raising.choices(company.store, company.people["Dan"])).own == []
    assert (await company.raise_one("Dan")).team_id is None
    assert (await company.raise_one("Eve", team="Checkout")).team_id == company.teams["Checkout"]
    with pytest.raises(Unusable, match="not in that team") as refused:
        await company.raise_one("Ana", team="Payments")
    assert refused.value.field == "team"


async def test_whom_one_cannot_wait_on(company: Company) -> None:
    people = company.people
    async with company.store.transaction() as tx:
        await teams.disband(tx, company.teams["Payments"])
    for waits_on, why in (
        (WaitsOn(member_id=people["Ana"].id), "can't wait on yourself"),
        (WaitsOn(member_id=people["Gus"].id), "no app, no guest"),
        (WaitsOn(team_id=company.teams["Payments"]), "That team is gone"),
    ):
        with pytest.raises(Unusable, match=why):
            await company.raise_one("Ana", NewLoop("Refund API", waits_on))
    with pytest.raises(Unusable, match="category is not there"):
        await company.raise_one("Ana", NewLoop("Refund API", category_id=99))
    assert await company.count() == 0


async def test_similar_ones_are_open_or_over_for_two_weeks_and_theirs_to_see(company: Company) -> None:
    refund = await company.raise_one("Ana", team="Checkout")
    hidden = await company.raise_one("Cleo", team="Secret")
    for number in range(20):
        await company.raise_one("Cleo", NewLoop(f"Refund API, secret {number}"), team="Secret")
    await company.raise_one("Ana", NewLoop("Staging is down"), team="Checkout")
    assert await company.similar("Ben") == [refund.id], (
        "what is private is passed over, and makes no word common"
    )
    assert await company.similar("Cleo", "Refund API from Payments") == [hidden.id, refund.id]

    await company.step("Ana", refund.id, Step.CONFIRMED)
    assert await company.similar("Ben", days=14) == [refund.id]
    assert await company.similar("Ben", days=15) == []
    with pytest.raises(NotThere):
        await company.join("Ben", hidden.id)


async def test_joining_counts_a_person_once_and_reopens_what_was_over(company: Company) -> None:
    people = company.people
    refund = await company.raise_one("Ana", NewLoop("Refund API", impact=Impact.SLOWS), team="Checkout")
    joined, again = await asyncio.gather(*(company.join("Eve", refund.id, team="Payments") for _ in "ab"))
    assert {joined.was_in, again.was_in} == {True, False}
    assert (await company.join("Ana", refund.id)).was_in
    both = {(people["Ana"].id, company.teams["Checkout"]), (people["Eve"].id, company.teams["Payments"])}
    assert await company.hits(refund.id) == both

    over = await company.step("Ana", refund.id, Step.CONFIRMED)
    back = await company.join("Dan", refund.id)
    assert (back.is_back, back.was_in) == (True, False)
    assert (back.loop.state, back.loop.raised_at, back.loop.reopened) == (LoopState.RAISED, over.raised_at, 1)
    assert (back.loop.answered_at, back.loop.closed_at) == (None, None), "the old clock goes on"
    assert await company.hits(refund.id) == both | {(people["Dan"].id, None)}
    await company.step("Ana", refund.id, Step.DECLINED, "Not needed")
    again = await company.join("Eve", refund.id)
    assert (again.is_back, again.was_in) == (True, True)
    assert await company.steps(refund.id) == [
        (Step.RAISED, people["Ana"].id),
        (Step.JOINED, people["Eve"].id),
        (Step.CONFIRMED, people["Ana"].id),
        (Step.REOPENED, people["Dan"].id),
        (Step.JOINED, people["Dan"].id),
        (Step.DECLINED, people["Ana"].id),
        (Step.REOPENED, people["Eve"].id),
    ]


async def test_whoever_joins_what_was_merged_meanwhile_joins_what_it_became(company: Company) -> None:
    one, other = await company.raise_one("Ana"), await company.raise_one("Ana", NewLoop("Refunds"))
    merge = NewStep(Step.MERGED, other_id=other.id)
    await stepping.take(company.store, LOOP_WORDING, company.people["Ana"], one.id, merge, MONDAY)
    assert (await company.join("Ben", one.id)).loop.id == other.id
    assert await company.similar("Ben", "Refund API") == [other.id]


async def test_categories_are_worded_by_admins_and_leads(company: Company) -> None:
    store, ana = company.store, company.people["Ana"]
    eve = await _with_role(company, "Eve", Role.LEAD)
    first, second = await asyncio.gather(*(categories.every(store, ana.workspace_id) for _ in "ab"))
    assert [each.name for each in first] == [each.name for each in second] == list(categories.DEFAULTS)
    with pytest.raises(NotYours, match="Admins and leads say"):
        await categories.add(store, ana, "Vendors")

    decision, teamwork, *_ = first
    await categories.rename(store, eve, decision.id, "Nobody decides")
    await categories.move(store, eve, teamwork.id, -1)
    await categories.move(store, eve, teamwork.id, -1)
    await categories.retire(store, eve, decision.id)
    await categories.add(store, eve, "Vendors")
    found = await categories.every(store, eve.workspace_id)
    assert [each.name for each in categories.offered(found)] == [
        teamwork.name,
        *categories.DEFAULTS[2:],
        "Vendors",
    ]
    with pytest.raises(Unusable, match="“Vendors” is there already"):
        await categories.add(store, eve, "vendors")
    with pytest.raises(Unusable, match="is retired: bring it back"):
        await categories.rename(store, eve, teamwork.id, "Nobody Decides")
    await categories.add(store, eve, "nobody decides")
    names = [each.name for each in categories.offered(await categories.every(store, eve.workspace_id))]
    assert names[1] == "Nobody decides", "back where it was, as it was called"

    for number in range(MOST_CATEGORIES - len(names)):
        await categories.add(store, eve, f"Another {number}")
    with pytest.raises(Unusable, match="There are 12 already"):
        await categories.add(store, eve, "One more")
    await categories.retire(store, eve, teamwork.id)
    await categories.add(store, eve, "One more")
    with pytest.raises(Unusable, match="There are 12 already"):
        await categories.bring_back(store, eve, teamwork.id)


async def _with_role(company: Company, name: str, role: Role) -> Member:
    person = company.people[name]
    async with company.store.transaction() as tx:
        await members.give_role(tx, person.id, role)
        return await members.by_id(tx, person.id)
