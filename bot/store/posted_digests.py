"""Digests that are posted: which of their rows are about what, and what they say by now.

Whoever changes one goes on from what it says by now, so that the newest state of everything in it wins.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from bot.store import outbox
from bot.store.changing import GAP, change_of, state_key
from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import digest, digest_row
from bot.values.deliveries import DeliveryKind, Message

KEPT = timedelta(weeks=4)
"""What was posted earlier stands as it is: it tells of another time."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row about something, and the post it stands in, by its key; `zone` is the one that is read in."""

    about: str
    key: str
    zone: ZoneInfo


async def remember(
    tx: Transaction, workspace_id: int, digest_id: int, monday: date, key: str, rows: Collection[str]
) -> None:
    """The post under this key has rows about these; those of long ago are forgotten."""
    old = digest_row.c.digest_id == digest_id, digest_row.c.monday < monday - KEPT
    await tx.execute(delete(digest_row).where(*old))
    values = [
        {"workspace_id": workspace_id, "about": about, "key": key, "digest_id": digest_id, "monday": monday}
        for about in rows
    ]
    if values:
        await tx.execute(insert(tx, digest_row).values(values).on_conflict_do_nothing())


async def telling_of(tx: Transaction, workspace_id: int, about: Collection[str], now: datetime) -> list[Told]:
    """The rows that are about these, in posts that are not too old to be changed."""
    lately = digest_row.c.monday >= (now - KEPT).date()
    query = (
        select(digest_row.c.about, digest_row.c.key, digest.c.zone)
        .join(digest, digest.c.id == digest_row.c.digest_id)
        .where(digest_row.c.workspace_id == workspace_id, digest_row.c.about.in_(list(about)), lately)
        .order_by(digest_row.c.key, digest_row.c.about)
    )
    return [Told(row.about, row.key, ZoneInfo(row.zone)) for row in await tx.execute(query)]


async def says(tx: Transaction, workspace_id: int, key: str) -> Message | None:
    """What a post says by now. Nobody else changes it before this transaction ends."""
    posted = (await outbox.owed(tx, workspace_id, [key])).get(key)
    if posted is None:
        return None
    # Only now: whoever changed it at the same time has put down the state of it by then.
    changed = (await outbox.owed(tx, workspace_id, [state_key(key)])).get(state_key(key))
    return changed.message if changed and changed.message.blocks else posted.message


async def change(tx: Transaction, workspace_id: int, key: str, message: Message, now: datetime) -> None:
    """A post says this from now on."""
    await outbox.put(tx, workspace_id, change_of(key, DeliveryKind.DIGEST, message, now, GAP))
