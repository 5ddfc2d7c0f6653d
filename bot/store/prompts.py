"""The life of a prompt: planned, asked, answered, skipped, excused or missed; and how many are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, case, func, select, update
from sqlalchemy import insert as plain_insert

from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.store.tables import prompt, round_
from bot.values.people import Member
from bot.values.rounds import Count, PromptState, Round


@dataclass(frozen=True, slots=True)
class NewPrompt:
    """A prompt about to be planned. `ask_at` is empty when it is over before it began."""

    member: Member
    team_id: int
    due_at: datetime
    ask_at: datetime | None
    remind_at: datetime | None
    closes_at: datetime
    zone: str
    state: PromptState
    reason: str | None = None


async def plan(tx: Transaction, round_: Round, new: Sequence[NewPrompt]) -> None:
    """Plan a round's prompts."""
    rows = [
        {
            "workspace_id": round_.workspace_id,
            "round_id": round_.id,
            "member_id": item.member.id,
            "team_id": item.team_id,
            "state": item.state,
            "zone": item.zone,
            "due_at": item.due_at,
            "ask_at": item.ask_at,
            "remind_at": item.remind_at,
            "closes_at": item.closes_at,
            "reason": item.reason,
            "late": False,
            "revision": 0,
            "shown_revision": 0,
        }
        for item in new
    ]
    if rows:
        await tx.execute(plain_insert(prompt), rows)


async def wait_until(tx: Transaction, prompt_ids: Collection[int], ask_at: datetime) -> None:
    """Ask for these later; their windows stay."""
    await tx.execute(update(prompt).where(prompt.c.id.in_(list(prompt_ids))).values(ask_at=ask_at))


async def excuse(tx: Transaction, prompt_ids: Collection[int], reason: str) -> None:
    """These people will not be asked, and nobody counts them as missing."""
    if not prompt_ids:
        return
    await tx.execute(
        update(prompt)
        .where(
            prompt.c.id.in_(list(prompt_ids)),
            prompt.c.state.in_((PromptState.PLANNED, PromptState.SENT)),
        )
        .values(state=PromptState.EXCUSED, reason=reason, ask_at=None, remind_at=None)
    )


async def reminded(tx: Transaction, prompt_ids: Collection[int]) -> None:
    """Their one reminder is taken care of."""
    if not prompt_ids:
        return
    await tx.execute(update(prompt).where(prompt.c.id.in_(list(prompt_ids))).values(remind_at=None))


async def answered(
    tx: Transaction,
    prompt_id: int,
    *,
    at: datetime,
    late: bool,
    response_url: str | None,
    nothing_new: bool = False,
) -> None:
    """An answer came in, if only that there is nothing new; what is shown is behind by one revision."""
    await _came_back(
        tx,
        prompt_id,
        response_url,
        state=PromptState.ANSWERED,
        answered_at=at,
        late=late,
        reason=None,
        nothing_new=nothing_new,
    )


async def skipped(
    tx: Transaction, prompt_id: int, *, reason: str | None, at: datetime, response_url: str | None
) -> None:
    """The person will not answer this one, and said so."""
    await _came_back(
        tx,
        prompt_id,
        response_url,
        state=PromptState.SKIPPED,
        answered_at=at,
        reason=reason,
        nothing_new=False,
    )


async def touched(tx: Transaction, prompt_ids: Collection[int]) -> None:
    """What is shown of these is behind by one revision."""
    await tx.execute(
        update(prompt).where(prompt.c.id.in_(list(prompt_ids))).values(revision=prompt.c.revision + 1)
    )


async def shown(tx: Transaction, standings: Sequence[Standing]) -> None:
    """What is shown of these is as new as what was read."""
    rows = [{"this": standing.prompt.id, "shown_revision": standing.revision} for standing in standings]
    if rows:
        await tx.execute(_shown(), rows)


async def count(tx: Transaction, round_id: int, team_id: int | None = None) -> Count:
    """How a round stands, for one team or for all; people who are excused do not count."""
    if team_id is None:
        return to_count((await tx.execute(_count(), {"of_round": round_id})).one())
    return to_count((await tx.execute(_count_of_team(), {"of_round": round_id, "of_team": team_id})).one())


