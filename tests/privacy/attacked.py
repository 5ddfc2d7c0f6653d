"""Rounds for an attacker: days on which teams are asked anonymously, while the database is copied every hour."""

import random
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.privacy.destroying import destroy_keys
from bot.privacy.results import summarize
from bot.rituals import balloting
from bot.rituals.asking import ask_due, remind_due
from bot.rituals.closing import close_due_round
from bot.rituals.opening import open_due_round
from bot.rituals.ports import Ballots, Ports
from bot.store import rituals, sealed
from bot.store.engine import Store, Transaction
from bot.store.keys import KeyFolder
from bot.store.tables import round_
from bot.values.people import Member
from bot.values.privacy import Ballot, Outcome, Result
from bot.values.questions import Answer, Answers
from bot.values.rituals import Kind, RitualPlan, Tier
from bot.values.rounds import Round
from bot.values.schedules import Schedule
from bot.wiring import WORDING, ports
from tests.loops.founding import MONDAY, found_company
from tests.privacy.office import CLOSE, MOOD, NAMES, NINE, WORDS, Office

MOODS = (0.05, 0.10, 0.20, 0.40, 0.25)
"""How likely each rating from one to five is."""

SIZES = {"checkout": 6, "growth": 6, "identity": 6, "payments": 7, "search": 12}
REMINDED = frozenset({"checkout", "search"})
"""The teams that are asked every day, and those in which whoever has not answered is reminded."""

ANSWERS, CHANGES, RETRIES, WITHDRAWS = 0.88, 0.08, 0.08, 0.05
"""How likely somebody answers at all, changes it, hands it in twice, or says "not this time"."""

DAYS = [day for day in (NINE.date() + timedelta(days=n) for n in range(60)) if day.weekday() < 5]
Look = Callable[[], Awaitable[None]]


@dataclass
class Truth:
    """What nobody is to find out about a round, and what everybody is shown."""

    round_id: int
    team: str
    invited: Collection[int]
    said: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    answered: int | None = None
    shown: Result | None = None


@dataclass
class Company(Office):
    """Teams that are asked anonymously every day, and how their ballots are kept."""

    ballots: Ballots | None = None
    teams: Mapping[str, Sequence[Member]] = field(default_factory=dict)

    @property
    def ports(self) -> Ports:
        """Where asking meets what keeps ballots."""
        usual = ports(self.keys)
        return replace(usual, ballots=self.ballots or usual.ballots)

    async def gather(self, chance: random.Random) -> None:
        """People, their teams and what these are asked; Zoe leads, and is in none."""
        if isinstance(self.ballots, Unsealed):
            await self.ballots.set_up(self.store)
        inside = {team: chance.sample(NAMES[:12], size) for team, size in SIZES.items()}
        found, team_ids = await found_company(
            self.store, [*NAMES[:12], "zoe"], inside, dict.fromkeys(inside, "zoe"), admin="zoe"
        )
        self.people = [found[name] for name in NAMES[:12]]
        self.teams = {team: [found[name] for name in names] for team, names in inside.items()}
        async with self.store.transaction() as tx:
            for team, team_id in team_ids.items():
                plan = _plan(team)
                made = await rituals.create(
                    tx, found["zoe"].workspace_id, found["zoe"].id, plan, [team_id], now=MONDAY
                )
                await rituals.set_next(tx, made, NINE.date(), NINE)

    async def day(self, day: date, chance: random.Random, look: Look) -> list[Truth]:
        """Everybody is asked, answers when they like or not at all, and is shown what came of it."""
        opens, closes = (datetime.combine(day, each.timetz()) for each in (NINE, CLOSE))
        while await open_due_round(self.store, WORDING, self.ports, opens):
            pass
        await ask_due(self.store, WORDING, [member.id for member in self.people], opens)
        await self.send(opens)
        truths = await self._begun(day)
        deeds = [deed for truth in truths for deed in _deeds(truth, chance)]
        deeds.sort(key=lambda deed: deed[0])
        hours = sorted(chance.sample(range(1, len(deeds)), 3))
        await look()
        for number, (_, truth, who, given) in enumerate(deeds):
            if number in hours:
                await look()
            if number == hours[1]:
                await self._remind(closes - timedelta(hours=1))
            await self._hand_in(truth, who, given)
        await look()
        while await close_due_round(self.store, WORDING, self.ports, closes, set()):
            pass
        await destroy_keys(self.store, self.keys)
        for truth in truths:
            await self._ended(truth)
        return truths

    async def _begun(self, day: date) -> list[Truth]:
        async with self.store.reading() as tx:
            query = round_.select().where(round_.c.local_date == day)
            return [
                Truth(row.id, row.ritual_name, [member.id for member in self.teams[row.ritual_name]])
                for row in await tx.execute(query)
            ]

    async def _remind(self, now: datetime) -> None:
        while await remind_due(self.store, WORDING, self.ports.ballots, now):
            pass
        await self.send(now)

    async def _hand_in(self, truth: Truth, who: int, given: Mapping[str, Any] | None) -> None:
        member = next(member for member in self.people if member.id == who)
        kept = self.ports.ballots
        if given is None:
            truth.said.pop(who, None)
            await balloting.withdraw(self.store, kept, truth.round_id, member)
            return
        truth.said[who] = given
        answers = [Answer("mood", number=float(given["mood"])), Answer("words", text=given.get("words", ""))]
        await balloting.hand_in(self.store, kept, truth.round_id, member, lambda _: answers)

    async def _ended(self, truth: Truth) -> None:
        async with self.store.reading() as tx:
            shown = (await sealed.results_of(tx, [truth.round_id])).get(truth.round_id, [])
        truth.shown = next((each for each in shown if each.question_key == "mood"), None)
        truth.answered = truth.shown.n if truth.shown else None


