"""Deleting with all that hangs on it: prompts, loops, and what the outbox remembers of either."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select, update

from bot.store import week_sums
from bot.store.changing import state_key
from bot.store.engine import Transaction
from bot.store.tables import (
    answer,
    answer_draft,
    answer_history,
    delivery,
    dm_hour,
    giver,
    loop,
    loop_event,
    loop_hit,
    loop_news,
    prompt,
    vote,
    we_did,
)

MOST_PAGES = 9
"""Of one answer: the form takes 3,000 characters a question, and a page holds four of them."""


def said_keys(prompt_ids: Iterable[int]) -> list[str]:
    """The letters that may hold what was answered in these prompts, in their team's thread."""
    pages = ("", *(f"/{number}" for number in range(2, MOST_PAGES + 1)))
    return [f"said:{prompt_id}{page}" for prompt_id in prompt_ids for page in pages]


def changes_of(keys: Iterable[str]) -> list[str]:
    """The letters that change these."""
    return [state_key(key) for key in keys]


async def forget_prompts(tx: Transaction, prompt_ids: Collection[int]) -> None:
    """As if these had never been asked. What was raised in them stays."""
    ids = list(prompt_ids)
    await week_sums.outdate_prompts(tx, ids)
    for table in (answer_history, answer_draft, answer, vote):
        await tx.execute(delete(table).where(table.c.prompt_id.in_(ids)))
    await tx.execute(update(loop).where(loop.c.prompt_id.in_(ids)).values(prompt_id=None))
    await tx.execute(delete(prompt).where(prompt.c.id.in_(ids)))


async def forget_loops(tx: Transaction, workspace_id: int, loop_ids: Collection[int]) -> None:
    """As if these had never been raised. What was merged into them stays, and what was told of them in channels."""
    ids = list(loop_ids)
    for table in (giver, loop_news, loop_hit, vote, loop_event):
        await tx.execute(delete(table).where(table.c.loop_id.in_(ids)))
    await tx.execute(update(we_did).where(we_did.c.loop_id.in_(ids)).values(loop_id=None))
    await tx.execute(update(loop_event).where(loop_event.c.other_id.in_(ids)).values(other_id=None))
    await tx.execute(update(loop).where(loop.c.merged_into_id.in_(ids)).values(merged_into_id=None))
    await tx.execute(delete(loop).where(loop.c.id.in_(ids)))
    cards = [key for loop_id in ids for key in (f"loop:{loop_id}", f"loop:{loop_id}:team")]
    await forget_letters(tx, workspace_id, [*cards, *changes_of(cards)])


async def forget_letters(tx: Transaction, workspace_id: int, keys: Collection[str]) -> None:
    """Forget what was owed under these keys, wherever it stands."""
    these = delivery.c.workspace_id == workspace_id, delivery.c.key.in_(list(keys))
    await forget_deliveries(tx, list((await tx.execute(select(delivery.c.id).where(*these))).scalars()))


async def forget_deliveries(tx: Transaction, ids: Collection[str]) -> None:
    """Forget these, and the clock hours they took."""
    await tx.execute(delete(dm_hour).where(dm_hour.c.delivery_id.in_(list(ids))))
    await tx.execute(delete(delivery).where(delivery.c.id.in_(list(ids))))
