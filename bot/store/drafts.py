"""What was submitted on the pages of a form that is not finished: kept for one person, and never shown to others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy import insert as plain_insert

from bot.store.answers import to_row
from bot.store.engine import Transaction
from bot.store.tables import answer_draft, prompt, round_
from bot.values.questions import Answer
from bot.values.rituals import RoundState


async def keep(tx: Transaction, prompt_id: int, given: Sequence[Answer], *, at: datetime) -> None:
    """Keep these, in place of what was kept for the same questions. One that was left empty is kept as just that."""
    asked = answer_draft.c.question_key.in_([item.key for item in given])
    await tx.execute(delete(answer_draft).where(answer_draft.c.prompt_id == prompt_id, asked))
    rows = [
        {"prompt_id": prompt_id, "question_key": item.key, "saved_at": at, **to_row(item)} for item in given
    ]
    if rows:
        await tx.execute(plain_insert(answer_draft), rows)


async def forget(tx: Transaction, prompt_id: int) -> None:
    """The form was sent, or the prompt skipped."""
    await tx.execute(delete(answer_draft).where(answer_draft.c.prompt_id == prompt_id))


async def forget_left_behind(tx: Transaction, *, before: datetime) -> None:
    """Forget what was kept before an instant for rounds that are closed: nobody comes back to it."""
    closed = (
        select(prompt.c.id)
        .join(round_, round_.c.id == prompt.c.round_id)
        .where(round_.c.state == RoundState.CLOSED)
    )
    await tx.execute(
        delete(answer_draft).where(answer_draft.c.saved_at < before, answer_draft.c.prompt_id.in_(closed))
    )
