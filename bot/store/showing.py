"""Where each round shows, and what it still has to show there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, Update, bindparam, case, exists, literal_column, null, select, update
from sqlalchemy import insert as plain_insert

from bot.store import readers, rounds
from bot.store.dialect import AsWritten, InHand
from bot.store.engine import Transaction
from bot.store.tables import UtcDateTime, prompt, ritual, round_team
from bot.values.people import Team
from bot.values.rituals import TO_LEAD, TO_TEAM
from bot.values.rounds import Round


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round shows for one team, frozen when it opened: a channel, or the one person it goes to (U…)."""

    round_id: int
    team_id: int
    channel_id: str


async def add_teams(tx: Transaction, round_id: int, teams: Iterable[Team], *, publish_at: datetime) -> None:
    """Say where this round shows, from when on."""
    round_ = await rounds.by_id(tx, round_id)
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
