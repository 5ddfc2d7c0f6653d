"""Queries over workspaces."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import workspace
from bot.values.people import Workspace


async def save(
    tx: Transaction, *, slack_id: str, name: str, bot_user_id: str, bot_id: str, now: datetime
) -> Workspace:
    """Remember the workspace Slack says this token belongs to; its directory is read when it is new."""
    row = insert(tx, workspace).values(
        slack_id=slack_id,
        name=name,
        bot_user_id=bot_user_id,
        bot_id=bot_id,
        created_at=now,
        directory_at=now,
        tidy_at=now,
    )
    tidied = func.coalesce(workspace.c.tidy_at, now)
    kept = {"name": name, "bot_user_id": bot_user_id, "bot_id": bot_id, "tidy_at": tidied}
    await tx.execute(row.on_conflict_do_update(index_elements=["slack_id"], set_=kept))
    return _workspace((await tx.execute(select(workspace).where(workspace.c.slack_id == slack_id))).one())


async def by_slack_id(tx: Transaction, slack_id: str) -> Workspace | None:
    """The workspace with Slack's id T…."""
    row = (await tx.execute(select(workspace).where(workspace.c.slack_id == slack_id))).one_or_none()
    return _workspace(row) if row else None


async def by_id(tx: Transaction, workspace_id: int) -> Workspace:
    """The workspace with this id."""
    return _workspace((await tx.execute(select(workspace).where(workspace.c.id == workspace_id))).one())


async def every(tx: Transaction) -> list[Workspace]:
    """Every workspace there is."""
    return [_workspace(row) for row in await tx.execute(select(workspace).order_by(workspace.c.id))]


async def whose_directory_is_due(tx: Transaction, now: datetime) -> Workspace | None:
    """A workspace whose users are to be read from Slack again."""
    query = (
        select(workspace).where(workspace.c.directory_at <= now).limit(1).with_for_update(skip_locked=True)
    )
    row = (await tx.execute(query)).one_or_none()
    return _workspace(row) if row else None


async def read_directory_at(tx: Transaction, workspace_id: int, at: datetime) -> None:
    """Read the directory of users at this time next."""
    await tx.execute(update(workspace).where(workspace.c.id == workspace_id).values(directory_at=at))


async def whose_night_it_is(tx: Transaction, now: datetime) -> int | None:
    """A workspace in which what was kept long enough is to be forgotten, or that is to be looked at since it left."""
    query = select(workspace.c.id).where(workspace.c.tidy_at <= now).limit(1)
    found = await tx.execute(query.with_for_update(skip_locked=True))
    workspace_id: int | None = found.scalar_one_or_none()
    return workspace_id


async def look_again_at(tx: Transaction, workspace_id: int, at: datetime) -> None:
    """See to it at this time next."""
    await tx.execute(update(workspace).where(workspace.c.id == workspace_id).values(tidy_at=at))


def _workspace(row: Row[Any]) -> Workspace:
    return Workspace(row.id, row.slack_id, row.name, row.bot_user_id, row.bot_id)
