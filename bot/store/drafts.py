"""What was submitted on the pages of a form that is not finished: kept for one person, and never shown to others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy import insert as plain_insert

from bot.store.answers import to_answer, to_row
from bot.store.engine import Transaction
from bot.store.tables import answer_draft, prompt, round_
from bot.values.loops import Impact, NewLoop, WaitsOn
from bot.values.questions import Answer
from bot.values.rounds import RoundState


async def keep(tx: Transaction, prompt_id: int, given: Sequence[Answer], *, at: datetime) -> None:
    """Keep these, in place of what was kept for the same questions. One that was left empty is kept as just that."""
    asked = answer_draft.c.question_key.in_([item.key for item in given])
    await tx.execute(delete(answer_draft).where(answer_draft.c.prompt_id == prompt_id, asked))
    rows = [
        {
            "prompt_id": prompt_id,
            "question_key": item.key,
            "saved_at": at,
            "more": _more(item),
            **to_row(item),
        }
        for item in given
    ]
    if rows:
        await tx.execute(plain_insert(answer_draft), rows)


def to_draft(row: Row[Any]) -> Answer:
    """What was kept of one answer, with what is to be raised with it."""
    more: Mapping[str, Any] = row.more or {}
    raises = more.get("raises")
    impacts = tuple(Impact(each) if each else None for each in more.get("impacts", ()))
    return replace(to_answer(row), raises=_new_loop(raises) if raises else None, impacts=impacts)


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


def _more(item: Answer) -> dict[str, Any] | None:
    more: dict[str, Any] = {}
    if item.impacts:
        more["impacts"] = [each and str(each) for each in item.impacts]
    if item.raises is not None:
        new = item.raises
        more["raises"] = {
            "title": new.title,
            "details": new.details,
            "waits_on": [new.waits_on.team_id, new.waits_on.member_id, new.waits_on.outside],
            "category": new.category_id,
            "impact": new.impact and str(new.impact),
        }
    return more or None


def _new_loop(kept: Mapping[str, Any]) -> NewLoop:
    return NewLoop(
        title=kept["title"],
        waits_on=WaitsOn(*kept["waits_on"]),
        details=kept["details"],
        category_id=kept["category"],
        impact=Impact(kept["impact"]) if kept["impact"] else None,
    )
