"""What people wrote under their names, as trends quote it. Rounds that are `withheld` are left out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from bot.store.engine import Transaction
from bot.store.tables import answer, member, prompt, round_, team
from bot.store.trends import SERIES_OF_ANSWERS, Series, Weeks, answers_in, rounds_in
from bot.store.withheld import NOTHING_WITHHELD, Withheld
from bot.values.rituals import TO_LEAD, Tier
from bot.values.rounds import PromptState


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What one person answered one question on one day; empty where they answered, but not this question."""

    series: Series
    member_id: int
    person: str
    on: date
    text: str | None
    prompt_id: int | None = None


async def said(
    tx: Transaction,
    team_ids: Collection[int],
    ritual_ids: Collection[int],
    key: str,
    weeks: Weeks,
    withheld: Withheld = NOTHING_WITHHELD,
) -> list[SaidRow]:
    """What people wrote under one question key, the newest first."""
    query = (
        select(
            *SERIES_OF_ANSWERS,
            answer.c.member_id,
            member.c.name,
            answer.c.local_date,
            answer.c.text,
            answer.c.prompt_id,
        )
        .join(member, member.c.id == answer.c.member_id)
        .where(
            answers_in(team_ids, ritual_ids, weeks, withheld),
            answer.c.question_key == key,
            answer.c.text.is_not(None),
        )
        .order_by(answer.c.local_date.desc(), answer.c.prompt_id.desc())
    )
    return [_said(row) for row in await tx.execute(query)]


async def said_or_not(
    tx: Transaction,
    team_ids: Collection[int],
    ritual_ids: Collection[int],
    member_ids: Collection[int],
    key: str,
    weeks: Weeks,
    withheld: Withheld = NOTHING_WITHHELD,
) -> list[SaidRow]:
    """Every check-in these members answered, with what they wrote under a key, if anything; newest first."""
    own_answer = and_(answer.c.prompt_id == prompt.c.id, answer.c.question_key == key)
    query = (
        select(
            prompt.c.team_id,
            round_.c.ritual_id,
            prompt.c.member_id,
            member.c.name,
            round_.c.local_date,
            answer.c.text,
            prompt.c.id,
        )
        .select_from(
            round_.join(prompt, prompt.c.round_id == round_.c.id)
            .join(member, member.c.id == prompt.c.member_id)
            .outerjoin(answer, own_answer)
        )
        .where(
            rounds_in(ritual_ids, weeks),
            ~withheld.rounds(),
            prompt.c.team_id.in_(team_ids),
            # Plus nothing: by the index on members, all they were ever asked would be read.
            (prompt.c.member_id + 0).in_(member_ids),
            prompt.c.state == PromptState.ANSWERED,
        )
        .order_by(round_.c.local_date.desc(), prompt.c.id.desc())
    )
    return [_said(row) for row in await tx.execute(query)]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one person wrote in answer to one prompt, and the team they were asked for."""

    person: str
    team_id: int
    team: str
    text: str


async def spoken(tx: Transaction, workspace_id: int, prompt_id: int, key: str) -> Spoken | None:
    """What was written under a key in answer to a prompt, where it went to more than a lead."""
    query = (
        select(member.c.name.label("person"), prompt.c.team_id, team.c.name.label("team"), answer.c.text)
        .select_from(
            answer.join(prompt, prompt.c.id == answer.c.prompt_id)
            .join(round_, round_.c.id == prompt.c.round_id)
            .join(member, member.c.id == prompt.c.member_id)
            .join(team, team.c.id == prompt.c.team_id)
        )
        .where(
            answer.c.prompt_id == prompt_id,
            answer.c.question_key == key,
            answer.c.text.is_not(None),
            prompt.c.workspace_id == workspace_id,
            round_.c.tier == Tier.NAMED,
            round_.c.report != TO_LEAD,
        )
    )
    row = (await tx.execute(query)).one_or_none()
    return Spoken(row.person, row.team_id, row.team, row.text) if row else None


def _said(row: Sequence[Any]) -> SaidRow:
    return SaidRow((row[0], row[1]), *row[2:])
