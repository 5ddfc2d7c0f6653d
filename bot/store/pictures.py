"""Which workspaces take charts and tables."""

from datetime import datetime

from sqlalchemy import select, update

from bot.store.engine import Transaction
from bot.store.tables import workspace
from bot.values.deliveries import Message
from bot.values.pictures import may_be_drawn


async def fitting(tx: Transaction, workspace_id: int, message: Message, now: datetime) -> Message:
    """The message as this workspace takes it now: without its charts and tables where those were refused."""
    if message.plain is None:
        return message
    query = select(workspace.c.pictures_refused_at).where(workspace.c.id == workspace_id)
    refused_at: datetime | None = (await tx.execute(query)).scalar_one_or_none()
    return message if may_be_drawn(refused_at, now) else message.without_pictures()


async def refused(tx: Transaction, workspace_id: int, now: datetime) -> None:
    """Slack took no chart or table there just now."""
    await tx.execute(update(workspace).where(workspace.c.id == workspace_id).values(pictures_refused_at=now))
