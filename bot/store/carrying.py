"""Which letter brings a prompt to its person: a DM, or a change of one; and what its leaving means for the prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, Update, bindparam, case, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store.engine import Transaction
from bot.store.tables import prompt
from bot.values.rounds import PromptState


@dataclass(frozen=True, slots=True)
class Carried:
    """A prompt that stands in a DM, once this letter (the DM, or a change of it) has left in this revision."""

    prompt_id: int
    delivery_key: str
    letter_key: str
    revision: int


async def carried_by(tx: Transaction, prompts: Sequence[Carried]) -> None:
    """These prompts are on their way."""
    rows = [
        {
            "this": item.prompt_id,
            "delivery_key": item.delivery_key,
            "letter_key": item.letter_key,
            "letter_revision": item.revision,
        }
        for item in prompts
    ]
    if rows:
        await tx.execute(_carried(), rows)


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
    letter = _letter(workspace_id, delivery_key, letter_key, revision)
    done = await tx.execute(_were_sent(), {**letter, "at": at, "too_late": too_late})
    return [(row.round_id, row.team_id) for row in done if row.state == PromptState.EXCUSED]


async def ask_anew(
    tx: Transaction, workspace_id: int, delivery_key: str, *, letter_key: str, after: int, at: datetime
) -> bool:
    """What this letter says only in revisions after this one it never will say: ask again. Whether there was any."""
    letter = _letter(workspace_id, delivery_key, letter_key, after)
    return (await tx.execute(_ask_anew(), {**letter, "ask_at": at})).rowcount > 0


def _letter(workspace_id: int, delivery_key: str, letter_key: str, revision: int) -> dict[str, Any]:
    return {
        "of_workspace": workspace_id,
        "this_dm": delivery_key,
        "this_letter": letter_key,
        "this_revision": revision,
    }


# Statements are built once: building one takes longer than asking it, and a fan-out asks thousands of times.
@cache
def _carried() -> Update:
    return update(prompt).where(prompt.c.id == bindparam("this")).values(ask_at=None)


@cache
def _were_sent() -> ReturningUpdate[Any]:
    is_over = prompt.c.closes_at <= bindparam("at")
    return (
        update(prompt)
        .where(*_waiting_for_this_letter(), prompt.c.letter_revision <= bindparam("this_revision"))
        .values(
            state=case((is_over, PromptState.EXCUSED), else_=PromptState.SENT),
            reason=case((is_over, bindparam("too_late", type_=String)), else_=None),
            revision=case((is_over, prompt.c.revision + 1), else_=prompt.c.revision),
            remind_at=case((is_over, None), else_=prompt.c.remind_at),
        )
        .returning(prompt.c.state, prompt.c.round_id, prompt.c.team_id)
    )


@cache
def _ask_anew() -> Update:
    return (
        update(prompt)
        .where(*_waiting_for_this_letter(), prompt.c.letter_revision > bindparam("this_revision"))
        .values(delivery_key=None, letter_key=None, letter_revision=None)
    )


def _waiting_for_this_letter() -> tuple[ColumnElement[bool], ...]:
    return (
        prompt.c.workspace_id == bindparam("of_workspace"),
        prompt.c.delivery_key == bindparam("this_dm"),
        prompt.c.letter_key == bindparam("this_letter"),
        prompt.c.state == PromptState.PLANNED,
    )
