"""The directory: who is in the workspace and in each team, read from Slack by the clock and kept in the store."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.slack.gateway import Gateway
from bot.store import members, team_sources, workspaces
from bot.store.engine import Store
from bot.values.errors import SlackRefused
from bot.values.people import Profile, Team

log = logging.getLogger(__name__)

READ_EVERY = timedelta(hours=24)
"""Slack's events tell what changes; reading everybody once a day mends a missed one."""

TRY_AGAIN = timedelta(minutes=5)

_UNSEEN = {"channel_not_found", "missing_scope"}
"""Nothing can be known of this channel: it is taken to be private."""

_LASTING = {"no_such_subteam", "plan_upgrade_required", "missing_scope"}
"""A user group that is switched off, or out of our reach: the team stays as it is, and an event says when to look."""

SaveProfiles = Callable[[Store, int, Sequence[Profile], datetime], Awaitable[None]]
SetTeam = Callable[[Team, Sequence[str], datetime], Awaitable[None]]
ChannelGone = Callable[[Team, str, datetime], Awaitable[None]]


class Directory:
    """Reads users and the members of teams. What follows from a change is the business of the ports it is given."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        *,
        save_profiles: SaveProfiles,
        set_team: SetTeam,
        channel_gone: ChannelGone,
    ) -> None:
        self._store, self._gateway = store, gateway
        self._save_profiles, self._set_team, self._channel_gone = save_profiles, set_team, channel_gone

    async def read_users(self, now: datetime) -> bool:
        """Read everybody of one workspace that is due; whether there was one."""
        async with self._store.transaction() as tx:
            workspace = await workspaces.whose_directory_is_due(tx, now)
            if workspace is None:
                return False
            await workspaces.read_directory_at(tx, workspace.id, now + TRY_AGAIN)
        try:
            profiles = await self._gateway.profiles()
        except SlackRefused as refusal:
            log.warning("The directory could not be read: %s", refusal.reason)
            return True
        await self._save_profiles(self._store, workspace.id, profiles, now)
        async with self._store.transaction() as tx:
            await workspaces.read_directory_at(tx, workspace.id, now + READ_EVERY)
            await team_sources.look_at_listed(tx, workspace.id, now)
        return True

    async def read_team(self, now: datetime) -> bool:
        """Look at the channel of one team that is due, and read its members from there or from its user group;
        whether there was one."""
        async with self._store.transaction() as tx:
            team = await team_sources.who_is_due(tx, now)
            if team is None:
                return False
            await team_sources.read_members_at(tx, team.id, now + TRY_AGAIN)
        try:
            await self._look_at_channel(team)
            users = () if team.listed else await self._users_of(team)
            await self._know(team.workspace_id, users, now)
        except SlackRefused as refusal:
            log.warning("The members of team %s could not be read: %s", team.id, refusal.reason)
            if refusal.reason in {"channel_not_found", "is_archived", "not_in_channel"}:
                await self._channel_gone(team, refusal.reason, now)
            if refusal.reason in _LASTING:
                await self._read_again_at(team, now + READ_EVERY)
            return True
        if team.listed:
            await self._read_again_at(team, None)
        else:
            await self._set_team(team, users, now)
        return True

    async def _look_at_channel(self, team: Team) -> None:
        try:
            channel = await self._gateway.channel(team.channel_id)
        except SlackRefused as refusal:
            if refusal.reason not in _UNSEEN:
                raise
            async with self._store.transaction() as tx:
                await team_sources.hide(tx, team.id)
        else:
            async with self._store.transaction() as tx:
                await team_sources.keep_channel(tx, team.id, channel)

    async def _read_again_at(self, team: Team, at: datetime | None) -> None:
        async with self._store.transaction() as tx:
            await team_sources.read_members_at(tx, team.id, at)

    async def _users_of(self, team: Team) -> Sequence[str]:
        if team.usergroup_id is not None:
            return await self._gateway.usergroup_members(team.usergroup_id)
        return await self._gateway.channel_members(team.channel_id)

    async def _know(self, workspace_id: int, users: Sequence[str], now: datetime) -> None:
        async with self._store.transaction() as tx:
            unknown = await members.unknown_among(tx, workspace_id, users)
        if unknown:
            profiles = [await self._gateway.profile(user) for user in unknown]
            await self._save_profiles(self._store, workspace_id, profiles, now)
