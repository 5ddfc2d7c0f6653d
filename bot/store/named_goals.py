"""What people named when they were asked which goal matters most, as trends read it: of named rounds alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Text, cast, select

from bot.store.engine import Transaction
from bot.store.ritual_rows import to_questions
from bot.store.tables import answer, goal, prompt, round_, round_team, team
from bot.store.trends import Weeks, in_time, rounds_in
from bot.values.alignment import GoalNow
from bot.values.goals import GoalState
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Tier


@dataclass(frozen=True, slots=True)
class Naming:
    """A round that is over, in which a team was asked for its top goal, and where its answers went."""

    team_id: int
    round_id: int
    on: date
    report: str
    question: Question


async def namings(
    tx: Transaction,
    team_ids: Collection[int],
    ritual_ids: Collection[int],
    weeks: Weeks,
    *,
    now: datetime,
) -> list[Naming]:
    """The rounds of these weeks that asked these teams for their top goal and have closed, the oldest first."""
    asks = cast(round_.c.questions, Text).contains(f'"{QuestionType.TOP_GOAL}"')
    found = (
        select(round_.c.id, round_.c.local_date, round_.c.report, round_.c.questions)
        .where(rounds_in(ritual_ids, weeks), round_.c.tier == Tier.NAMED, round_.c.closes_at <= now, asks)
        .order_by(round_.c.local_date, round_.c.id)
    )
    rounds = (await tx.execute(found)).all()
    asked = [(row, question) for row in rounds for question in _of_top_goal(row.questions)]
    of_round = await _teams_of(tx, [row.id for row, _ in asked], team_ids)
    return [
        Naming(team_id, row.id, row.local_date, row.report, question)
        for row, question in asked
        for team_id in of_round.get(row.id, ())
    ]


async def named_in(tx: Transaction, every: Sequence[Naming]) -> dict[tuple[int, int], list[str]]:
    """What was picked in time, by round and team: everybody's one answer."""
    if not every:
        return {}
    query = (
        select(prompt.c.round_id, prompt.c.team_id, answer.c.question_key, answer.c.chosen)
        .join(answer, answer.c.prompt_id == prompt.c.id)
        .where(
            prompt.c.round_id.in_({each.round_id for each in every}),
            prompt.c.team_id.in_({each.team_id for each in every}),
            answer.c.question_key.in_({each.question.key for each in every}),
            in_time(),
        )
    )
    keys = {(each.round_id, each.team_id): each.question.key for each in every}
    found: dict[tuple[int, int], list[str]] = {of: [] for of in keys}
    for row in await tx.execute(query):
        of = row.round_id, row.team_id
        if keys.get(of) == row.question_key and row.chosen:
            found[of].append(row.chosen[0])
    return found


async def stand_now(tx: Transaction, goal_ids: Collection[int]) -> dict[int, GoalNow]:
    """How these goals stand, by number."""
    if not goal_ids:
        return {}
    query = (
        select(goal.c.id, goal.c.state, team.c.channel_id, team.c.is_private)
        .outerjoin(team, team.c.id == goal.c.team_id)
        .where(goal.c.id.in_(goal_ids))
    )
    return {
        row.id: GoalNow(GoalState(row.state), row.channel_id if row.is_private else None)
        for row in await tx.execute(query)
    }


async def _teams_of(
    tx: Transaction, round_ids: Collection[int], team_ids: Collection[int]
) -> dict[int, list[int]]:
    if not round_ids:
        return {}
    query = (
        select(round_team.c.round_id, round_team.c.team_id)
        .where(round_team.c.round_id.in_(round_ids), round_team.c.team_id.in_(team_ids))
        .order_by(round_team.c.team_id)
    )
    found: dict[int, list[int]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.round_id, []).append(row.team_id)
    return found


def _of_top_goal(stored: list[dict[str, object]]) -> list[Question]:
    return [each for each in to_questions(stored) if each.type == QuestionType.TOP_GOAL]
