"""Two teams that wait on each other, in a store of their own."""

from dataclasses import dataclass

from bot.loops import raising, stepping
from bot.store import loops
from bot.store.engine import Store
from bot.values.loops import Loop, LoopEvent, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Member
from bot.wiring import LOOP_WORDING
from tests.loops.founding import MONDAY, found_company

NAMES = ("Ana", "Ben", "Cleo", "Dev", "Eve", "Finn")
TEAMS = {"Checkout": ("Ana", "Ben"), "Payments": ("Dev", "Eve"), "Legal": ("Cleo",)}
LEADS = {"Checkout": "Ben", "Payments": "Eve", "Legal": "Cleo"}


@dataclass(frozen=True, slots=True)
class Office:
    """Ana and Ben are Checkout (Ben leads), Dev and Eve are Payments (Eve leads), Cleo is Legal; Finn is an admin."""

    store: Store
    people: dict[str, Member]
    teams: dict[str, int]

    async def raise_one(self, who: str = "Ana", waits_on: WaitsOn | None = None, title: str = "API") -> Loop:
        """Somebody of Checkout, or anybody else for their own team, waits; on Payments unless told otherwise."""
        team = next((name for name, people in TEAMS.items() if who in people), None)
        party = WaitsOn(team_id=self.teams["Payments"]) if waits_on is None else waits_on
        async with self.store.transaction() as tx:
            return await raising.raise_in(
                tx,
                LOOP_WORDING,
                self.people[who],
                self.teams[team] if team else None,
                NewLoop(title, party),
                MONDAY,
            )

    async def take(self, who: str, loop: Loop, what: NewStep | Step) -> Loop:
        """Somebody takes a step."""
        step = what if isinstance(what, NewStep) else NewStep(what)
        return await stepping.take(self.store, LOOP_WORDING, self.people[who], loop.id, step, MONDAY)

    async def press(self, who: str, loop: Loop, step: Step) -> stepping.Pressed:
        """Somebody presses what takes one press."""
        return await stepping.press(self.store, LOOP_WORDING, self.people[who], loop.id, step, MONDAY)

    async def now(self, loop: Loop) -> Loop:
        """How a loop stands."""
        async with self.store.transaction() as tx:
            found = await loops.find(tx, loop.workspace_id, loop.id)
        assert found is not None
        return found

    async def events(self, loop: Loop) -> list[LoopEvent]:
        """Its whole story."""
        async with self.store.transaction() as tx:
            return (await loops.events_of(tx, [loop.id]))[loop.id]

    async def hit(self, loop: Loop) -> set[str]:
        """Whom it hits, by name."""
        called = {member.id: name for name, member in self.people.items()}
        async with self.store.transaction() as tx:
            return {called[each.member_id] for each in await loops.hits_of(tx, loop.id)}


async def open_office(store: Store) -> Office:
    """Everybody is there, and nothing has been raised."""
    people, team_ids = await found_company(store, NAMES, TEAMS, LEADS, admin="Finn")
    return Office(store, people, team_ids)
