"""Finding prompts, each with the round, member and team it belongs to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Result, Row, Select, and_, bindparam, exists, func, or_, select

from bot.store.engine import Transaction
from bot.store.members import to_member
from bot.store.rounds import to_round
from bot.store.row_parts import parts_of
from bot.store.tables import answer_draft, member, prompt, ritual, round_, team
from bot.values.people import Member
from bot.values.rituals import Kind, Tier
from bot.values.rounds import Prompt, PromptState, Round, RoundState


@dataclass(frozen=True, slots=True)
class Standing:
    """A prompt with the round, member and team it belongs to. Whether something of a form is kept that is not
    finished is only known of one that is locked to be answered."""

    prompt: Prompt
    round: Round
    member: Member
    team_name: str
    owner_id: int
    kind: Kind
    delivery_key: str | None
    response_url: str | None
    revision: int
    shown_revision: int
    has_draft: bool = False


async def to_ask(tx: Transaction, member_ids: Collection[int], *, before: datetime) -> list[Standing]:
    """Prompts of these members that fall due before an instant, the one that has waited longest first."""
    these = {"of_members": list(member_ids), "before": before}
    return [_standing(row) for row in await tx.execute(_to_ask(), these)]


async def in_delivery(tx: Transaction, workspace_id: int, delivery_key: str) -> list[Standing]:
    """The prompts a DM carries, in the order they fell due."""
    return await in_deliveries(tx, workspace_id, [delivery_key])


async def in_deliveries(tx: Transaction, workspace_id: int, delivery_keys: Collection[str]) -> list[Standing]:
    """The prompts these DMs carry, in the order they fell due."""
    these = {"of_workspace": workspace_id, "these_dms": list(delivery_keys)}
    return [_standing(row) for row in await tx.execute(_in_deliveries(), these)]


async def to_remind(tx: Transaction, now: datetime, *, limit: int) -> list[Standing]:
    """Prompts whose reminder falls due."""
    query = (
        _standings()
        .where(prompt.c.remind_at <= now)
        .order_by(prompt.c.remind_at)
        .limit(limit)
        .with_for_update(of=prompt, skip_locked=True)
    )
    return [_standing(row) for row in await tx.execute(query)]


async def for_member(tx: Transaction, prompt_id: int, member_id: int) -> Standing | None:
    """This prompt, if it is this member's."""
    return _one(await tx.execute(_one_of(), {"this": prompt_id, "of_member": member_id}))


async def for_member_in(tx: Transaction, round_id: int, member_id: int) -> Standing | None:
    """This member's prompt in this round."""
    return _one(await tx.execute(_one_in_round(), {"of_round": round_id, "of_member": member_id}))


async def lock(tx: Transaction, prompt_id: int, member_id: int) -> Standing | None:
    """This prompt, if it is this member's, until the transaction ends."""
    return _one(await tx.execute(_one_of_locked(), {"this": prompt_id, "of_member": member_id}))


async def lock_to_answer(tx: Transaction, prompt_id: int, member_id: int) -> Standing | None:
    """The same, unless it is anonymous: on PostgreSQL a row says which transaction held it, as the ballot would."""
    return _one(await tx.execute(_one_to_answer(), {"this": prompt_id, "of_member": member_id}))


async def open_for(tx: Transaction, member_id: int, now: datetime) -> list[Standing]:
    """What a member can answer now: due, in an open round or late in a named one, not excused; the oldest first."""
    return [_standing(row) for row in await tx.execute(_open_for(), {"of_member": member_id, "now": now})]


async def unshown(tx: Transaction, round_id: int, team_id: int, *, limit: int) -> list[Standing]:
    """The first prompts of a round and team whose newest state is not shown yet, in the order they came in.

    One that is being answered right now is left out: whoever answers it marks the team's row once more.
    """
    return [
        _standing(row)
        for row in await tx.execute(_unshown(), {"of_round": round_id, "of_team": team_id, "most": limit})
    ]


async def came_back(tx: Transaction, round_id: int, team_id: int) -> list[Standing]:
    """Prompts of a round and team that were answered or skipped, in the order they came in."""
    query = (
        _standings()
        .where(
            prompt.c.round_id == round_id,
            prompt.c.team_id == team_id,
            prompt.c.state.in_((PromptState.ANSWERED, PromptState.SKIPPED)),
        )
        .order_by(prompt.c.answered_at, prompt.c.id)
    )
    return [_standing(row) for row in await tx.execute(query)]


async def planned_of(tx: Transaction, member_id: int, ritual_id: int | None = None) -> list[Standing]:
    """A member's prompts that are planned and not on their way, of one ritual or of all."""
    query = _standings().where(prompt.c.member_id == member_id, prompt.c.ask_at.is_not(None))
    if ritual_id is not None:
        query = query.where(round_.c.ritual_id == ritual_id)
    return [_standing(row) for row in await tx.execute(query)]


async def unfinished_of(tx: Transaction, member_id: int, ritual_id: int | None = None) -> list[Standing]:
    """A member's prompts of open rounds that are planned or sent, of one ritual or of all."""
    query = _standings().where(
        prompt.c.member_id == member_id,
        round_.c.state == RoundState.OPEN,
        prompt.c.state.in_((PromptState.PLANNED, PromptState.SENT)),
    )
    if ritual_id is not None:
        query = query.where(round_.c.ritual_id == ritual_id)
    return [_standing(row) for row in await tx.execute(query)]


