"""Every process that runs, by the machine clock, and what it reads back from the place of the keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from bot.store.dialect import insert
from bot.store.engine import Transaction, machine_now
from bot.store.tables import replica

IS_ALIVE = 120.0
"""Seconds within which a process that runs has said so several times."""

IS_DEAD = 600.0
"""Seconds after which a process that has said nothing is gone for good."""


@dataclass(frozen=True, slots=True)
class Replica:
    """A process that runs. `place`: the fingerprint of the place of the keys, None where it reaches none."""

    name: str
    place: str | None


async def seen(tx: Transaction, name: str, *, place: str | None) -> None:
    """A process runs, and reads this; those that have been gone for long are forgotten."""
    now = await machine_now(tx)
    row = {"name": name, "seen_at": now, "keys": place}
    put = insert(tx, replica).values(**row)
    await tx.execute(put.on_conflict_do_update(index_elements=["name"], set_=row))
    await tx.execute(delete(replica).where(replica.c.seen_at < now - IS_DEAD))


async def gone(tx: Transaction, name: str) -> None:
    """A process stops."""
    await tx.execute(delete(replica).where(replica.c.name == name))


async def alive(tx: Transaction) -> Sequence[Replica]:
    """The processes that run now."""
    since = await machine_now(tx) - IS_ALIVE
    query = select(replica).where(replica.c.seen_at >= since).order_by(replica.c.name)
    return [Replica(row.name, row.keys) for row in await tx.execute(query)]
