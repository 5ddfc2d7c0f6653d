"""Queries over answers and what they replaced."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, select
from sqlalchemy import insert as plain_insert

from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.store.tables import answer, answer_history, prompt
from bot.values.questions import Answer, Answers


async def of_prompts(tx: Transaction, prompt_ids: Collection[int]) -> dict[int, dict[str, Answer]]:
    """The answers to these prompts, by prompt and question key."""
    rows = await tx.execute(_of_prompts(), {"these": list(prompt_ids)})
    found: dict[int, dict[str, Answer]] = {}
    for row in rows:
        found.setdefault(row.prompt_id, {})[row.question_key] = to_answer(row)
    return found


async def save(tx: Transaction, standing: Standing, given: Sequence[Answer], *, before: Answers) -> None:
    """Make these the answers to a prompt in place of those it had `before`; an empty list takes all of them back."""
    if before:
        await tx.execute(delete(answer).where(answer.c.prompt_id == standing.prompt.id))
    if given:
        await tx.execute(plain_insert(answer), [_row(standing, item) for item in given])


async def remember(tx: Transaction, prompt_id: int, replaced: Answers, at: datetime) -> None:
    """Keep what an edit replaced until the round closes."""
    rows = [
        {
            "prompt_id": prompt_id,
            "question_key": item.key,
            "replaced_at": at,
            **to_row(item),
        }
        for item in replaced.values()
    ]
    if rows:
        await tx.execute(plain_insert(answer_history), rows)


async def forget_history(tx: Transaction, round_id: int) -> None:
    """The round is closed: earlier versions of its answers are nobody's business any more."""
    of_round = select(prompt.c.id).where(prompt.c.round_id == round_id)
    await tx.execute(delete(answer_history).where(answer_history.c.prompt_id.in_(of_round)))


# Built once: building it takes longer than asking it.
@cache
def _of_prompts() -> Select[Any]:
    return select(answer).where(answer.c.prompt_id.in_(bindparam("these", expanding=True)))


def to_answer(row: Row[Any]) -> Answer:
    """A row of the answer table, or of one like it, as a value."""
    return Answer(row.question_key, row.text, row.number, tuple(row.chosen or ()))


def to_row(item: Answer) -> dict[str, Any]:
    """What was said, as the columns of the answer table and of those like it."""
    return {"number": item.number, "text": item.text, "chosen": list(item.chosen) or None}


def _row(standing: Standing, item: Answer) -> dict[str, Any]:
    return {
        "prompt_id": standing.prompt.id,
        "question_key": item.key,
        "workspace_id": standing.prompt.workspace_id,
        "ritual_id": standing.round.ritual_id,
        "team_id": standing.prompt.team_id,
        "member_id": standing.prompt.member_id,
        "local_date": standing.round.local_date,
        **to_row(item),
    }