def counted() -> Sequence[ColumnElement[int]]:
    """What is counted of prompts, in the order of `Count`."""
    is_answered = prompt.c.state == PromptState.ANSWERED
    return (
        func.count().filter(prompt.c.state != PromptState.EXCUSED),
        func.count().filter(is_answered),
        func.count().filter(is_answered, prompt.c.late),
        func.count().filter(prompt.c.state == PromptState.SKIPPED),
        func.count().filter(prompt.c.state == PromptState.EXCUSED),
    )


def to_count(numbers: Sequence[int]) -> Count:
    """What `counted` found."""
    return Count(*numbers)


async def close(tx: Transaction, round_id: int, *, never_asked: str, never_sent: str) -> None:
    """The round is over: who was asked and stayed silent missed it; excused is who never was asked, and whose DM
    never left."""
    of_round = prompt.c.round_id == round_id
    await tx.execute(
        update(prompt)
        .where(of_round, prompt.c.state == PromptState.SENT)
        .values(state=PromptState.MISSED, remind_at=None)
    )
    await tx.execute(
        update(prompt)
        .where(of_round, prompt.c.state == PromptState.PLANNED)
        .values(
            state=PromptState.EXCUSED,
            reason=case((prompt.c.delivery_key.is_(None), never_asked), else_=never_sent),
            ask_at=None,
            remind_at=None,
        )
    )


async def asked_before(tx: Transaction, prompt_ids: Collection[int]) -> set[int]:
    """Those of these prompts whose person was asked by the same ritual in an earlier round."""
    return set((await tx.execute(_asked_before(), {"these": list(prompt_ids)})).scalars())


async def reopen(
    tx: Transaction,
    prompt_id: int,
    *,
    state: PromptState,
    ask_at: datetime | None,
    remind_at: datetime | None,
) -> None:
    """Take an excuse back: who had been asked can answer again; who is to be asked anew (`ask_at`) will be."""
    values: dict[str, Any] = {
        "state": state,
        "ask_at": ask_at,
        "remind_at": remind_at,
        "reason": None,
        "revision": prompt.c.revision + 1,
    }
    if ask_at is not None:
        values |= {"delivery_key": None, "letter_key": None, "letter_revision": None}
    await tx.execute(update(prompt).where(prompt.c.id == prompt_id).values(**values))


async def move(
    tx: Transaction,
    prompt_id: int,
    *,
    due_at: datetime,
    closes_at: datetime,
    remind_at: datetime | None,
    zone: str,
) -> None:
    """A member moved to another zone before being asked."""
    await tx.execute(
        update(prompt)
        .where(prompt.c.id == prompt_id, prompt.c.ask_at.is_not(None))
        .values(due_at=due_at, ask_at=due_at, closes_at=closes_at, remind_at=remind_at, zone=zone)
    )


async def _came_back(tx: Transaction, prompt_id: int, response_url: str | None, **values: Any) -> None:
    if response_url:
        values["response_url"] = response_url
    await tx.execute(_one_revision_more(), {"this": prompt_id, **values})


# Statements are built once: a press must not wait for SQL to be put together, and a fan-out asks thousands of times.
@cache
def _shown() -> Update:
    return update(prompt).where(prompt.c.id == bindparam("this")).values(response_url=None)


@cache
def _count() -> Any:
    return select(*counted()).where(prompt.c.round_id == bindparam("of_round"))


@cache
def _count_of_team() -> Any:
    return _count().where(prompt.c.team_id == bindparam("of_team"))


@cache
def _asked_before() -> Select[Any]:
    earlier, earlier_round = prompt.alias("earlier"), round_.alias("earlier_round")
    was_asked = (
        select(earlier.c.id)
        .join(earlier_round, earlier_round.c.id == earlier.c.round_id)
        .where(
            earlier_round.c.ritual_id == round_.c.ritual_id,
            earlier_round.c.local_date < round_.c.local_date,
            earlier.c.member_id == prompt.c.member_id,
            earlier.c.state != PromptState.EXCUSED,
        )
        .exists()
    )
    return (
        select(prompt.c.id)
        .join(round_, round_.c.id == prompt.c.round_id)
        .where(prompt.c.id.in_(bindparam("these", expanding=True)), was_asked)
    )


@cache
def _one_revision_more() -> Update:
    return (
        update(prompt)
        .where(prompt.c.id == bindparam("this"))
        .values(ask_at=None, remind_at=None, revision=prompt.c.revision + 1)
    )
