"""Years of check-ins, written down at once: as many answers as asked for, in rows as asking would leave them.

Rows come in the order of days, over all teams, as they would in life: what belongs to one team lies far apart.
"""

import json
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

import psycopg
from sqlalchemy import Table
from sqlalchemy.engine import make_url

from bot.store.engine import Store, open_store
from bot.store.rituals import from_questions
from bot.store.tables import answer, prompt, round_
from bot.values.rituals import PromptState, RoundState
from tests.trends.company import CONFIDENCE, PROGRESS, STUCK, Company

LAST_DAY = date(2026, 11, 20)
"""A Friday: the digest that is measured is that of its week."""

PEOPLE = 10
"""In each team, and each in one team."""

ANSWERING = 0.8
STUCK_SHARE = 0.3
PER_ROUND = PEOPLE * ANSWERING * (2 + STUCK_SHARE)
"""Answers one team gives on one day, on average."""

AT_ONCE = 20_000
"""Rows written at a time."""

_MOVED = "Merged the second half of the checkout flow and wrote down what is left of it"
_WAY = "Still waiting for the refund API from Payments"
_QUESTIONS = from_questions((PROGRESS, STUCK, CONFIDENCE))


@dataclass(frozen=True, slots=True)
class Size:
    """So many teams, and so many answers of theirs in all."""

    teams: int
    answers: int

    @property
    def days(self) -> int:
        """Working days until that many are given."""
        return round(self.answers / (self.teams * PER_ROUND))


@dataclass(frozen=True, slots=True)
class _Team:
    id: int
    ritual_id: int
    people: Sequence[int]


class _Writer(Protocol):
    def write(self, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None: ...


async def fill(url: str, size: Size, seed: int = 1) -> int:
    """Fill a migrated database that nothing stands in; the id of the workspace. The same for the same seed."""
    store = open_store(url)
    try:
        workspace_id, teams = await _company(store, size)
        opened: _Lite | _Post = _Lite(url) if store.is_sqlite else _Post(url)
        with closing(opened) as writer:
            _live(writer, workspace_id, teams, _working_days(size.days), random.Random(seed))
            writer.settle()
    finally:
        await store.close()
    return workspace_id


async def _company(store: Store, size: Size) -> tuple[int, list[_Team]]:
    company = await Company.found(store)
    found = []
    for number in range(size.teams):
        people = [await company.person(f"Person{number}x{each}") for each in range(PEOPLE)]
        team_id = await company.team(f"Team {number}", lead=people[0], channel=f"C{number:05}")
        ritual_id = await company.ritual(f"Daily check-in {number}", [team_id], people[0])
        found.append(_Team(team_id, ritual_id, people))
    return company.workspace_id, found


def _working_days(count: int) -> list[date]:
    every = (LAST_DAY - timedelta(days=back) for back in range(2 * count))
    days = [day for day in every if day.weekday() < 5][:count]
    return days[::-1]


def _live(
    writer: _Writer, workspace_id: int, teams: Sequence[_Team], days: Sequence[date], chance: random.Random
) -> None:
    """Day after day, in batches of days: rounds, what was asked in them, and what came back."""
    numbers = _Numbers(workspace_id, chance)
    days_at_once = max(1, AT_ONCE // (len(teams) * PEOPLE))
    for start in range(0, len(days), days_at_once):
        some = days[start : start + days_at_once]
        asked = list(numbers.asked(teams, some))
        writer.write(round_, _ROUND, numbers.rounds(teams, some))
        writer.write(prompt, _PROMPT, (each.prompt for each in asked))
        writer.write(answer, _ANSWER, (row for each in asked for row in each.answers))


_ROUND = (
    *("id", "workspace_id", "ritual_id", "ritual_name", "local_date", "state", "opens_at", "closes_at"),
    "questions",
)
_PROMPT = (
    *("id", "workspace_id", "round_id", "member_id", "team_id", "state", "zone", "due_at", "closes_at"),
    *("answered_at", "late", "revision", "shown_revision"),
)
_ANSWER = (
    *("prompt_id", "question_key", "workspace_id", "ritual_id", "team_id", "member_id", "local_date"),
    *("number", "text"),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    prompt: tuple[Any, ...]
    answers: Sequence[tuple[Any, ...]]


class _Numbers:
    """Hands out ids, rounds and what people say."""

    def __init__(self, workspace_id: int, chance: random.Random) -> None:
        self._workspace_id, self._chance = workspace_id, chance
        self._rounds = self._prompts = 0
        self._round_ids: dict[tuple[int, date], int] = {}

    def rounds(self, teams: Sequence[_Team], days: Iterable[date]) -> Iterator[tuple[Any, ...]]:
        for day in days:
            opens, closes = _at(day, 8), _at(day, 16)
            for team in teams:
                number = self._round_ids.pop((team.id, day))
                at = (day, RoundState.CLOSED, opens, closes)
                yield (number, self._workspace_id, team.ritual_id, "Daily check-in", *at, _QUESTIONS)

    def asked(self, teams: Sequence[_Team], days: Iterable[date]) -> Iterator[_Asked]:
        for day in days:
            for team in teams:
                self._rounds += 1
                self._round_ids[team.id, day] = self._rounds
                yield from (self._one(team, person, day) for person in team.people)

    def _one(self, team: _Team, person: int, day: date) -> _Asked:
        self._prompts += 1
        answers = self._chance.random() < ANSWERING
        state = PromptState.ANSWERED if answers else PromptState.MISSED
        due, closes = _at(day, 8), _at(day, 16)
        base = (self._prompts, self._workspace_id, self._rounds, person, team.id, state, "Europe/Berlin")
        row = (*base, due, closes, _at(day, 9) if answers else None, False, 1 if answers else 0, 0)
        return _Asked(row, list(self._said(team, person, day)) if answers else [])

    def _said(self, team: _Team, person: int, day: date) -> Iterator[tuple[Any, ...]]:
        of = (self._workspace_id, team.ritual_id, team.id, person, day)
        yield (self._prompts, "progress", *of, None, _MOVED)
        yield (self._prompts, "confidence", *of, float(self._chance.choice((2, 3, 3, 4, 4, 4, 5))), None)
        if self._chance.random() < STUCK_SHARE:
            yield (self._prompts, "stuck", *of, None, _WAY)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


class _Lite:
    """SQLite, through its own driver."""

    def __init__(self, url: str) -> None:
        self._connection = sqlite3.connect(str(make_url(url).database), isolation_level=None)
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute("PRAGMA cache_size=-400000")

    def write(self, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        places = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})"
        self._connection.execute("BEGIN")
        self._connection.executemany(insert, (tuple(map(_lite, row)) for row in rows))
        self._connection.execute("COMMIT")

    def settle(self) -> None:
        self._connection.execute("ANALYZE")

    def close(self) -> None:
        self._connection.close()


class _Post:
    """PostgreSQL, through COPY."""

    def __init__(self, url: str) -> None:
        at = make_url(url)
        self._connection = psycopg.connect(
            host=str(at.query["host"]), user=at.username, dbname=at.database, autocommit=True
        )
        # Looking up millions of times whether what a row refers to is there takes longer than writing it.
        self._connection.execute("SET session_replication_role = replica")

    def write(self, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        copy = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(copy.encode()) as into:
            for row in rows:
                into.write_row(tuple(map(_json, row)))

    def settle(self) -> None:
        # What came in over years autovacuum has looked over long since.
        self._connection.execute("VACUUM (ANALYZE)")

    def close(self) -> None:
        self._connection.close()


def _lite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else _json(value)


def _json(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value
