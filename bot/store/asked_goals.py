"""Queries over the goals a round asks about, and over what was said of them in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Text, and_, cast, delete, func, or_, select, update

from bot.store.engine import Transaction
from bot.store.ritual_rows import from_questions, to_questions
from bot.store.tables import goal, goal_confidence, prompt, round_, team
from bot.values.confidences import AskedGoal, tidy
from bot.values.goals import GoalState
from bot.values.questions import Question, QuestionType

NOBODY = 0
"""Stands where a round does not say who looks after a goal."""


@dataclass(frozen=True, slots=True)
class Owned:
    """An open goal, the team it is of (None: everybody's), and the channel that team keeps to itself."""

    goal: AskedGoal
    team_id: int | None
    private_channel: str | None


async def owned_by(tx: Transaction, workspace_id: int, member_ids: Collection[int]) -> list[Owned]:
    """The open goals that these members look after, the oldest first."""
    query = (
        select(goal.c.id, goal.c.title, goal.c.owner_id, goal.c.team_id, team.c.channel_id, team.c.is_private)
        .outerjoin(team, team.c.id == goal.c.team_id)
        .where(
            goal.c.workspace_id == workspace_id,
            goal.c.state == GoalState.OPEN,
            goal.c.owner_id.in_(list(member_ids)),
        )
        .order_by(goal.c.id)
    )
    return [
        Owned(
            AskedGoal(row.id, tidy(row.title), row.owner_id),
            row.team_id,
            row.channel_id if row.is_private else None,
        )
        for row in await tx.execute(query)
    ]


async def open_in(tx: Transaction, workspace_id: int, team_ids: Collection[int]) -> list[Owned]:
    """The open goals of these teams and everybody's, whoever looks after them, the oldest first."""
    query = (
        select(goal.c.id, goal.c.title, goal.c.team_id, team.c.channel_id, team.c.is_private)
        .outerjoin(team, team.c.id == goal.c.team_id)
        .where(
            goal.c.workspace_id == workspace_id,
            goal.c.state == GoalState.OPEN,
            or_(goal.c.team_id.is_(None), goal.c.team_id.in_(list(team_ids))),
        )
        .order_by(goal.c.id)
    )
    return [
        Owned(
            AskedGoal(row.id, tidy(row.title), NOBODY, row.team_id),
            row.team_id,
            row.channel_id if row.is_private else None,
        )
        for row in await tx.execute(query)
    ]


async def still_owned(
    tx: Transaction, asked: Sequence[AskedGoal], member_id: int, *, before: datetime
) -> list[AskedGoal]:
    """Those of these goals that are open and looked after by this member now, with what was said last before an
    instant."""
    mine = [each.id for each in asked if each.owner_id == member_id]
    last = (
        select(goal_confidence.c.goal_id, func.max(goal_confidence.c.local_date).label("local_date"))
        .where(goal_confidence.c.goal_id.in_(mine), goal_confidence.c.at < before)
        .group_by(goal_confidence.c.goal_id)
        .subquery()
    )
    is_last = and_(
        goal_confidence.c.goal_id == last.c.goal_id, goal_confidence.c.local_date == last.c.local_date
    )
    query = (
        select(goal.c.id, goal_confidence.c.value, goal_confidence.c.local_date)
        .outerjoin(last, last.c.goal_id == goal.c.id)
        .outerjoin(goal_confidence, is_last)
        .where(goal.c.id.in_(mine), goal.c.state == GoalState.OPEN, goal.c.owner_id == member_id)
    )
    found = {row.id: (row.value, row.local_date) for row in await tx.execute(query)} if mine else {}
    return [
        replace(each, was=found[each.id][0], was_on=found[each.id][1]) for each in asked if each.id in found
    ]


async def forget_owner(tx: Transaction, member_id: int) -> None:
    """No round says any more that this member looked after a goal; the goals stay."""
    where_asked = select(prompt.c.round_id).where(prompt.c.member_id == member_id)
    about_goals = cast(round_.c.questions, Text).contains(f'"{QuestionType.GOALS}"')
    query = select(round_.c.id, round_.c.questions).where(round_.c.id.in_(where_asked), about_goals)
    for row in (await tx.execute(query)).all():
        questions = [_without_owner(question, member_id) for question in to_questions(row.questions)]
        stored = from_questions(questions)
        await tx.execute(update(round_).where(round_.c.id == row.id).values(questions=stored))


async def take_back(
    tx: Transaction, goal_id: int, member_id: int, value: int, why: str | None, *, since: datetime
) -> None:
    """What this member said of a goal since an instant is unsaid; what they said otherwise since then stands."""
    said = (
        goal_confidence.c.goal_id == goal_id,
        goal_confidence.c.member_id == member_id,
        goal_confidence.c.value == value,
        goal_confidence.c.why == why if why is not None else goal_confidence.c.why.is_(None),
        goal_confidence.c.at >= since,
    )
    await tx.execute(delete(goal_confidence).where(*said))


def _without_owner(question: Question, member_id: int) -> Question:
    goals = (
        replace(each, owner_id=NOBODY) if each.owner_id == member_id else each for each in question.goals
    )
    return replace(question, goals=tuple(goals))
