"""Keeping rituals in step with people: who joined or left a channel, who moved, who left the company."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.rituals.introducing import introduce
from bot.rituals.rest.replanning import replan
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.wording import Wording
from bot.store import members, prompts, rituals, showing, standings, team_sources, teams
from bot.store.engine import Store, Transaction
from bot.values.people import Profile, Team
from bot.values.rituals import RitualState

READ_CHANNEL_EVERY = timedelta(hours=24)
"""Slack's events say who joined or left; reading the channel once a day mends a missed one."""


async def save_profiles(store: Store, workspace_id: int, profiles: Sequence[Profile], now: datetime) -> None:
    """Remember what Slack says about users, and move what depends on where they live."""
    async with store.transaction() as tx:
        known = await members.by_slack_ids(tx, workspace_id, [profile.slack_id for profile in profiles])
        before = {member.slack_id: (member.zone, member.is_active) for member in known}
        await members.save(tx, workspace_id, profiles)
        for profile in profiles:
            now_is = (profile.zone or members.UNKNOWN_ZONE, not profile.is_deactivated)
            if before.get(profile.slack_id, now_is) != now_is:
                await _moved(tx, workspace_id, profile.slack_id, now)


async def set_team(
    store: Store, wording: Wording, team: Team, slack_ids: Iterable[str], *, now: datetime
) -> None:
    """Make the people among these users the team's members, and tell a team about rituals new to it."""
    async with store.transaction() as tx:
        found = await members.people_among(tx, team.workspace_id, list(slack_ids))
        left_out = await teams.left_out_of(tx, team.id)
        people = [member for member in found if member.id not in left_out]
        await teams.set_members(tx, team.id, [member.id for member in people])
        await team_sources.read_members_at(tx, team.id, now + READ_CHANNEL_EVERY)
        for ritual in await rituals.of_team(tx, team.id):
            await plan_next_round(tx, ritual.id, now)
            if ritual.state == RitualState.ACTIVE:
                await introduce(tx, wording, ritual, team, len(people), now)


async def _moved(tx: Transaction, workspace_id: int, slack_id: str, now: datetime) -> None:
    member = await members.by_slack_id(tx, workspace_id, slack_id)
    if member is None:
        return
    if not member.is_active:
        await _left(tx, member.id, now)
    await replan(tx, member.id, now)


async def _left(tx: Transaction, member_id: int, now: datetime) -> None:
    unfinished = await standings.unfinished_of(tx, member_id)
    await prompts.excuse(tx, [standing.prompt.id for standing in unfinished], "They left the workspace.")
    for standing in unfinished:
        await showing.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
