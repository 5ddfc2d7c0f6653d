"""A company of two teams in a store, and what its people do with loops."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, update

from bot.jobs.tend_loops import tell_of_loops, tend_loops
from bot.loops import raising, stepping
from bot.store import loops, members, teams, workspaces
from bot.store.engine import Store
from bot.store.tables import delivery, team
from bot.values.deliveries import DeliveryKind, DeliveryState
from bot.values.loops import Loop, LoopEvent, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Channel, Member, Profile, Role
from bot.wiring import LOOP_WORDING

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
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
            await members.save(tx, 1, [_profile(who, **profile)])
            self.people[who] = await members.by_id(tx, self.people[who].id)

    async def make_private(self, name: str) -> None:
        """A team's channel is private."""
        async with self.store.transaction() as tx:
            await tx.execute(update(team).where(team.c.name == name).values(is_private=True))


async def found(store: Store) -> Company:
    """The company on its first Monday."""
    company = Company(store)
    async with store.transaction() as tx:
        home = await workspaces.save(
            tx, slack_id="T1", name="Home", bot_user_id="UBOT", bot_id="BBOT", now=MONDAY
        )
        await members.save(tx, home.id, [_profile(who) for who in NAMES])
        for who in NAMES:
            member = await members.by_slack_id(tx, home.id, f"U{who.upper()}")
            assert member is not None
            company.people[who] = member
        await members.give_role(tx, company.people["fay"].id, Role.ADMIN)
        for name, people in TEAMS.items():
            channel = Channel(f"C{name.upper()}", name.lower())
            lead_id = company.people[LEADS[name]].id
            company.teams[name] = await teams.create(
                tx, home.id, name=name, channel=channel, lead_id=lead_id, members_at=None
            )
            await teams.set_members(tx, company.teams[name], [company.people[who].id for who in people])
    return company


def _profile(who: str, **fields: Any) -> Profile:
    plain = {
        "slack_id": f"U{who.upper()}",
        "name": who.title(),
        "zone": "Europe/Berlin",
        "is_person": True,
        "is_deactivated": False,
        "is_admin": False,
    }
    return Profile(**{**plain, **fields})
