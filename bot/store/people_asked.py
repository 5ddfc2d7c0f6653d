"""How many people were asked and answered in a few weeks, each counted once: by where they live, and by team."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, union

from bot.store.engine import Transaction
from bot.store.tables import former_team, member, prompt, ritual_team, round_, team
from bot.store.trends import Weeks, Which, counts_as_asked, in_time, rounds_in
from bot.values.rituals import TO_TEAM, Tier

Turnout = tuple[int, int]
"""How many people were asked, and how many of them answered in time."""


def openly(workspace_id: int, weeks: Weeks, now: datetime) -> Which:
    """Which prompts everybody who works here may know of: those that teams without a private channel got in named
    rounds whose answers stand in such teams' channels. Those whose window is still open are not counted either way.

    It goes by what is kept here alone, so that it is the same for whoever looks, and no difference of two looks is
    about a few.
    """
    is_open = and_(
        team.c.workspace_id == workspace_id, team.c.is_private.is_(False), team.c.disbanded.is_(False)
    )
    ids, homes = select(team.c.id).where(is_open), select(team.c.channel_id).where(is_open)
    asking = [select(each.c.ritual_id).where(each.c.team_id.in_(ids)) for each in (ritual_team, former_team)]
    return and_(
        rounds_in(union(*asking), weeks),
        round_.c.tier == Tier.NAMED,
        or_(round_.c.report == TO_TEAM, round_.c.report.in_(homes)),
        prompt.c.team_id.in_(ids),
        prompt.c.closes_at <= now,
    )


async def by_zone(tx: Transaction, which: Which) -> dict[str, Turnout]:
    """By the time zone people live in now, of these prompts."""
    query = (
        _people(member.c.zone)
        .join(member, member.c.id == prompt.c.member_id)
        .where(which)
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
