"""A team that is asked anonymously: a round opens, people answer, it closes, its key is destroyed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.privacy.ballots import SealedBallots
from bot.privacy.destroying import destroy_keys
from bot.rituals.asking import ask_due, remind_due
from bot.rituals.closing import close_due_round
from bot.rituals.opening import open_due_round
from bot.store import dm_hours, members, rituals, rounds
from bot.store.engine import Store, Transaction
from bot.store.keys import KeyFolder
from bot.store.tables import delivery, metadata, prompt, round_
from bot.values.hours import clock_hour
from bot.values.people import Member
from bot.values.ports import Keyring
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import USUAL_PROTECTION, Kind, Protection, RitualPlan, Tier
from bot.values.rounds import Round
from bot.values.schedules import Schedule
from bot.wiring import WORDING, ports
from tests.loops.founding import MONDAY, found_company

NAMES = (
    "ada", "ben", "cem", "dia", "eva", "fee", "gus", "hal", "ida", "jon", "kim", "leo", "mia", "nat",
)  # fmt: skip
MOOD = Question("mood", "How was your week?", QuestionType.SCALE)
WORDS = Question("words", "What should we change?", QuestionType.LONG_TEXT)

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""Tuesday, when it opens."""
CLOSE = NINE + timedelta(hours=6, minutes=30)


@dataclass(slots=True)
class Office:
    """A company in a store, and the place of its keys."""

    store: Store
    keys: Keyring
    people: Sequence[Member] = ()
    ritual_id: int = 0
    said: dict[int, Sequence[Answer]] = field(default_factory=dict)

    async def found(
        self,
        names: Sequence[str] = NAMES,
        protection: Protection = USUAL_PROTECTION,
        questions: tuple[Question, ...] = (MOOD, WORDS),
    ) -> None:
        """A team with these people, asked every day at nine by one who is in no team."""
        found, team_ids = await found_company(
            self.store, [*names, "zoe"], {"checkout": names}, {"checkout": "zoe"}, admin="zoe"
        )
        self.people = [found[name] for name in names]
        schedule = Schedule("FREQ=DAILY", time(9), "UTC", date(2026, 11, 24))
        plan = RitualPlan(
            "Team pulse",
            Kind.PULSE,
            None,
            questions,
            schedule,
            CLOSE - NINE,
            timedelta(hours=1),
            tier=Tier.ANONYMOUS,
            protection=protection,
        )
        async with self.store.transaction() as tx:
            here = self.people[0].workspace_id
            self.ritual_id = await rituals.create(
                tx, here, found["zoe"].id, plan, [team_ids["checkout"]], now=MONDAY
            )
            await rituals.set_next(tx, self.ritual_id, NINE.date(), NINE)

    async def open(self, now: datetime = NINE) -> None:
        """The clock strikes nine."""
        while await open_due_round(self.store, WORDING, ports(self.keys), now):
            pass

    async def ask(self, now: datetime = NINE) -> None:
        """Everybody's DM is written."""
        await ask_due(self.store, WORDING, [member.id for member in self.people], now)

    async def send(self, now: datetime = NINE) -> None:
        """Whatever waits in the outbox reaches Slack, and takes its reader's clock hour."""
        async with self.store.transaction() as tx:
            waiting = (await tx.execute(delivery.select().where(delivery.c.state == "pending"))).all()
            for row in waiting:
                if row.member_id is not None:
                    member = await members.by_id(tx, row.member_id)
                    hour = clock_hour(now, member.tz)
                    await dm_hours.claim(tx, member_id=member.id, hour=hour, delivery_id=row.id)
            done = update(delivery).where(delivery.c.id.in_([row.id for row in waiting]))
            await tx.execute(done.values(state="sent", ts="1.0", sent_channel="D1", sent_at=now))
            await tx.execute(update(prompt).where(prompt.c.ask_at.is_(None)).values(state="sent"))

    async def remind(self, now: datetime = CLOSE - timedelta(hours=1)) -> None:
        """Whoever has not come back is reminded."""
        while await remind_due(self.store, WORDING, SealedBallots(self.keys), now):
            pass
        await self.send(now)

    async def answer(self, member: Member, mood: int, words: str = "") -> None:
        """Somebody answers, or changes what they answered."""
        given = (Answer("mood", number=float(mood)), Answer("words", text=words))
        async with self.store.transaction() as tx:
            await SealedBallots(self.keys).cast(tx, await self.round(tx), member.id, given)

    async def withdraw(self, member: Member) -> None:
        """Somebody says "not this time"."""
        async with self.store.transaction() as tx:
            await SealedBallots(self.keys).withdraw(tx, await self.round(tx), member.id)

    async def close(self, now: datetime = CLOSE) -> bool:
        """The last window is over; whether a round closed."""
        return await close_due_round(self.store, WORDING, ports(self.keys), now, set())

    async def destroy(self) -> int:
        """What follows: the key goes."""
        return await destroy_keys(self.store, self.keys)

    async def round(self, tx: Transaction) -> Round:
        """The newest round."""
        found = (await tx.execute(select(round_.c.id).order_by(round_.c.id.desc()).limit(1))).scalar_one()
        return await rounds.by_id(tx, found)

    async def rows(self, table: Any) -> list[Any]:
        """Everything in a table."""
        async with self.store.transaction() as tx:
            return list((await tx.execute(table.select())).all())

    async def keys_left(self) -> Sequence[str]:
        """The keys of rounds that exist."""
        return await self.keys.names("round-")


async def everything(store: Store) -> Mapping[str, list[dict[str, Any]]]:
    """Every row of every table."""
    async with store.transaction() as tx:
        return {
            table.name: [dict(row._mapping) for row in await tx.execute(table.select())]
            for table in metadata.sorted_tables
        }


async def office_at(store: Store, folder: Path, **found: Any) -> Office:
    """A founded company whose keys lie in a folder."""
    office = Office(store, KeyFolder(folder))
    await office.found(**found)
    return office
