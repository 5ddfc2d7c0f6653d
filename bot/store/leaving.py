"""Queries with which a workspace falls silent, wakes again, or is forgotten whole.

What falls due is put off: no job has to know that a workspace is gone, and each finds nothing of it to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, delete, exists, func, or_, select, tuple_, update

from bot.store.engine import Transaction
from bot.store.tables import (
    anonymous_round,
    delivery,
    digest,
    giver,
    loop,
    loop_event,
    loop_news,
    member_export,
    metadata,
    prompt,
    ritual,
    round_,
    round_team,
    team,
    waiting_feedback,
    workspace,
)
from bot.values.deliveries import DeliveryState
from bot.values.loops import UNSETTLED
from bot.values.rounds import PromptState, RoundState

NOT_ASKED = "Drumbeat was not installed."

_NOT_LEFT = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """A workspace that is gone, and since when."""

    id: int
    slack_id: str
    since: datetime


async def fall_silent(
    tx: Transaction, slack_id: str, now: datetime, *, look_at: datetime, never: datetime
) -> bool:
    """Nothing happens for a workspace from now on, and nothing more is sent. It is looked at again at `look_at`;
    what must have an instant is put off until `never`. False when it had fallen silent, or is not known."""
    silent = update(workspace).where(workspace.c.slack_id == slack_id, workspace.c.uninstalled_at.is_(None))
    values = {"uninstalled_at": now, "tidy_at": look_at, "directory_at": never, "feedback_at": None}
    workspace_id = (await tx.execute(silent.values(**values).returning(workspace.c.id))).scalar_one_or_none()
    if workspace_id is None:
        return False
    await stay_silent(tx, workspace_id, never=never)
    return True


async def stay_silent(tx: Transaction, workspace_id: int, *, never: datetime) -> None:
    """Put off what falls due, also what somebody planned who had begun before the workspace fell silent."""
    await _ask_nobody(tx, workspace_id, never)
    for table, columns in _DUE:
        await tx.execute(update(table).where(_of(table, workspace_id)).values(dict.fromkeys(columns)))
    await tx.execute(delete(member_export).where(member_export.c.workspace_id == workspace_id))
    owed = delivery.c.workspace_id == workspace_id, delivery.c.state.in_(_NOT_LEFT)
    stopped = {
        "state": DeliveryState.CANCELLED,
        "lease_owner": None,
        "lease_until": None,
        "error": "uninstalled",
    }
    await tx.execute(update(delivery).where(*owed).values(**stopped))


async def wake(tx: Transaction, slack_id: str, now: datetime) -> int | None:
    """A workspace is there again: what was put off is looked at now, and rounds that were open close with what they
    have. Which it is; None when it had not fallen silent."""
    silent = update(workspace).where(
        workspace.c.slack_id == slack_id, workspace.c.uninstalled_at.is_not(None)
    )
    values = {"uninstalled_at": None, "tidy_at": now, "directory_at": now}
    workspace_id: int | None = (
        await tx.execute(silent.values(**values).returning(workspace.c.id))
    ).scalar_one_or_none()
    if workspace_id is None:
        return None
    here = workspace.c.id == workspace_id
    waits = or_(
        exists().where(giver.c.workspace_id == workspace_id),
        exists().where(waiting_feedback.c.workspace_id == workspace_id),
    )
    await tx.execute(update(workspace).where(here, waits).values(feedback_at=now))
    open_rounds = round_.c.workspace_id == workspace_id, round_.c.state == RoundState.OPEN
    await tx.execute(update(round_).where(*open_rounds).values(closes_at=now))
    living = team.c.workspace_id == workspace_id, team.c.disbanded.is_(False)
    await tx.execute(update(team).where(*living).values(members_at=now))
    unsettled = loop.c.workspace_id == workspace_id, loop.c.state.in_(list(UNSETTLED))
    await tx.execute(update(loop).where(*unsettled).values(look_at=now))
    return workspace_id


async def uninstalled(tx: Transaction, workspace_id: int) -> Uninstalled | None:
    """Since when a workspace is gone; None while it is there."""
    gone = workspace.c.uninstalled_at.is_not(None)
    row = (await tx.execute(select(workspace).where(workspace.c.id == workspace_id, gone))).one_or_none()
    return Uninstalled(row.id, row.slack_id, row.uninstalled_at) if row else None


async def all_uninstalled(tx: Transaction) -> Sequence[Uninstalled]:
    """Every workspace that is gone and not forgotten yet."""
    rows = await tx.execute(select(workspace).where(workspace.c.uninstalled_at.is_not(None)))
    return [Uninstalled(row.id, row.slack_id, row.uninstalled_at) for row in rows]


async def is_silent(tx: Transaction) -> bool:
    """Whether some workspace is gone, and none is there."""
    query = select(func.count(), func.count(workspace.c.uninstalled_at)).select_from(workspace)
    every, gone = (await tx.execute(query)).one()
    return bool(every) and every == gone


async def round_keys(tx: Transaction, workspace_id: int) -> Sequence[str]:
    """What the keys of a workspace's anonymous rounds are called."""
    named = select(anonymous_round.c.key_name).where(_of(anonymous_round, workspace_id))
    return list((await tx.execute(named.where(anonymous_round.c.key_name.is_not(None)))).scalars())


