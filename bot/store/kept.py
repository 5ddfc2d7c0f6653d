"""Kinds of what is kept for a time: which of them have anything old is one question, and each goes a little at a
time. The kinds themselves stand in `retention`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, exists, select, tuple_

from bot.store.engine import Transaction

Keys = Sequence[Any]
"""By which rows are found: values of one column, or tuples of several."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what is kept. `old` finds the keys of what a workspace has of it from before an instant, or from
    before a day where it is kept `by_day`; `forget` sees to it that `old` finds these no more."""

    old: Callable[[Any, Any], Select[Any]]
    forget: Callable[[Transaction, int, Keys], Awaitable[None]]
    by_day: bool = False

    def before(self, instant: datetime) -> Any:
        """Before what this kind is old, given the instant."""
        return instant.date() if self.by_day else instant


Old = tuple[Kind, datetime]
"""A kind, and the instant before which it is old."""


async def found(tx: Transaction, workspace_id: int, kinds: Sequence[Old]) -> list[Old]:
    """Those kinds of which there is anything old. Most nights there is nothing, and one question says so."""
    befores = {_nth(number): kind.before(instant) for number, (kind, instant) in enumerate(kinds)}
    query = _which(tuple(kind for kind, _ in kinds))
    answers = (await tx.execute(query, {"here": workspace_id, **befores})).one()
    return [each for each, is_there in zip(kinds, answers, strict=True) if is_there]


async def forget(tx: Transaction, workspace_id: int, old: Old, *, limit: int) -> int:
    """Forget at most so many rows that are old; how many there were."""
    kind, instant = old
    rows = (await tx.execute(kind.old(workspace_id, kind.before(instant)).limit(limit))).all()
    if rows:
        await kind.forget(tx, workspace_id, [row[0] if len(row) == 1 else tuple(row) for row in rows])
    return len(rows)


def rows_of(*tables: Table) -> Callable[[Transaction, int, Keys], Awaitable[None]]:
    """Forgets rows by the keys of the last of these tables, and before them what hangs on them in the others."""
    key = list(tables[-1].primary_key.columns)

    async def forget_them(tx: Transaction, _workspace_id: int, keys: Keys) -> None:
        for table in tables:
            columns = key if table is tables[-1] else [table.c[f"{tables[-1].name}_id"]]
            these = columns[0] if len(columns) == 1 else tuple_(*columns)
            await tx.execute(delete(table).where(these.in_(keys)))

    return forget_them


# Built once: building it takes far longer than asking it.
@cache
def _which(kinds: tuple[Kind, ...]) -> Select[Any]:
    here: Any = bindparam("here")
    there_is: list[Any] = [
        exists(kind.old(here, bindparam(_nth(number)))) for number, kind in enumerate(kinds)
    ]
    return select(*there_is)


def _nth(number: int) -> str:
    return f"before_{number}"
