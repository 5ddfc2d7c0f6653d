"""Everything one digest is made from, read in a handful of queries whatever the number of teams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.store import trends as store
from bot.store.engine import Transaction
from bot.store.trends import AskingRitual, SaidRow, ScaleRow, TurnoutRow, WordingRow
from bot.trends import week
from bot.trends.said import LOOK_BACK, PROGRESS, STUCK
from bot.trends.words import says_nothing
from bot.values.facts import Period
from bot.values.rituals import Tier


@dataclass(frozen=True, slots=True)
class Material:
    """The rows of one digest. `moved` and `stuck` hold words of named rituals only."""

    rituals: dict[int, AskingRitual]
    turnouts: list[TurnoutRow]
    scales: list[ScaleRow]
    wordings: list[WordingRow]
    moved: list[SaidRow]
    stuck: list[SaidRow]
    people: int
    people_answered: int


async def load(tx: Transaction, team_ids: Collection[int], period: Period, now: datetime) -> Material:
    """Read what these teams' rituals gathered up to the end of the period."""
    rituals = await store.asking(tx, team_ids)
    named = [ritual.id for ritual in rituals.values() if ritual.tier is Tier.NAMED]
    history = week.up_to(period)
    people, answered = await store.people(tx, team_ids, rituals, week.just(period), now=now)
    return Material(
        rituals=rituals,
        turnouts=await store.turnout(tx, team_ids, rituals, history, now=now),
        scales=await store.scales(tx, team_ids, rituals, history),
        wordings=await store.wordings(tx, rituals, history),
        moved=await store.said(tx, team_ids, named, PROGRESS, week.just(period)),
        stuck=await _stuck(tx, team_ids, named, period),
        people=people,
        people_answered=answered,
    )


async def _stuck(
    tx: Transaction, team_ids: Collection[int], ritual_ids: Collection[int], period: Period
) -> list[SaidRow]:
    this_week = await store.said(tx, team_ids, ritual_ids, STUCK, week.just(period))
    waiting = {row.member_id for row in this_week if not says_nothing(row.text)}
    if not waiting:
        return []
    before = week.up_to(period, LOOK_BACK)
    return await store.said_or_not(tx, team_ids, ritual_ids, waiting, STUCK, before)
