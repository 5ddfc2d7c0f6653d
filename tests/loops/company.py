"""A company of two teams in a store, and what its people do with loops."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from bot.jobs.tend_loops import tell_of_loops, tend_loops
from bot.loops import raising, stepping
from bot.store import loops, members
from bot.store.engine import Store
from bot.store.tables import delivery, team
from bot.values.deliveries import DeliveryKind, DeliveryState
from bot.values.loops import Loop, LoopEvent, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Member
from bot.wiring import LOOP_WORDING
from tests.loops.founding import MONDAY, found_company, told_by_slack

NAMES = ("ana", "ben", "chi", "dev", "eve", "fay")
TEAMS = {"Checkout": ("ana", "eve"), "Payments": ("ben", "chi", "dev")}
LEADS = {"Checkout": "eve", "Payments": "chi"}
"""Ana raises, Ben is waited on, Chi and Eve lead; Fay is an admin in no team."""


@dataclass
class Company:
    """The people and teams, and their calendar."""

    store: Store
    people: dict[str, Member] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    now: datetime = MONDAY

    async def raise_one(
        self, on: str | WaitsOn | None = "ben", *, by: str = "ana", title: str = "Refund API"
    ) -> Loop:
        """Somebody waits: on a person, a team, or whatever is given."""
        if isinstance(on, str):
            on = (
                WaitsOn(team_id=self.teams[on]) if on in self.teams else WaitsOn(member_id=self.people[on].id)
            )
        new = NewLoop(title, on or WaitsOn(), is_quiet=True)
        async with self.store.transaction() as tx:
            team_id = self.teams["Checkout"]
            return await raising.raise_in(tx, LOOP_WORDING, self.people[by], team_id, new, self.now)

    async def take(self, who: str, loop: Loop, step: Step, on: date | None = None, **what: Any) -> Loop:
        """Somebody takes a step."""
        member = self.people[who]
        return await stepping.take(
            self.store, LOOP_WORDING, member, loop.id, NewStep(step, on=on, **what), self.now
        )

    async def tell(self) -> None:
        """Write what is to be told."""
        await tell_of_loops(self.store, LOOP_WORDING, self.now)

    async def tend(self) -> None:
        """Let time do what is due."""
        await tend_loops(self.store, LOOP_WORDING, self.now)

    async def letters(self, who: str) -> Sequence[Any]:
        """The messages of news somebody is owed or was sent, the oldest first, with what changes them."""
        async with self.store.transaction() as tx:
            rows = await tx.execute(
                select(delivery)
                .where(delivery.c.kind == DeliveryKind.LOOP_NEWS)
                .where(delivery.c.key.contains(f"news:{self.people[who].id}:"))
                .order_by(delivery.c.due_at, delivery.c.key)
            )
            return rows.all()

    async def told(self) -> set[str]:
        """Who is told something that is on its way."""
        await self.tell()
        return {who for who in NAMES if any(row.state == "pending" for row in await self.letters(who))}

    async def send(self) -> None:
        """Everything on its way arrives."""
        async with self.store.transaction() as tx:
            values = {"state": DeliveryState.SENT, "sent_at": self.now, "ts": "1.0", "sent_channel": "D1"}
            await tx.execute(update(delivery).where(delivery.c.state == "pending").values(**values))

    async def set_state(self, who: str, state: DeliveryState) -> None:
        """The newest message of somebody stands like this."""
        newest = (await self.letters(who))[-1]
        async with self.store.transaction() as tx:
            await tx.execute(update(delivery).where(delivery.c.id == newest.id).values(state=state))

    async def events(self, loop: Loop) -> list[LoopEvent]:
        """Everything that happened to a loop."""
        async with self.store.transaction() as tx:
            return (await loops.events_of(tx, [loop.id]))[loop.id]

    async def change(self, who: str, **profile: Any) -> None:
        """Slack says something else about somebody."""
        async with self.store.transaction() as tx:
            await members.save(tx, self.people[who].workspace_id, [told_by_slack(who, **profile)])
            self.people[who] = await members.by_id(tx, self.people[who].id)

    async def make_private(self, name: str) -> None:
        """A team's channel is private."""
        async with self.store.transaction() as tx:
            await tx.execute(update(team).where(team.c.name == name).values(is_private=True))


async def found(store: Store) -> Company:
    """The company on its first Monday."""
    people, team_ids = await found_company(store, NAMES, TEAMS, LEADS, admin="fay")
    return Company(store, people, team_ids)
