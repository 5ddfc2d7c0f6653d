"""Which letter brings a prompt to its person: a DM, or a change of one; and what its leaving means for the prompt."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from bot.store.engine import Transaction
from bot.store.tables import prompt
from bot.values.rituals import PromptState


async def carried_by(
    tx: Transaction, prompt_ids: Collection[int], delivery_key: str, *, letter_key: str, revision: int
) -> None:
    """These prompts stand in this DM, once this letter (the DM, or a change of it) has left in this revision."""
    await tx.execute(
        update(prompt)
        .where(prompt.c.id.in_(list(prompt_ids)))
        .values(ask_at=None, delivery_key=delivery_key, letter_key=letter_key, letter_revision=revision)
    )


async def were_sent(
    tx: Transaction,
    workspace_id: int,
    delivery_key: str,
    *,
    letter_key: str,
    revision: int,
    at: datetime,
    too_late: str,
) -> list[tuple[int, int]]:
    """This letter, the DM or a change of it, is there in this revision. Whose window had closed before is excused.

    Returns round and team of those.
    """
    is_over = prompt.c.closes_at <= at
    done = await tx.execute(
        update(prompt)
        .where(
            *_waiting_for(workspace_id, delivery_key, letter_key),
            prompt.c.letter_revision <= revision,
        )
        .values(
            state=case((is_over, PromptState.EXCUSED), else_=PromptState.SENT),
            reason=case((is_over, too_late), else_=None),
            revision=case((is_over, prompt.c.revision + 1), else_=prompt.c.revision),
            remind_at=case((is_over, None), else_=prompt.c.remind_at),
        )
        .returning(prompt.c.state, prompt.c.round_id, prompt.c.team_id)
    )
    return [(row.round_id, row.team_id) for row in done if row.state == PromptState.EXCUSED]


async def ask_anew(
    tx: Transaction, workspace_id: int, delivery_key: str, *, letter_key: str, after: int, at: datetime
) -> bool:
    """What this letter says only in revisions after this one it never will say: ask again. Whether there was any."""
    asked = await tx.execute(
        update(prompt)
        .where(*_waiting_for(workspace_id, delivery_key, letter_key), prompt.c.letter_revision > after)
        .values(ask_at=at, delivery_key=None, letter_key=None, letter_revision=None)
    )
    return asked.rowcount > 0


def _waiting_for(workspace_id: int, delivery_key: str, letter_key: str) -> tuple[Any, ...]:
    return (
        prompt.c.workspace_id == workspace_id,
        prompt.c.delivery_key == delivery_key,
        prompt.c.letter_key == letter_key,
        prompt.c.state == PromptState.PLANNED,
    )
