"""Queries over rounds: one opens, is found, and closes. Where it shows is in `showing`."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    bindparam,
    func,
    select,
    update,
)

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.ritual_rows import from_protection, from_questions, to_protection, to_questions
from bot.store.rules import from_rules, to_rules
from bot.store.tables import round_
from bot.values.questions import Question
from bot.values.rituals import Grouping, Kind, Ritual, Tier
from bot.values.rounds import Round, RoundState


async def open_one(
    tx: Transaction,
    ritual: Ritual,
    day: date,
    *,
    opens_at: datetime,
    closes_at: datetime,
    questions: Sequence[Question] | None = None,
) -> int | None:
    """Open the round of this date with these questions and the ritual's rules frozen; None when it was opened before.

    Without `questions`, all of the ritual's.
    """
    row = insert(tx, round_).values(
        workspace_id=ritual.workspace_id,
        ritual_id=ritual.id,
        ritual_name=ritual.name,
        local_date=day,
        state=RoundState.OPEN,
        opens_at=opens_at,
        closes_at=closes_at,
        questions=from_questions(ritual.plan.questions if questions is None else questions),
        report=ritual.plan.report,
        grouping=ritual.plan.grouping,
        rules=from_rules(ritual.plan.rules),
        kind=ritual.plan.kind,
        tier=ritual.plan.tier,
        about=ritual.plan.about,
        **from_protection(ritual.plan.protection),
    )
    once = row.on_conflict_do_nothing(index_elements=["ritual_id", "local_date"])
    return (await tx.execute(once.returning(round_.c.id))).scalar_one_or_none()


async def by_id(tx: Transaction, round_id: int) -> Round:
    """The round with this id."""
    return to_round((await tx.execute(_by_id(), {"this": round_id})).one())


async def find(tx: Transaction, workspace_id: int, round_id: int) -> Round | None:
    """The round with this id, if it is one of this workspace."""
    row = (await tx.execute(_in_workspace(), {"this": round_id, "here": workspace_id})).one_or_none()
    return to_round(row) if row else None


async def last_date(tx: Transaction, ritual_id: int) -> date | None:
    """The date of a ritual's latest round."""
    query = select(func.max(round_.c.local_date)).where(round_.c.ritual_id == ritual_id)
    latest: date | None = (await tx.execute(query)).scalar_one()
    return latest


async def how_many(tx: Transaction, ritual_id: int) -> int:
    """How many rounds a ritual has had."""
    query = select(func.count()).select_from(round_).where(round_.c.ritual_id == ritual_id)
    return int((await tx.execute(query)).scalar_one())


async def newest_of(tx: Transaction, ritual_id: int) -> Round | None:
    """A ritual's latest round."""
    query = (
        select(round_).where(round_.c.ritual_id == ritual_id).order_by(round_.c.local_date.desc()).limit(1)
    )
    row = (await tx.execute(query)).one_or_none()
    return to_round(row) if row else None


async def whose_close_is_due(tx: Transaction, now: datetime, *, but: Collection[int] = ()) -> Round | None:
    """An open round whose last window has closed, none of those in `but`."""
    query = (
        select(round_)
        .where(round_.c.state == RoundState.OPEN, round_.c.closes_at <= now, round_.c.id.not_in(list(but)))
        .order_by(round_.c.closes_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await tx.execute(query)).one_or_none()
    return to_round(row) if row else None


async def close(tx: Transaction, round_id: int) -> None:
    """From now on answers are late."""
    await tx.execute(update(round_).where(round_.c.id == round_id).values(state=RoundState.CLOSED))


async def stay_open_until(tx: Transaction, round_id: int, closes_at: datetime) -> None:
    """Somebody's window ends later than thought: so does the round."""
    await tx.execute(
        update(round_)
        .where(round_.c.id == round_id, round_.c.closes_at < closes_at)
        .values(closes_at=closes_at)
    )


# Statements are built once: a press must not wait for SQL to be put together.
@cache
def _by_id() -> Select[Any]:
    return select(round_).where(round_.c.id == bindparam("this"))


@cache
def _in_workspace() -> Select[Any]:
    return _by_id().where(round_.c.workspace_id == bindparam("here"))


def to_round(row: Row[Any]) -> Round:
    """A row of the round table as a value."""
    return Round(
        id=row.id,
        workspace_id=row.workspace_id,
        ritual_id=row.ritual_id,
        ritual_name=row.ritual_name,
        local_date=row.local_date,
        state=RoundState(row.state),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        questions=to_questions(row.questions),
        report=row.report,
        grouping=Grouping(row.grouping),
        rules=to_rules(row.rules),
        kind=Kind(row.kind),
        tier=Tier(row.tier),
        protection=to_protection(row),
        about=row.about,
    )
