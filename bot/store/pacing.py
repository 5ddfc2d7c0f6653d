"""When each lane is free again. A lane is a Web API method of a workspace, or one of its channels."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select, tuple_, update

from bot.store.dialect import insert_into
from bot.store.engine import Transaction
from bot.store.tables import pace

LaneKey = tuple[int, str]
"""(workspace id, lane name)."""


@dataclass(frozen=True, slots=True)
class Lane:
    """`free_at`: machine second at which the next call may leave; `gap`: seconds between calls."""

    free_at: float
    gap: float
    throttled_at: float | None = None


async def load(tx: Transaction, keys: Collection[LaneKey]) -> dict[LaneKey, Lane]:
    """The lanes that are known, locked until the transaction ends."""
    rows = await tx.execute(_known(), {"these": list(keys)})
    return {(row.workspace_id, row.lane): Lane(row.free_at, row.gap, row.throttled_at) for row in rows}


async def save(tx: Transaction, lanes: Mapping[LaneKey, Lane]) -> None:
    """Write lanes, in one order, so that two replicas never wait for each other in a circle."""
    rows = [
        {
            "workspace_id": workspace_id,
            "lane": name,
            "free_at": lane.free_at,
            "gap": lane.gap,
            "throttled_at": lane.throttled_at,
        }
        for (workspace_id, name), lane in sorted(lanes.items())
    ]
    if rows:
        await tx.execute(_write(tx.dialect.name), rows)


async def others_slowed_down(
    tx: Transaction, key: LaneKey, *, methods: Collection[str], since: float
) -> bool:
    """Whether Slack has slowed down another channel of this workspace since this machine second."""
    workspace_id, name = key
    query = select(
        exists().where(
            pace.c.workspace_id == workspace_id,
            pace.c.lane.not_in([name, *methods]),
            pace.c.throttled_at >= since,
        )
    )
    return bool((await tx.execute(query)).scalar_one())


# Built once: building one takes longer than asking it.
@cache
def _known() -> Select[Any]:
    these = tuple_(pace.c.workspace_id, pace.c.lane).in_(bindparam("these", expanding=True))
    return select(pace).where(these).order_by(pace.c.workspace_id, pace.c.lane).with_for_update()


@cache
def _write(dialect_name: str) -> Any:
    row = insert_into(pace, dialect_name)
    newest = {name: row.excluded[name] for name in ("free_at", "gap", "throttled_at")}
    return row.on_conflict_do_update(index_elements=["workspace_id", "lane"], set_=newest)


async def hold(tx: Transaction, key: LaneKey, *, until: float) -> None:
    """Nothing leaves on this lane before machine second `until`."""
    workspace_id, name = key
    await tx.execute(
        update(pace)
        .where(pace.c.workspace_id == workspace_id, pace.c.lane == name, pace.c.free_at < until)
        .values(free_at=until)
    )