async def untie(tx: Transaction, workspace_id: int) -> None:
    """Loops refer to each other: not any more."""
    await tx.execute(update(loop).where(loop.c.workspace_id == workspace_id).values(merged_into_id=None))
    await tx.execute(update(loop_event).where(_of(loop_event, workspace_id)).values(other_id=None))
    await tx.execute(update(team).where(team.c.workspace_id == workspace_id).values(lead_id=None))


async def forget_some_of(tx: Transaction, table: Table, workspace_id: int, *, limit: int) -> int:
    """Some rows of a workspace in this table; how many they were."""
    key = tuple_(*table.primary_key.columns)
    these = select(*table.primary_key.columns).where(_of(table, workspace_id)).limit(limit)
    return (await tx.execute(delete(table).where(key.in_(these)))).rowcount


def tables_of_a_workspace() -> Sequence[Table]:
    """Every table with rows that are a workspace's, those first that others do not refer to."""
    return [table for table in reversed(metadata.sorted_tables) if _way_to_workspace(table) is not None]


async def _ask_nobody(tx: Transaction, workspace_id: int, never: datetime) -> None:
    here = prompt.c.workspace_id == workspace_id
    unasked = here, prompt.c.state == PromptState.PLANNED
    excused = {"state": PromptState.EXCUSED, "reason": NOT_ASKED, "ask_at": None, "remind_at": None}
    await tx.execute(update(prompt).where(*unasked).values(**excused))
    await tx.execute(update(prompt).where(here, prompt.c.remind_at.is_not(None)).values(remind_at=None))
    open_rounds = round_.c.workspace_id == workspace_id, round_.c.state == RoundState.OPEN
    await tx.execute(update(round_).where(*open_rounds).values(closes_at=never))


_DUE: Sequence[tuple[Table, Sequence[str]]] = (
    (ritual, ("next_date", "next_opens_at")),
    (digest, ("next_at",)),
    (round_team, ("publish_at",)),
    (team, ("members_at",)),
    (loop, ("look_at",)),
    (loop_news, ("look_at",)),
)
"""When something falls due next. What follows from rituals, digests, teams and loops is worked out anew on waking."""


def _of(table: Table, workspace_id: int) -> ColumnElement[bool]:
    """What tells the rows of one workspace: the table says so itself, or what its rows belong to does."""
    way = _way_to_workspace(table)
    assert way is not None
    column, owner = way
    if owner is None:
        return column == workspace_id
    owners: Select[Any] = select(owner).where(_of(owner.table, workspace_id))
    return column.in_(owners)


def _way_to_workspace(table: Table) -> tuple[ColumnElement[Any], Column[Any] | None] | None:
    if table is workspace:
        return workspace.c.id, None
    if "workspace_id" in table.c:
        return table.c.workspace_id, None
    for column in table.primary_key.columns or table.columns:
        for key in column.foreign_keys:
            if _way_to_workspace(key.column.table) is not None:
                return column, key.column
    for column in table.columns:
        for key in column.foreign_keys:
            if not column.nullable and _way_to_workspace(key.column.table) is not None:
                return column, key.column
    return None
