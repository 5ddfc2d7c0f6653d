"""Slack's JSON for the records of `model.py`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.errors import Json
from sandbox.model import Channel, Message, User, Usergroup, View


def user_object(user: User, team: str, now: datetime, *, with_email: bool, with_locale: bool = False) -> Json:
    """docs.slack.dev/reference/objects/user-object; bots and deactivated people have no `tz`."""
    found: Json = {
        "id": user.id,
        "team_id": team,
        "name": user.name,
        "deleted": user.deactivated,
        "real_name": user.real_name,
        "profile": _profile(user, team, with_email=with_email),
        "is_bot": user.bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.deactivated:
        return found
    found |= {
        "color": user.id[-6:].lower(),
        "is_admin": user.admin,
        "is_owner": user.owner,
        "is_primary_owner": user.owner,
        "is_restricted": bool(user.guest),
        "is_ultra_restricted": user.guest == "single",
        "is_email_confirmed": not user.bot,
        "who_can_share_contact_card": "EVERYONE",
        **_zone(user, now),
    }
    if with_locale:
        found["locale"] = user.locale
    return found


def _profile(user: User, team: str, *, with_email: bool) -> Json:
    profile: Json = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "" if user.bot else user.display_name or user.name,
        "display_name_normalized": "" if user.bot else user.display_name or user.name,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": user.id[-8:].lower(),
        "team": team,
    }
    if with_email and not user.bot:
        profile["email"] = f"{user.name}@example.com"
    if user.bot_id:
        profile["bot_id"] = user.bot_id
    return profile


def _zone(user: User, now: datetime) -> Json:
    if user.timezone is None or user.bot:
        return {}
    local = now.astimezone(ZoneInfo(user.timezone))
    offset = local.utcoffset()
    return {
        "tz": user.timezone,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
    }


def channel_object(channel: Channel, viewer: str, team: str) -> Json:
    """docs.slack.dev/reference/objects/conversation-object, as the app's bot user sees it."""
    if channel.kind == "im":
        other = next((member for member in channel.members if member != viewer), viewer)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": team,
            "user": other,
            "is_user_deleted": False,
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "is_member": viewer in channel.members,
        "created": channel.created,
        "creator": channel.creator,
        "context_team_id": team,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
        "previous_names": [],
    }


def usergroup_object(group: Usergroup, team: str, *, with_users: bool, with_count: bool) -> Json:
    """docs.slack.dev/reference/objects/usergroup-object."""
    found: Json = {
        "id": group.id,
        "team_id": team,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.deleted,
        "auto_type": None,
        "auto_provision": False,
        "created_by": group.creator,
        "updated_by": group.creator,
        "deleted_by": group.creator if group.deleted else None,
        "prefs": {"channels": [], "groups": []},
    }
    if with_users:
        found["users"] = list(group.members)
    if with_users or with_count:
        found["user_count"] = len(group.members)
    return found


def message_object(message: Message, team: str, *, with_metadata: bool = True) -> Json:
    """A message as history, events and interaction payloads carry it: with its text escaped."""
    found: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": team,
    }
    optional = {
        "subtype": message.subtype,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": message.files,
        "edited": message.edited,
        "client_msg_id": message.client_msg_id,
        "thread_ts": message.thread_ts,
        "parent_user_id": message.parent_user,
        "metadata": message.metadata if with_metadata else None,
    }
    found |= {key: value for key, value in optional.items() if value}
    if message.reply_count:
        found |= _thread_summary(message)
    return found


def _thread_summary(message: Message) -> Json:
    return {
        "thread_ts": message.ts,
        "reply_count": message.reply_count,
        "reply_users_count": len(message.reply_users),
        "latest_reply": message.latest_reply,
        "reply_users": message.reply_users[:5],
        "is_locked": False,
        "subscribed": False,
    }


def view_object(view: View, *, team: str, app_id: str, bot_id: str) -> Json:
    """docs.slack.dev/reference/views, with ids, hash and the values entered so far."""
    defaults: Json = {
        "private_metadata": "",
        "callback_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": "",
    }
    if view.definition["type"] == "modal":
        defaults |= {"close": None, "submit": None, "submit_disabled": False}
    return {
        **defaults,
        **view.definition,
        "id": view.id,
        "team_id": team,
        "app_id": app_id,
        "app_installed_team_id": team,
        "bot_id": bot_id,
        "hash": view.hash,
        "state": {"values": view.state},
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
    }
