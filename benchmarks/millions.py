"""Years of check-ins, written down at once: as many answers as asked for, in rows as asking would leave them.

What teams wait for, aim at and hear beside them is written by `beside`.

The database makes most of them itself, out of people and days. Rows come in the order of days, over all teams, as in
life: what belongs to one team lies far apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    case,
    false,
    insert,
    literal,
    null,
    select,
    text,
    true,
)

from benchmarks import beside
from benchmarks.beside import Crew, Years
from bot.store.engine import Store, Transaction, open_store
from bot.store.ritual_rows import from_questions
from bot.store.tables import UtcDateTime, answer, prompt, round_
from bot.values.rounds import PromptState, RoundState
from tests.trends.company import CONFIDENCE, NEXT_MONDAY, PROGRESS, STUCK, Company

LAST_DAY = date(2026, 11, 20)
"""A Friday: the digest that is measured is that of its week."""

PEOPLE = 10
"""In each team, and each in one team."""

OF, ANSWERING, STUCK_SHARE = 97, 78, 29
"""Of so many asked, so many answer; of as many who do, so many have something in their way. A prime: no team is of a
size at which it were always the same people."""

PER_ROUND = PEOPLE * ANSWERING / OF * (2 + STUCK_SHARE / OF)
"""Answers one team gives on one day, on average."""

_MOVED = "Merged the second half of the checkout flow and wrote down what is left of it"
_WAY = "Still waiting for the refund API from Payments"

_metadata = MetaData()
_day = Table(
    "bench_day",
    _metadata,
    *(Column("day", Date), Column("opens", UtcDateTime), Column("answered", UtcDateTime)),
    Column("closes", UtcDateTime),
)
_person = Table(
    "bench_person",
    _metadata,
    *(Column("member_id", Integer), Column("team_id", Integer), Column("ritual_id", Integer)),
)
_said = Table(
    "bench_said",
    _metadata,
    *(Column("key", String), Column("text", Text), Column("is_number", Integer), Column("share", Integer)),
)


@dataclass(frozen=True, slots=True)
class Size:
    """So many teams, and so many answers of theirs in all."""

    teams: int
    answers: int

    @property
    def days(self) -> int:
        """Working days until that many are given."""
        return round(self.answers / (self.teams * PER_ROUND))


async def fill(url: str, size: Size) -> int:
    """Fill a migrated database that nothing stands in; the id of the workspace. Always the same for a size."""
    store = open_store(url)
    try:
        workspace_id, people = await _company(store, size)
        async with store.transaction() as tx:
            if store.is_sqlite:
                await tx.execute(text("PRAGMA cache_size = -1000000"))
            else:
                # Looking up millions of times whether what a row refers to is there takes longer than writing it.
                await tx.execute(text("SET LOCAL session_replication_role = replica"))
                await tx.execute(text("SET LOCAL statement_timeout = 0"))
            await _ground(tx, people, size.days)
            await _live(tx, workspace_id)
            await beside.live(tx, _years(workspace_id, people, size))
            await tx.run_sync(_metadata.drop_all)
        await settle(store)
    finally:
        await store.close()
    return workspace_id


async def _company(store: Store, size: Size) -> tuple[int, list[dict[str, int]]]:
    company = await Company.found(store)
    found = []
    for number in range(size.teams):
        people = [await company.person(f"Person{number}x{each}") for each in range(PEOPLE)]
        team_id = await company.team(f"Team {number}", lead=people[0], channel=f"C{number:05}")
        ritual_id = await company.ritual(f"Daily check-in {number}", [team_id], people[0])
        found += [{"member_id": each, "team_id": team_id, "ritual_id": ritual_id} for each in people]
    return company.workspace_id, found


def _years(workspace_id: int, people: list[dict[str, int]], size: Size) -> Years:
    of_team: dict[int, list[int]] = {}
    for each in people:
        of_team.setdefault(each["team_id"], []).append(each["member_id"])
    ids = list(of_team)
    crews = [Crew(team_id, of_team[team_id], ids[place - 1]) for place, team_id in enumerate(ids)]
    return Years(workspace_id, crews, LAST_DAY, size.days // 5, NEXT_MONDAY)


async def _ground(tx: Transaction, people: list[dict[str, int]], days: int) -> None:
    await tx.run_sync(_metadata.create_all)
    await tx.execute(insert(_person), people)
    await tx.execute(insert(_day), list(_working_days(days)))
    rows = ((PROGRESS.key, _MOVED, 0, OF), (CONFIDENCE.key, None, 1, OF), (STUCK.key, _WAY, 0, STUCK_SHARE))
    names = ("key", "text", "is_number", "share")
    await tx.execute(insert(_said), [dict(zip(names, row, strict=True)) for row in rows])


def _working_days(count: int) -> Iterator[dict[str, Any]]:
    every = (LAST_DAY - timedelta(days=back) for back in range(2 * count))
    for day in sorted([day for day in every if day.weekday() < 5][:count]):
        yield {"day": day, "opens": _at(day, 8), "answered": _at(day, 9), "closes": _at(day, 16)}


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


async def _live(tx: Transaction, workspace_id: int) -> None:
    """Rounds, then what was asked in them, then what came back."""
    rituals = select(_person.c.ritual_id).distinct().subquery()
    questions = literal(from_questions((PROGRESS, STUCK, CONFIDENCE)), JSON)
    here = literal(workspace_id)
    rounds = (
        select(here, rituals.c.ritual_id, literal("Daily check-in"), _day.c.day, literal(RoundState.CLOSED))
        .add_columns(_day.c.opens, _day.c.closes, questions)
        .select_from(rituals.join(_day, true()))
        .order_by(_day.c.day, rituals.c.ritual_id)
    )
    columns = ("workspace_id", "ritual_id", "ritual_name", "local_date", "state", "opens_at", "closes_at")
    await tx.execute(insert(round_).from_select([*columns, "questions"], rounds, include_defaults=False))
    await tx.execute(_asked())
    await tx.execute(_answered())


def _asked() -> Any:
    # Numbers without rhyme or reason, and the same on every database.
    is_answered = (round_.c.id * 7919 + _person.c.member_id * 104_729) % OF < ANSWERING
    state = case((is_answered, PromptState.ANSWERED), else_=PromptState.MISSED)
    rows = (
        select(round_.c.workspace_id, round_.c.id, _person.c.member_id, _person.c.team_id, state)
        .add_columns(literal("Europe/Berlin"), round_.c.opens_at, round_.c.closes_at)
        .add_columns(case((is_answered, _day.c.answered), else_=null()), false(), literal(1), literal(1))
        .join(_person, _person.c.ritual_id == round_.c.ritual_id)
        .join(_day, _day.c.day == round_.c.local_date)
        .order_by(round_.c.id, _person.c.member_id)
    )
    columns = ("workspace_id", "round_id", "member_id", "team_id", "state", "zone", "due_at", "closes_at")
    names = [*columns, "answered_at", "late", "revision", "shown_revision"]
    return insert(prompt).from_select(names, rows, include_defaults=False)


def _answered() -> Any:
    number = (prompt.c.id * 31 % 7) / literal(2) % 4 + literal(2)
    is_said = prompt.c.id * 7919 % OF < _said.c.share
    rows = (
        select(prompt.c.id, _said.c.key, prompt.c.workspace_id, round_.c.ritual_id, prompt.c.team_id)
        .add_columns(prompt.c.member_id, round_.c.local_date)
        .add_columns(case((_said.c.is_number == 1, number.cast(Float)), else_=null()), _said.c.text)
        .join(round_, round_.c.id == prompt.c.round_id)
        .join(_said, and_(is_said, prompt.c.state == PromptState.ANSWERED))
        .order_by(prompt.c.id, _said.c.key)
    )
    columns = ("prompt_id", "question_key", "workspace_id", "ritual_id", "team_id", "member_id", "local_date")
    return insert(answer).from_select([*columns, "number", "text"], rows, include_defaults=False)


async def settle(store: Store) -> None:
    """What came in over years, a database has looked over long since."""
    if store.is_sqlite:
        async with store.transaction() as tx:
            await tx.execute(text("ANALYZE"))
    else:
        async with store.reading() as tx:
            await tx.execute(text("SET statement_timeout = 0"))
            await tx.execute(text("VACUUM (ANALYZE)"))
