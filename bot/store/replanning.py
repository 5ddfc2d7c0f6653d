"""Prompts that follow when somebody's rest or place changes: found, moved, and asked after all."""

from datetime import datetime

from sqlalchemy import select, update

from bot.store.engine import Transaction
from bot.store.tables import prompt, round_
from bot.values.rounds import PromptState, RoundState

_UNSETTLED = (PromptState.PLANNED, PromptState.SENT, PromptState.EXCUSED)


async def unsettled(tx: Transaction, member_id: int) -> list[int]:
    """The ids of a member's prompts in open rounds that nothing came back for, in a fixed order."""
    rows = await tx.execute(
        select(prompt.c.id)
        .join(round_, round_.c.id == prompt.c.round_id)
        .where(
            prompt.c.member_id == member_id,
            prompt.c.state.in_(_UNSETTLED),
            round_.c.state == RoundState.OPEN,
        )
        .order_by(prompt.c.id)
    )
    return list(rows.scalars())


async def ask(
    tx: Transaction,
    prompt_id: int,
    *,
    due_at: datetime,
    closes_at: datetime,
    remind_at: datetime | None,
    zone: str,
) -> None:
    """Plan a prompt for this time, whether it was planned for another one, or excused and never sent."""
    await tx.execute(
        update(prompt)
        .where(prompt.c.id == prompt_id)
        .values(
            state=PromptState.PLANNED,
            reason=None,
            due_at=due_at,
            ask_at=due_at,
            closes_at=closes_at,
            remind_at=remind_at,
            zone=zone,
            delivery_key=None,
            letter_key=None,
            letter_revision=None,
        )
    )


async def remind(tx: Transaction, prompt_id: int, remind_at: datetime | None) -> None:
    """Remind at this time; None: not at all."""
    await tx.execute(update(prompt).where(prompt.c.id == prompt_id).values(remind_at=remind_at))


async def answerable_again(tx: Transaction, prompt_id: int, *, is_there: bool) -> None:
    """Take back the excuse of a prompt whose DM is there or on its way."""
    await tx.execute(
        update(prompt)
        .where(prompt.c.id == prompt_id)
        .values(
            state=PromptState.SENT if is_there else PromptState.PLANNED,
            reason=None,
            revision=prompt.c.revision + 1,
        )
    )
