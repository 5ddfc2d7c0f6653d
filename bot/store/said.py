"""Everything a person said in one prompt, read in one question: whoever presses a button waits for each of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Select,
    Table,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)

from bot.store.drafts import to_draft
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.store.tables import answer, answer_draft, prompt
from bot.values.questions import Answer


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered, what was answered last time, and what is kept of a form that is not finished; by key."""

    given: dict[str, Answer]
    last_time: dict[str, Answer]
    draft: dict[str, Answer]


async def said_in(tx: Transaction, standing: Standing) -> Said:
    """What was said in a prompt. Last time is the ritual's latest round in which there was something new."""
    rows = await tx.execute(
        _said(),
        {
            "this": standing.prompt.id,
            "of_ritual": standing.round.ritual_id,
            "of_member": standing.prompt.member_id,
            "before": standing.round.local_date,
        },
    )
    found = Said({}, {}, {})
    for row in rows:
        getattr(found, row.part)[row.question_key] = to_draft(row)
    return found


@cache
def _said() -> CompoundSelect[Any]:
    this: BindParameter[int] = bindparam("this")
    return union_all(
        _part("given", answer).where(answer.c.prompt_id == this),
        _part("last_time", answer).where(answer.c.prompt_id == _last_time()),
        _part("draft", answer_draft).where(answer_draft.c.prompt_id == this),
    )


def _part(name: str, table: Table) -> Select[Any]:
    part: ColumnElement[str] = literal_column(f"'{name}'")
    more = table.c.more if "more" in table.c else cast(null(), JSON)
    said = (table.c.question_key, table.c.text, table.c.number, table.c.chosen)
    return select(part.label("part"), *said, more.label("more"))


def _last_time() -> ScalarSelect[int]:
    earlier = answer.alias("earlier")
    return (
        select(earlier.c.prompt_id)
        .join(prompt, prompt.c.id == earlier.c.prompt_id)
        .where(
            earlier.c.ritual_id == bindparam("of_ritual"),
            earlier.c.member_id == bindparam("of_member"),
            earlier.c.local_date < bindparam("before"),
            prompt.c.nothing_new.is_(False),
        )
        .order_by(earlier.c.local_date.desc())
        .limit(1)
        .scalar_subquery()
    )
