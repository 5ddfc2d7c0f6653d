"""Two teams and two admins who give each other feedback, in a store with a folder for keys beside it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.jobs.hand_on_feedback import hand_on_feedback
from bot.jobs.tend_loops import tell_of_loops, tend_loops
from bot.loops import raising
from bot.loops.feedback import giving, seeing, taking
from bot.store import givers, loops, members
from bot.store.engine import Store
from bot.store.keys import KeyFolder, NoKeys
from bot.store.tables import delivery, loop, team, waiting_feedback
from bot.values.deliveries import DeliveryKind, DeliveryState
from bot.values.feedback import FeedbackSeen, Given, MyFeedback, NewFeedback
from bot.values.loops import Loop, LoopEvent, LoopKind, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Member, Role
from bot.values.ports import Keyring
from bot.wiring import LOOP_WORDING
from tests.loops.founding import MONDAY, found_company

NAMES = ("ana", "ben", "chi", "dev", "eve", "fay", "gus")
TEAMS = {"Checkout": ("ana", "eve"), "Payments": ("ben", "chi", "dev")}
LEADS = {"Checkout": "eve", "Payments": "chi"}
"""Eve and Chi lead; Fay and Gus are admins in no team."""

LEADERSHIP = "leadership"
BATCH = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Nine o'clock in Berlin, the morning after."""


@dataclass
class Company:
    """The people and teams, their calendar, and their keys."""

    store: Store
    keys: Keyring
    people: dict[str, Member] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    now: datetime = MONDAY

    def to(self, whom: str) -> WaitsOn:
        """A person, a team or leadership."""
        if whom == LEADERSHIP:
            return WaitsOn(leadership=True)
        if whom in self.teams:
            return WaitsOn(team_id=self.teams[whom])
        return WaitsOn(member_id=self.people[whom].id)

    async def give(
        self,
        who: str = "ana",
        to: str = "ben",
        *,
        withheld: bool = False,
        title: str = "Too many syncs",
        **new: Any,
    ) -> Given:
        """Somebody gives feedback."""
        given = NewFeedback(title, self.to(to), is_withheld=withheld, **new)
        return await giving.give(self.store, self.keys, self.people[who], given, self.now)

    async def named(self, who: str = "ana", to: str = "ben", **new: Any) -> Loop:
        """What somebody gives by name."""
        found = (await self.give(who, to, **new)).loop
        assert found is not None
        return found

    async def withheld(self, who: str = "ana", to: str = "ben", **new: Any) -> Loop:
        """What somebody gave with their name withheld, handed on the next morning."""
        before = {each.id for each in await self.all()}
        await self.give(who, to, withheld=True, **new)
        await self.next_morning()
        [found] = [each for each in await self.all() if each.id not in before]
        return found

    async def take(self, who: str, loop: Loop, step: Step, words: str | None = None, **more: Any) -> Loop:
        """Somebody takes a step."""
        mute = more.pop("mute", False)
        what = NewStep(step, words=words, **more)
        return await taking.take(self.store, self.keys, self.people[who], loop.id, what, self.now, mute=mute)

    async def page(self, who: str, loop: Loop) -> FeedbackSeen:
        """Somebody opens it."""
        return await seeing.page_of(self.store, self.keys, self.people[who], loop.id, self.now)

    async def mine(self, who: str) -> MyFeedback:
        """What somebody gave."""
        return await seeing.mine(self.store, self.keys, self.people[who], self.now)

    async def for_me(self, who: str) -> list[str]:
        """What is for somebody."""
        return [each.seen.loop.title for each in await seeing.for_me(self.store, self.people[who], self.now)]

    async def beat(self) -> None:
        """Everything that is due by now is done, and what is to be told is on its way."""
        await tend_loops(self.store, LOOP_WORDING, self.now)
        await hand_on_feedback(self.store, self.keys, LOOP_WORDING, self.now)
        await tell_of_loops(self.store, LOOP_WORDING, self.now)

    async def next_morning(self) -> None:
        """It is the next working morning, and the day's round is made."""
        async with self.store.transaction() as tx:
            planned = await givers.planned(tx, self.people["ana"].workspace_id)
        self.now = planned if planned is not None else self.now + timedelta(days=1)
        await self.beat()

    async def wait(self, days: float) -> None:
        """Days go by."""
        self.now += timedelta(days=days)
        await self.beat()

    async def send(self) -> None:
        """Everything on its way arrives."""
        values = {"state": DeliveryState.SENT, "sent_at": self.now, "ts": "1.0", "sent_channel": "D1"}
        async with self.store.transaction() as tx:
            await tx.execute(update(delivery).where(delivery.c.state == "pending").values(**values))

    async def letters(self, who: str, kind: DeliveryKind) -> list[Any]:
        """What somebody is owed or was sent, of a kind."""
        async with self.store.transaction() as tx:
            query = select(delivery).where(
                delivery.c.member_id == self.people[who].id, delivery.c.kind == kind
            )
            return list((await tx.execute(query.order_by(delivery.c.due_at))).all())

    async def posted(self) -> list[Any]:
        """What stands in channels, or will."""
        async with self.store.transaction() as tx:
            return list((await tx.execute(select(delivery).where(delivery.c.channel.like("C%")))).all())

    async def bottleneck(self, who: str, title: str = "Refund API") -> Loop:
        """Somebody waits on Payments for something, in no team's name."""
        new = NewLoop(title, self.to("Payments"), is_quiet=True)
        return await raising.raise_one(self.store, LOOP_WORDING, self.people[who], None, new, self.now)

    async def all(self) -> list[Loop]:
        """Every piece of feedback there is, in the order of its numbers."""
        async with self.store.transaction() as tx:
            query = select(loop).where(loop.c.kind == LoopKind.FEEDBACK).order_by(loop.c.id)
            return [loops.to_loop(row) for row in await tx.execute(query)]

    async def stands(self, of: Loop) -> Loop:
        """How it stands now."""
        return next(each for each in await self.all() if each.id == of.id)

    async def events(self, of: Loop) -> list[LoopEvent]:
        """Everything that happened to it."""
        async with self.store.transaction() as tx:
            return (await loops.events_of(tx, [of.id]))[of.id]

    async def how_many_wait(self) -> int:
        """How much lies in boxes."""
        async with self.store.transaction() as tx:
            return len((await tx.execute(select(waiting_feedback.c.id))).all())

    async def lose_lead(self, name: str) -> None:
        """A team has no lead any more."""
        async with self.store.transaction() as tx:
            await tx.execute(update(team).where(team.c.name == name).values(lead_id=None))

    async def change(self, who: str, **role: Role) -> None:
        """Somebody becomes something else."""
        async with self.store.transaction() as tx:
            await members.give_role(tx, self.people[who].id, role["role"])
            self.people[who] = await members.by_id(tx, self.people[who].id)


def day(number: int) -> date:
    """A day in November."""
    return date(2026, 11, number)


async def found(store: Store, folder: Path | None) -> Company:
    """The company on its first Monday; without a folder, there is no place for keys."""
    people, team_ids = await found_company(store, NAMES, TEAMS, LEADS, admin="fay")
    keys: Keyring = KeyFolder(folder) if folder is not None else NoKeys()
    company = Company(store, keys, people, team_ids)
    await company.change("gus", role=Role.ADMIN)
    return company