async def excused_of(
    tx: Transaction, member_id: int, ritual_id: int, reason: str, *, now: datetime
) -> list[Standing]:
    """A member's prompts of a ritual that were excused for this reason and could still be answered in time."""
    query = _standings().where(
        prompt.c.member_id == member_id,
        prompt.c.state == PromptState.EXCUSED,
        prompt.c.reason == reason,
        prompt.c.closes_at > now,
        round_.c.ritual_id == ritual_id,
        round_.c.state == RoundState.OPEN,
    )
    return [_standing(row) for row in await tx.execute(query)]


def _is_newest_round() -> Any:
    other = round_.alias("other")
    newest = select(func.max(other.c.local_date)).where(other.c.ritual_id == round_.c.ritual_id)
    return round_.c.local_date == newest.scalar_subquery()


@cache
def _standings() -> Select[Any]:
    # Sixty columns: built once, since building it takes longer than asking it.
    return select(
        *(column.label(f"prompt__{column.name}") for column in prompt.c),
        *(column.label(f"member__{column.name}") for column in member.c),
        *(column.label(f"round__{column.name}") for column in round_.c),
        team.c.name.label("team_name"),
        ritual.c.owner_id.label("owner_id"),
        ritual.c.kind.label("kind"),
    ).select_from(
        prompt.join(round_, round_.c.id == prompt.c.round_id)
        .join(ritual, ritual.c.id == round_.c.ritual_id)
        .join(member, member.c.id == prompt.c.member_id)
        .join(team, team.c.id == prompt.c.team_id)
    )


# So are the questions asked most: a press must not wait for SQL to be put together, and a fan-out asks thousands.
@cache
def _to_ask() -> Select[Any]:
    return (
        _standings()
        .where(
            prompt.c.member_id.in_(bindparam("of_members", expanding=True)),
            prompt.c.ask_at < bindparam("before"),
        )
        .order_by(prompt.c.ask_at, prompt.c.id)
        .with_for_update(of=prompt, skip_locked=True)
    )


@cache
def _in_deliveries() -> Select[Any]:
    return (
        _standings()
        .where(
            prompt.c.workspace_id == bindparam("of_workspace"),
            prompt.c.delivery_key.in_(bindparam("these_dms", expanding=True)),
        )
        .order_by(prompt.c.due_at, prompt.c.id)
    )


@cache
def _unshown() -> Select[Any]:
    return (
        _standings()
        .where(
            prompt.c.round_id == bindparam("of_round"),
            prompt.c.team_id == bindparam("of_team"),
            prompt.c.shown_revision < prompt.c.revision,
        )
        .order_by(prompt.c.answered_at, prompt.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(of=prompt, skip_locked=True)
    )


@cache
def _one_of() -> Select[Any]:
    return _standings().where(prompt.c.id == bindparam("this"), prompt.c.member_id == bindparam("of_member"))


@cache
def _one_of_locked() -> Select[Any]:
    return _one_of().with_for_update(of=prompt)


@cache
def _one_to_answer() -> Select[Any]:
    has_draft = exists().where(answer_draft.c.prompt_id == prompt.c.id).label("has_draft")
    return _one_of_locked().add_columns(has_draft).where(round_.c.tier != Tier.ANONYMOUS)


@cache
def _one_in_round() -> Select[Any]:
    return _standings().where(
        prompt.c.round_id == bindparam("of_round"), prompt.c.member_id == bindparam("of_member")
    )


@cache
def _open_for() -> Select[Any]:
    return (
        _standings()
        .where(
            prompt.c.member_id == bindparam("of_member"),
            prompt.c.state != PromptState.EXCUSED,
            prompt.c.due_at <= bindparam("now"),
            or_(
                round_.c.state == RoundState.OPEN,
                and_(prompt.c.state == PromptState.MISSED, round_.c.tier == Tier.NAMED, _is_newest_round()),
            ),
        )
        .order_by(prompt.c.closes_at, prompt.c.id)
    )


def _one(rows: Result[Any]) -> Standing | None:
    row = rows.one_or_none()
    return _standing(row) if row else None


def _standing(row: Row[Any]) -> Standing:
    prompts, members, rounds = parts_of(prompt, member, round_)
    mine = prompts(row)
    return Standing(
        prompt=_prompt(mine),
        round=to_round(rounds(row)),
        member=to_member(members(row)),
        team_name=row.team_name,
        owner_id=row.owner_id,
        kind=Kind(row.kind),
        delivery_key=mine.delivery_key,
        response_url=mine.response_url,
        revision=mine.revision,
        shown_revision=mine.shown_revision,
        has_draft=getattr(row, "has_draft", False),
    )


def _prompt(row: Any) -> Prompt:
    return Prompt(
        id=row.id,
        workspace_id=row.workspace_id,
        round_id=row.round_id,
        member_id=row.member_id,
        team_id=row.team_id,
        state=PromptState(row.state),
        due_at=row.due_at,
        closes_at=row.closes_at,
        zone=row.zone,
        late=row.late,
        reason=row.reason,
        answered_at=row.answered_at,
        nothing_new=row.nothing_new,
    )
