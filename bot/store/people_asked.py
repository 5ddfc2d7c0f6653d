"""How many people were asked and answered in a few weeks, each counted once: by where they live, and by team."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from bot.store.engine import Transaction
from bot.store.tables import member, prompt, ritual_team, round_
from bot.store.trends import Weeks, counts_as_asked, in_time, rounds_in
from bot.values.rituals import Tier

Turnout = tuple[int, int]
"""How many people were asked, and how many of them answered in time."""


async def by_zone(
    tx: Transaction, team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks, *, now: datetime
) -> dict[str, Turnout]:
    """By the time zone people live in now. Prompts whose window is still open are not counted either way."""
    query = (
        _people(member.c.zone)
        .join(member, member.c.id == prompt.c.member_id)
        .where(rounds_in(ritual_ids, weeks), prompt.c.team_id.in_(team_ids), prompt.c.closes_at <= now)
        .group_by(member.c.zone)
    )
    return {zone: (asked, answered) for zone, asked, answered in await tx.execute(query) if asked}


async def by_team(
    tx: Transaction,
    team_ids: Collection[int],
    weeks: Weeks,
    *,
    now: datetime,
    ritual_ids: Collection[int] | None = None,
) -> dict[int, Turnout]:
    """By the team they were asked in, in the named rounds of these rituals; None: of all that ask these teams."""
    asking = select(ritual_team.c.ritual_id).where(ritual_team.c.team_id.in_(team_ids))
    query = (
        _people(prompt.c.team_id)
        .where(
            round_.c.ritual_id.in_(asking if ritual_ids is None else ritual_ids),
            round_.c.local_date.between(weeks.first, weeks.last),
            round_.c.tier == Tier.NAMED,
            prompt.c.team_id.in_(team_ids),
            prompt.c.closes_at <= now,
        )
        .group_by(prompt.c.team_id)
    )
    return {team_id: (asked, answered) for team_id, asked, answered in await tx.execute(query) if asked}


def _people(by: Any) -> Select[Any]:
    once = func.count(prompt.c.member_id.distinct())
    counts = once.filter(counts_as_asked()), once.filter(in_time())
    return select(by, *counts).select_from(round_.join(prompt, prompt.c.round_id == round_.c.id))
