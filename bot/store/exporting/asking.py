"""Teams, people, rituals, rounds, who was asked, and what was answered by name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, union

from bot.store import sealed, turnouts
from bot.store.engine import Transaction
from bot.store.exporting.extent import IS_NAMED, IS_SHOWN, asked_since, is_read, of_teams, within
from bot.store.ritual_rows import to_questions
from bot.store.rounds import to_round
from bot.store.tables import (
    answer,
    former_team,
    member,
    prompt,
    ritual,
    ritual_team,
    round_,
    round_team,
    team,
)
from bot.values.exporting import Extent, Span
from bot.values.privacy import Result
from bot.values.questions import Question
from bot.values.rituals import Tier
from bot.values.rounds import Count, PromptState, Round, RoundState

Rows = Sequence[Row[Any]]


# Only what is written down, called what it is called there: most of the time goes into making values of what is read.
_INVITATION = (
    *(prompt.c.id.label("invitation_id"), prompt.c.round_id, prompt.c.team_id, prompt.c.state),
    *(prompt.c.due_at, prompt.c.closes_at, prompt.c.answered_at, prompt.c.late.label("is_late")),
    *(prompt.c.reason, round_.c.ritual_id, round_.c.local_date, member.c.slack_id.label("respondent")),
)
_ANSWER = (
    *(answer.c.prompt_id.label("invitation_id"), prompt.c.round_id, answer.c.ritual_id),
    *(answer.c.question_key, answer.c.team_id, member.c.slack_id.label("respondent"), round_.c.local_date),
    *(prompt.c.answered_at, prompt.c.late.label("is_late"), answer.c.number.label("value_num")),
    *(answer.c.text.label("value_text"), answer.c.chosen.label("value_choice")),
)


@dataclass(frozen=True, slots=True)
class GroupRound:
    """A closed round in which only groups are shown. `count` None: too few answered or, with `is_lost`, nobody can
    open what came back."""

    round: Round
    count: Count | None
    is_lost: bool
    results: Sequence[Result]


async def last_prompt(tx: Transaction) -> int:
    """The highest number a prompt has."""
    return await _last(tx, prompt.c.id)


async def last_round(tx: Transaction) -> int:
    """The highest number a round has."""
    return await _last(tx, round_.c.id)


async def last_member(tx: Transaction) -> int:
    """The highest number a member has."""
    return await _last(tx, member.c.id)


async def every_team(tx: Transaction, extent: Extent) -> Rows:
    """Every team whose name may be known, those that are no more included."""
    query = select(team, member.c.slack_id.label("lead")).outerjoin(member, member.c.id == team.c.lead_id)
    named = [] if extent.reader is None else [team.c.id.in_(extent.reader.known)]
    return await _all(tx, query.where(team.c.workspace_id == extent.workspace_id, *named).order_by(team.c.id))


async def members(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """People, those who are gone included."""
    here = member.c.workspace_id == extent.workspace_id
    return await _all(tx, select(member).where(here, within(member.c.id, span)).order_by(member.c.id))


async def rituals(tx: Transaction, extent: Extent) -> Rows:
    """The rituals that ask one of its teams, or once did."""
    here = ritual.c.workspace_id == extent.workspace_id
    query = select(ritual).where(here).order_by(ritual.c.id)
    if extent.reader is not None:
        asked = (
            select(each.c.ritual_id).where(of_teams(each.c.team_id, extent))
            for each in (ritual_team, former_team)
        )
        query = query.where(ritual.c.id.in_(union(*asked)))
    return await _all(tx, query)


async def rounds(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """Rounds that asked one of its teams, with how many were asked by name and answered; `is_read`: its reader may
    read what was answered there by name."""
    people = (prompt.c.round_id == round_.c.id, of_teams(prompt.c.team_id, extent))
    asked = select(func.count()).where(*people, prompt.c.state != PromptState.EXCUSED)
    answered = select(func.count()).where(*people, prompt.c.state == PromptState.ANSWERED)
    read = select(round_team.c.team_id).where(
        round_team.c.round_id == round_.c.id,
        of_teams(round_team.c.team_id, extent),
        is_read(extent, round_team.c.team_id),
    )
    query = select(
        round_,
        asked.scalar_subquery().label("asked"),
        answered.scalar_subquery().label("answered"),
        read.exists().label("is_read"),
    )
    return await _all(tx, query.where(_is_here(extent, span)).order_by(round_.c.id))


async def round_teams(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """Which of its teams each round asked."""
    query = select(round_team.c.round_id, round_team.c.team_id, round_.c.local_date).join(round_)
    these = _is_here(extent, span), of_teams(round_team.c.team_id, extent)
    return await _all(tx, query.where(*these).order_by(round_team.c.round_id, round_team.c.team_id))


async def invitations(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """Whom named rounds asked, and what became of that, where its reader reads what was answered."""
    query = select(*_INVITATION).select_from(_asked_by_name()).where(*_by_name(extent, span))
    return await _all(tx, query.order_by(prompt.c.id))


async def answers(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """What was answered in named rounds, to prompts of this span."""
    query = (
        select(*_ANSWER)
        .select_from(_asked_by_name().join(answer, answer.c.prompt_id == prompt.c.id))
        .where(*_by_name(extent, span), IS_SHOWN)
    )
    return await _all(tx, query.order_by(answer.c.prompt_id, answer.c.question_key))


async def wordings(
    tx: Transaction, extent: Extent, span: Span
) -> list[tuple[int, date, tuple[Question, ...]]]:
    """What rounds asked, each with its ritual and its day."""
    query = select(round_.c.ritual_id, round_.c.local_date, round_.c.questions)
    rows = await tx.execute(query.where(_is_here(extent, span)).order_by(round_.c.id))
    return [(row.ritual_id, row.local_date, to_questions(row.questions)) for row in rows]


async def questions_of(tx: Transaction, round_ids: Collection[int]) -> dict[int, tuple[Question, ...]]:
    """What these rounds asked."""
    query = select(round_.c.id, round_.c.questions).where(round_.c.id.in_(list(round_ids)))
    return {row.id: to_questions(row.questions) for row in await tx.execute(query)}


async def published(tx: Transaction, round_ids: Collection[int]) -> Mapping[int, Count]:
    """How many answered where only groups are shown; rounds of which that is not said are left out."""
    return await turnouts.published(tx, round_ids)


async def lost(tx: Transaction, round_ids: Collection[int]) -> set[int]:
    """Those whose key was lost before they closed."""
    return await turnouts.lost(tx, round_ids)


async def group_rounds(tx: Transaction, extent: Extent, span: Span) -> list[GroupRound]:
    """Closed rounds in which only groups are shown, and what was frozen of them; those its reader may read."""
    shown = [] if extent.reader is None else [_was_shown_to(extent)]
    over = round_.c.tier != Tier.NAMED, round_.c.state == RoundState.CLOSED
    query = select(round_).where(_is_here(extent, span), *over, *shown).order_by(round_.c.id)
    found = [to_round(row) for row in await tx.execute(query)]
    ids = [each.id for each in found]
    counts, keyless = await published(tx, ids), await lost(tx, ids)
    results = await sealed.results_of(tx, counts)
    return [
        GroupRound(each, counts.get(each.id), each.id in keyless, results.get(each.id, ())) for each in found
    ]


async def channels(tx: Transaction, workspace_id: int) -> set[str]:
    """Every channel in which something that came back was ever shown."""
    here = round_.c.workspace_id == workspace_id
    shown = select(round_team.c.channel_id).join(round_).where(here)
    return set((await tx.execute(union(shown, select(round_.c.report).where(here)))).scalars())


async def disbanded(tx: Transaction, workspace_id: int) -> set[int]:
    """Teams that are no more, whose channel was open to all."""
    query = select(team.c.id).where(
        team.c.workspace_id == workspace_id, team.c.disbanded, team.c.is_private.is_(False)
    )
    return set((await tx.execute(query)).scalars())


def _is_here(extent: Extent, span: Span) -> Any:
    here = and_(round_.c.workspace_id == extent.workspace_id, within(round_.c.id, span), asked_since(extent))
    if extent.reader is None:
        return here
    # By itself, also where a query lists the teams of rounds.
    asks = select(round_team.c.team_id).where(
        round_team.c.round_id == round_.c.id, of_teams(round_team.c.team_id, extent)
    )
    return and_(here, asks.correlate(round_).exists())


def _was_shown_to(extent: Extent) -> Any:
    assert extent.reader is not None
    return (
        select(round_team.c.team_id)
        .where(
            round_team.c.round_id == round_.c.id,
            or_(
                round_team.c.channel_id.in_(extent.reader.channels),
                and_(of_teams(round_team.c.team_id, extent), is_read(extent, round_team.c.team_id)),
            ),
        )
        .exists()
    )


def _asked_by_name() -> Any:
    with_round = prompt.join(round_, round_.c.id == prompt.c.round_id)
    return with_round.join(member, member.c.id == prompt.c.member_id)


def _by_name(extent: Extent, span: Span) -> tuple[Any, ...]:
    return (
        within(prompt.c.id, span),
        prompt.c.workspace_id == extent.workspace_id,
        of_teams(prompt.c.team_id, extent),
        is_read(extent, prompt.c.team_id),
        IS_NAMED,
        asked_since(extent),
    )


async def _last(tx: Transaction, column: Any) -> int:
    return int((await tx.execute(select(func.coalesce(func.max(column), 0)))).scalar_one())


async def _all(tx: Transaction, query: Select[Any]) -> Rows:
    rows: Rows = (await tx.execute(query)).all()
    return rows
