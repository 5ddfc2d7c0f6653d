"""Kinds of causes, as a workspace words them, in the order they are offered in."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import category
from bot.values.loops import Category


async def of_workspace(tx: Transaction, workspace_id: int) -> list[Category]:
    """Every one, retired ones too."""
    query = select(category).where(category.c.workspace_id == workspace_id)
    rows = await tx.execute(query.order_by(category.c.position, category.c.id))
    return [Category(row.id, row.name, row.retired) for row in rows]


async def for_change(tx: Transaction, workspace_id: int) -> list[Category]:
    """The same, and nobody else changes them before this transaction ends."""
    query = select(category.c.id).where(category.c.workspace_id == workspace_id).with_for_update()
    await tx.execute(query)
    return await of_workspace(tx, workspace_id)


async def add(tx: Transaction, workspace_id: int, names: Sequence[str]) -> None:
    """Offer these after those that are there; one that is there by its name stays as it is."""
    last = select(func.coalesce(func.max(category.c.position), 0)).where(
        category.c.workspace_id == workspace_id
    )
    after = int((await tx.execute(last)).scalar_one())
    rows = [
        {"workspace_id": workspace_id, "name": name, "position": after + place}
        for place, name in enumerate(names, start=1)
    ]
    await tx.execute(insert(tx, category).on_conflict_do_nothing(), rows)


async def rename(tx: Transaction, category_id: int, name: str) -> None:
    """Give it another name, also where it was picked before."""
    await tx.execute(update(category).where(category.c.id == category_id).values(name=name))


async def retire(tx: Transaction, category_id: int, *, retired: bool) -> None:
    """Offer it no more, or again; where it was picked it stays."""
    await tx.execute(update(category).where(category.c.id == category_id).values(retired=retired))


async def put_in_order(tx: Transaction, category_ids: Sequence[int]) -> None:
    """Offer them in this order."""
    for position, category_id in enumerate(category_ids, start=1):
        await tx.execute(update(category).where(category.c.id == category_id).values(position=position))
