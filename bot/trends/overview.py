"""All teams somebody may see, a line each: in a handful of queries whatever the number of teams."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.store import goals as goal_store
from bot.store import people_asked, team_rows
from bot.store import trends as store
from bot.store.engine import Transaction
from bot.trends import counts, parity, regions, week
from bot.trends.bottlenecks import Moment, Readers
from bot.trends.goals import worry_of
from bot.trends.series import series_of
from bot.trends.sight import Known
from bot.trends.watching import Watched, watch
from bot.values.facts import Period
from bot.values.people import Member, Role, Team
from bot.values.trends import HomeTrends, Overview, Tally, TeamInShort

AT_HOME = 5
"""So many teams are on Home."""

_GOAL_WEEKS = 5
"""Weeks of a goal's confidence: the newest, and those it is compared with."""


async def overview_of(tx: Transaction, known: Known, now: datetime) -> Overview:
    """Every team this person may see, in the order of the alphabet."""
    period, ids = week.covered(now, known.member.tz), [team.id for team in known.teams]
    watched = await watch(tx, known, known.teams, period, now)
    just = week.just(period)
    people, answered = await store.people(tx, ids, watched.countable, just, now=now)
    rows = await _in_short(tx, watched, now)
    workspace_id = known.member.workspace_id
    zones = await regions.zones(tx, workspace_id, just, now)
    hours = await parity.gather(tx, people_asked.openly(workspace_id, just, now), just, now)
    return Overview(
        period=period,
        now=now.astimezone(known.member.tz),
        teams=await _with_what_is_open(tx, rows, period),
        hidden=known.hidden,
        people=people,
        people_answered=answered,
        regions=regions.by_region(zones),
        asked=parity.asked_by_region(hours, zones),
        tallies=await _tallies(tx, known, watched, now),
    )


async def at_home(tx: Transaction, member: Member, teams: Sequence[Team], now: datetime) -> HomeTrends | None:
    """What stands on Home of the teams somebody leads, for admins of all; None where there are none.

    Only what is shown is read: who answered, what is open, how many goals worry.
    """
    led = [team for team in teams if team.lead_id == member.id or member.role is Role.ADMIN]
    if not led:
        return None
    period, shown = week.covered(now, member.tz), led[:AT_HOME]
    by_team = await people_asked.by_team(tx, [team.id for team in shown], week.just(period), now=now)
    rows = [TeamInShort(team, *by_team.get(team.id, (0, 0))) for team in shown]
    return HomeTrends(period, await _with_what_is_open(tx, rows, period), len(led) - len(shown))


async def _in_short(tx: Transaction, watched: Watched, now: datetime) -> list[TeamInShort]:
    """Who answered in each team, and what lies outside its usual range."""
    ids = [team.id for team in watched.teams]
    just = week.just(watched.period)
    by_team = await people_asked.by_team(tx, ids, just, now=now, ritual_ids=watched.named)
    series = series_of(watched)
    return [
        TeamInShort(
            team,
            *by_team.get(team.id, (0, 0)),
            outside=[each for each in series.get(team.id, ()) if each.is_outside],
        )
        for team in watched.teams
    ]


async def _tallies(tx: Transaction, known: Known, watched: Watched, now: datetime) -> list[Tally]:
    ids = [team.id for team in known.teams]
    readers = Readers(own=known.teams, known=ids, at_home=False)
    moment = Moment(now, known.member.tz, watched.period)
    return await counts.tallies(tx, known.member.workspace_id, readers, moment, watched.marks.of_all(ids))


async def _with_what_is_open(
    tx: Transaction, rows: Sequence[TeamInShort], period: Period
) -> list[TeamInShort]:
    if not rows:
        return []
    workspace_id, ids = rows[0].team.workspace_id, [row.team.id for row in rows]
    waiting = await team_rows.open_bottlenecks(tx, workspace_id, ids)
    worrying = await _worrying(tx, workspace_id, ids, period)
    return [
        replace(
            row,
            open=waiting[row.team.id].count if row.team.id in waiting else 0,
            oldest_at=waiting[row.team.id].oldest_at if row.team.id in waiting else None,
            worries=worrying[row.team.id],
        )
        for row in rows
    ]


async def _worrying(
    tx: Transaction, workspace_id: int, team_ids: Sequence[int], period: Period
) -> Counter[int | None]:
    found = await team_rows.open_goals(tx, workspace_id, team_ids)
    if not found:
        return Counter()
    weeks = week.up_to(period, _GOAL_WEEKS)
    said = await goal_store.said_between(tx, [each.goal.id for each in found], weeks.first, weeks.last)
    worries = (each for each in found if worry_of(each, said.get(each.goal.id, ()), period))
    return Counter(each.goal.team_id for each in worries)
