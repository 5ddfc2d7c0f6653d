"""Reading what Slack says about channels, people and user groups."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.values.people import Channel, Profile, Usergroup

_NAMES_HIDDEN = {"USLACKBOT", "USLACK"}


def read_channel(found: dict[str, Any]) -> Channel:
    """A channel, as conversations.info and .list show it."""
    return Channel(
        slack_id=found["id"],
        name=found.get("name") or found["id"],
        is_private=bool(found.get("is_private")),
        is_archived=bool(found.get("is_archived")),
        has_bot=bool(found.get("is_member")),
    )


def read_profile(user: dict[str, Any]) -> Profile:
    """A user, as users.info and .list show them."""
    profile = user.get("profile") or {}
    is_guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger"))
    is_machine = bool(user.get("is_bot") or user.get("is_workflow_bot")) or user["id"] in _NAMES_HIDDEN
    is_deactivated = bool(user.get("deleted"))
    return Profile(
        slack_id=user["id"],
        name=profile.get("display_name")
        or user.get("real_name")
        or profile.get("real_name")
        or user.get("name", ""),
        zone=user.get("tz"),
        is_person=not (is_guest or is_machine or is_deactivated),
        is_deactivated=is_deactivated,
        is_admin=bool(user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner")),
    )


def read_usergroup(found: dict[str, Any]) -> Usergroup:
    """A user group, as usergroups.list shows it."""
    return Usergroup(slack_id=found["id"], name=found.get("name") or found["handle"], handle=found["handle"])


def read_undisturbed(users: Mapping[str, dict[str, Any]], now: datetime) -> dict[str, datetime]:
    """Until when those users are not to be disturbed who are in do-not-disturb now, as dnd.teamInfo shows them.

    `dnd_enabled` says that there is a schedule, not that it is night: what counts is the period that comes next or
    has begun.
    """
    found = {}
    for user, status in users.items():
        since, until = status.get("next_dnd_start_ts") or 0, status.get("next_dnd_end_ts") or 0
        if status.get("dnd_enabled") and since <= now.timestamp() < until:
            found[user] = datetime.fromtimestamp(until, UTC)
    return found