class Unsealed:
    """Anonymous as it is often meant: rows that do not say whose they are, and beside them who has answered."""

    def __init__(self) -> None:
        # What the open form of each person remembers, so that they can change what they said.
        self._rows: dict[tuple[int, int], int] = {}

    async def set_up(self, store: Store) -> None:
        """Make the table."""
        key = "INTEGER PRIMARY KEY AUTOINCREMENT" if store.is_sqlite else "SERIAL PRIMARY KEY"
        columns = f"id {key}, round_id INTEGER, mood INTEGER, words TEXT"
        async with store.transaction() as tx:
            await tx.execute(text(f"CREATE TABLE unsealed ({columns})"))

    async def open_round(self, tx: Transaction, round_: Round, invited: Collection[int]) -> None:
        """Nothing has to be done."""

    async def cast(self, tx: Transaction, round_: Round, member_id: int, given: Sequence[Answer]) -> None:
        """An answer without a name, and a name without an answer."""
        said = {item.key: item for item in given}
        row: dict[str, Any] = {"mood": int(said["mood"].number or 0), "words": said["words"].text}
        await self._forget(tx, round_, member_id)
        insert = "INSERT INTO unsealed (round_id, mood, words) VALUES (:round_id, :mood, :words) RETURNING id"
        made = await tx.execute(text(insert), {"round_id": round_.id, **row})
        self._rows[round_.id, member_id] = made.scalar_one()
        await self._flag(tx, round_, member_id, "answered")

    async def withdraw(self, tx: Transaction, round_: Round, member_id: int) -> None:
        """The answer goes, the name stays."""
        await self._forget(tx, round_, member_id)
        await self._flag(tx, round_, member_id, "skipped")

    async def own(self, tx: Transaction, round_: Round, member_id: int) -> Answers | None:
        """Nobody asks."""
        return None

    async def came_back(self, tx: Transaction, round_: Round, member_ids: Collection[int]) -> Collection[int]:
        """By the flag."""
        query = text(
            "SELECT member_id FROM prompt WHERE round_id = :this AND state IN ('answered', 'skipped')"
        )
        flagged = set((await tx.execute(query, {"this": round_.id})).scalars())
        return [member_id for member_id in member_ids if member_id in flagged]

    async def seal(self, tx: Transaction, round_: Round, groups: Mapping[int, str], now: datetime) -> Outcome:
        """Results are worked out, and the rows stay."""
        rows = await tx.execute(
            text("SELECT mood, words FROM unsealed WHERE round_id = :this"), {"this": round_.id}
        )
        given = [
            Ballot({"mood": Answer("mood", number=float(mood)), "words": Answer("words", text=words)})
            for mood, words in rows
        ]
        return await self.freeze(tx, round_, given, 0)

    async def freeze(self, tx: Transaction, round_: Round, cast: Sequence[Ballot], invited: int) -> Outcome:
        """The same results as of sealed rounds."""
        outcome = summarize(round_.questions, cast, round_.protection, invited=invited)
        await sealed.keep(tx, round_, outcome)
        return outcome

    async def _forget(self, tx: Transaction, round_: Round, member_id: int) -> None:
        row = self._rows.pop((round_.id, member_id), None)
        await tx.execute(text("DELETE FROM unsealed WHERE id = :id"), {"id": row})

    async def _flag(self, tx: Transaction, round_: Round, member_id: int, state: str) -> None:
        flag = "UPDATE prompt SET state = :state WHERE round_id = :this AND member_id = :who"
        await tx.execute(text(flag), {"state": state, "this": round_.id, "who": member_id})


def company_in(store: Store, keys: Path, ballots: Ballots | None = None) -> Company:
    """A company whose keys lie in a folder."""
    return Company(store, KeyFolder(keys), ballots=ballots)


def _plan(team: str) -> RitualPlan:
    return RitualPlan(
        team,
        Kind.PULSE,
        None,
        (MOOD, WORDS),
        Schedule("FREQ=DAILY", time(9), "UTC", NINE.date()),
        CLOSE - NINE,
        timedelta(hours=1) if team in REMINDED else None,
        tier=Tier.ANONYMOUS,
    )


def _deeds(
    truth: Truth, chance: random.Random
) -> Iterator[tuple[float, Truth, int, Mapping[str, Any] | None]]:
    """When who hands in what; None is "not this time"."""
    for who in truth.invited:
        if chance.random() >= ANSWERS:
            continue
        first, later = sorted((chance.random(), chance.random()))
        said = _said(truth, who, chance)
        if chance.random() < CHANGES:
            yield first, truth, who, _said(truth, who, chance)
        elif chance.random() < RETRIES:
            yield first, truth, who, said
        yield later, truth, who, None if chance.random() < WITHDRAWS else said


def _said(truth: Truth, who: int, chance: random.Random) -> Mapping[str, Any]:
    (mood,) = chance.choices(range(1, 6), MOODS)
    words = f"Words {truth.round_id} {who} {chance.random()}" if truth.team == "search" else ""
    return {"mood": mood, "words": words}
