"""What a lead reads about a ritual's rounds: when they were, and how many answered in each team."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select

from bot.store.engine import Transaction
from bot.store.prompts import counted, to_count
from bot.store.rounds import to_round
from bot.store.tables import anonymous_round, prompt, round_, team
from bot.values.leading import TeamCount
from bot.values.rituals import Tier
from bot.values.rounds import PromptState, Round, RoundState


async def rounds_before(tx: Transaction, ritual_id: int, before: date | None, *, limit: int) -> list[Round]:
    """A ritual's rounds before a date, or all, the newest first."""
    query = select(round_).where(round_.c.ritual_id == ritual_id)
    if before is not None:
        query = query.where(round_.c.local_date < before)
    rows = await tx.execute(query.order_by(round_.c.local_date.desc()).limit(limit))
    return [to_round(row) for row in rows]


async def last_closed(tx: Transaction, ritual_id: int, *, limit: int) -> list[int]:
    """The ids of a ritual's latest closed rounds in which anybody was asked."""
    was_asked = select(prompt.c.id).where(
        prompt.c.round_id == round_.c.id, prompt.c.state != PromptState.EXCUSED
    )
    was_sealed = select(anonymous_round.c.round_id).where(anonymous_round.c.round_id == round_.c.id)
    query = (
        select(round_.c.id)
        .where(
            round_.c.ritual_id == ritual_id,
            round_.c.state == RoundState.CLOSED,
            or_(was_asked.exists(), was_sealed.exists()),
        )
        .order_by(round_.c.local_date.desc())
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def counts_by_team(tx: Transaction, round_ids: Collection[int]) -> dict[int, list[TeamCount]]:
    """How those of these rounds stand in each team that are named, by round; teams in the order of the alphabet."""
    query = (
        select(prompt.c.round_id, team.c.name, *counted())
        .join(team, team.c.id == prompt.c.team_id)
        .join(round_, round_.c.id == prompt.c.round_id)
        .where(prompt.c.round_id.in_(list(round_ids)), round_.c.tier == Tier.NAMED)
        .group_by(prompt.c.round_id, team.c.id, team.c.name)
        .order_by(func.lower(team.c.name), team.c.id)
    )
    found: dict[int, list[TeamCount]] = {}
    for round_id, name, *numbers in await tx.execute(query):
        found.setdefault(round_id, []).append(TeamCount(name, to_count(numbers)))
    return found
