"""Queries over rounds, and what each team of a round still has to be shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    Update,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy import insert as plain_insert

from bot.store import readers
from bot.store.dialect import AsWritten, InHand, insert
from bot.store.engine import Transaction
from bot.store.ritual_rows import from_protection, from_questions, to_protection, to_questions
from bot.store.rules import from_rules, to_rules
from bot.store.tables import UtcDateTime, prompt, ritual, round_, round_team
from bot.values.people import Team
from bot.values.questions import Question
from bot.values.rituals import TO_LEAD, TO_TEAM, Grouping, Kind, Ritual, Tier
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round shows for one team, frozen when it opened: a channel, or the one person it goes to (U…)."""

    round_id: int
    team_id: int
    channel_id: str


async def add_teams(tx: Transaction, round_id: int, teams: Iterable[Team], *, publish_at: datetime) -> None:
    """Say where this round shows, from when on."""
    round_ = await by_id(tx, round_id)
    rows = [
        {
            "round_id": round_id,
            "team_id": team.id,
            "channel_id": await _place_for(tx, round_, team),
            "publish_at": publish_at,
        }
        for team in teams
    ]
    if rows:
        await tx.execute(plain_insert(round_team), rows)


async def places(tx: Transaction, round_id: int) -> list[Place]:
    """Where a round shows, the teams in the order of their ids."""
    query = select(round_team).where(round_team.c.round_id == round_id).order_by(round_team.c.team_id)
    return [_place(row) for row in await tx.execute(query)]


async def move(tx: Transaction, place: Place, *, to: str) -> None:
    """From now on a round shows somewhere else for one team."""
    of_team = (round_team.c.round_id == place.round_id, round_team.c.team_id == place.team_id)
    await tx.execute(update(round_team).where(*of_team).values(channel_id=to))


async def shown_before(tx: Transaction, channel_id: str, *, limit: int) -> list[Place]:
    """The latest places that are this channel, the newest first."""
    query = (
        select(round_team)
        .where(round_team.c.channel_id == channel_id)
        .order_by(round_team.c.round_id.desc(), round_team.c.team_id.desc())
        .limit(limit)
    )
    return [_place(row) for row in await tx.execute(query)]


async def by_id(tx: Transaction, round_id: int) -> Round:
    """The round with this id."""
    return to_round((await tx.execute(_by_id(), {"this": round_id})).one())


async def find(tx: Transaction, workspace_id: int, round_id: int) -> Round | None:
    """The round with this id, if it is one of this workspace."""
    query = _by_id().where(round_.c.workspace_id == workspace_id)
    row = (await tx.execute(query, {"this": round_id})).one_or_none()
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


async def show(tx: Transaction, round_id: int, *, at: datetime, team_id: int | None = None) -> None:
    """Something changed that a round's thread is to show; without a team, in all of them."""
    if team_id is None:
        await tx.execute(_show_in_all(), {"of_round": round_id, "publish_at": at})
    else:
        await tx.execute(_show_in_one(), {"of_round": round_id, "of_team": team_id, "publish_at": at})


async def to_be_shown(tx: Transaction, now: datetime) -> tuple[Place, str] | None:
    """Where a round has something new to show that nobody else is showing, and for `shown` which writing of that.

    The row stays free: whoever answers marks it, and is not to wait until what others said is shown.
    """
    row = (await tx.execute(_to_be_shown(), {"now": now})).one_or_none()
    return (_place(row), row.writing) if row else None


async def shown(tx: Transaction, place: Place, writing: str, *, look_again_at: datetime) -> None:
    """What there was has been shown; if something had to be left out, look again then. What was marked since stays
    marked, and so does what somebody marks just now: waiting for them could be waiting for each other."""
    seen = {"of_round": place.round_id, "of_team": place.team_id, "look_again_at": look_again_at}
    await tx.execute(_shown(), {**seen, "writing": writing})


_A_FEW = 10
"""Places looked at to find one that nobody else is showing."""


# Statements are built once: a press must not wait for SQL to be put together.
@cache
def _by_id() -> Select[Any]:
    return select(round_).where(round_.c.id == bindparam("this"))


@cache
def _to_be_shown() -> Select[Any]:
    due = (
        select(round_team, AsWritten(round_team.c.round_id).label("writing"))
        .where(round_team.c.publish_at <= bindparam("now"))
        .order_by(round_team.c.publish_at)
        .limit(_A_FEW)
        .subquery()
    )
    showing = InHand(literal_column("'showing'"), due.c.round_id, due.c.team_id)
    return select(due).where(showing).limit(1)


@cache
def _shown() -> Update:
    left_out = exists().where(
        prompt.c.round_id == bindparam("of_round"),
        prompt.c.team_id == bindparam("of_team"),
        prompt.c.shown_revision < prompt.c.revision,
    )
    look_again_at = bindparam("look_again_at", type_=UtcDateTime)
    same = round_team.alias("same")
    as_it_was = (
        select(same.c.team_id)
        .where(
            same.c.round_id == bindparam("of_round"),
            same.c.team_id == bindparam("of_team"),
            AsWritten(same.c.round_id) == bindparam("writing"),
        )
        .with_for_update(skip_locked=True)
    )
    free = _show_in_one().where(round_team.c.team_id.in_(as_it_was))
    return free.values(publish_at=case((left_out, look_again_at), else_=null()))


@cache
def _show_in_all() -> Update:
    return update(round_team).where(round_team.c.round_id == bindparam("of_round"))


@cache
def _show_in_one() -> Update:
    return _show_in_all().where(round_team.c.team_id == bindparam("of_team"))


async def _place_for(tx: Transaction, item: Round, team: Team) -> str:
    if item.report == TO_TEAM:
        return team.channel_id
    if item.report != TO_LEAD:
        return item.report
    owner = await tx.execute(select(ritual.c.owner_id).where(ritual.c.id == item.ritual_id))
    return (await readers.of_team(tx, team, owner.scalar_one())).slack_id


def _place(row: Row[Any]) -> Place:
    return Place(row.round_id, row.team_id, row.channel_id)


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
