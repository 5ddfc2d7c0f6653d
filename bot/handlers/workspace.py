"""What Slack tells about the workspace: people who join, leave, move or change, channels
that are renamed, user groups with other people in them.
"""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.handlers.house import House
from bot.privacy import leaving
from bot.rituals.people import save_profiles
from bot.store import team_sources, workspaces
from bot.values.people import Workspace

# Who joined or left is read from the channel; what became of a channel is seen when something is posted there.
_CHANNEL_CHANGED = (
    "member_joined_channel",
    "member_left_channel",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "group_archive",
    "group_deleted",
    "group_left",
)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for events of the workspace."""

    for kind in _CHANNEL_CHANGED:
        app.event(kind)(_channel_changed(house))
    for kind in ("channel_rename", "group_rename"):
        app.event(kind)(_channel_renamed(house))
    for kind in ("subteam_members_changed", "subteam_updated"):
        app.event(kind)(_usergroup_changed(house))
    for kind in ("user_change", "team_join"):
        app.event(kind)(_user_changed(house))

    @app.event("app_uninstalled")
    async def uninstalled(body: dict[str, Any]) -> None:
        await _uninstalled(house, body)

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any], body: dict[str, Any]) -> None:
        # Tokens of people are none of ours.
        if event.get("tokens", {}).get("bot"):
            await _uninstalled(house, body)


async def _uninstalled(house: House, body: dict[str, Any]) -> None:
    if await leaving.uninstall(house.store, house.slack, body["team_id"], house.now()):
        house.wake()


def _channel_changed(house: House) -> Any:
    async def changed(event: dict[str, Any], body: dict[str, Any]) -> None:
        workspace = await _workspace(house, body)
        if workspace is None:
            return
        async with house.store.transaction() as tx:
            await team_sources.read_channel_now(tx, workspace.id, event["channel"], house.now())
        house.wake()

    return changed


def _channel_renamed(house: House) -> Any:
    async def renamed(event: dict[str, Any], body: dict[str, Any]) -> None:
        workspace = await _workspace(house, body)
        if workspace is None:
            return
        channel = event["channel"]
        async with house.store.transaction() as tx:
            await team_sources.rename_channel(tx, workspace.id, channel["id"], channel["name"], house.now())
        house.wake()

    return renamed


def _usergroup_changed(house: House) -> Any:
    async def changed(event: dict[str, Any], body: dict[str, Any]) -> None:
        workspace = await _workspace(house, body)
        if workspace is None:
            return
        usergroup_id = event.get("subteam_id") or event["subteam"]["id"]
        async with house.store.transaction() as tx:
            concerns_us = await team_sources.read_usergroup_now(tx, workspace.id, usergroup_id, house.now())
        if concerns_us:
            house.wake()

    return changed


def _user_changed(house: House) -> Any:
    async def changed(event: dict[str, Any], body: dict[str, Any]) -> None:
        workspace = await _workspace(house, body)
        if workspace is None:
            return
        profile = await house.slack.profile(event["user"]["id"])
        await save_profiles(house.store, workspace.id, [profile], house.now())
        house.wake()

    return changed


async def _workspace(house: House, body: dict[str, Any]) -> Workspace | None:
    async with house.store.transaction() as tx:
        return await workspaces.by_slack_id(tx, body["team_id"])
