"""What one person can see, as JSON: pure functions of the workspace."""

from sandbox.errors import Json
from sandbox.model import Channel, Message, User, View
from sandbox.objects import message_object, view_object
from sandbox.sight import Sight
from sandbox.workspace import SLACKBOT, Workspace


def workspace_picture(workspace: Workspace, me: User) -> Json:
    return {
        "me": me.id,
        "workspace": {"id": workspace.id, "name": workspace.name},
        "app": app_picture(workspace),
        "people": [_person(workspace, user, shade) for shade, user in enumerate(workspace.users.values())],
        "conversations": [_conversation(workspace, each, me) for each in _conversations(workspace, me)],
        "home": _view(workspace, workspace.views.homes.get(me.id)),
        "modals": [_view(workspace, view) for view in workspace.views.stack(me.id)],
        "commands": list(workspace.app.manifest.commands.values()),
        "shortcuts": list(workspace.app.manifest.shortcuts.values()),
    }


def app_picture(workspace: Workspace) -> Json:
    manifest = workspace.app.manifest
    about = manifest.document.get("display_information", {})
    return {
        "id": workspace.app.bot_user,
        "name": manifest.bot_name,
        "description": about.get("description", ""),
        "colour": about.get("background_color"),
        "home_tab": manifest.has_home,
        "messages_tab": manifest.has_messages_tab,
        "messages_read_only": not manifest.takes_messages,
        "is_app": True,
    }


def messages_picture(workspace: Workspace, messages: list[Message], me: User) -> list[Json]:
    return [_message(workspace, message, me) for message in messages]


def can_be_acted(user: User) -> bool:
    """Whether somebody sits behind this account who could sign in."""
    return not (user.bot or user.deactivated or user.id == SLACKBOT)


def _person(workspace: Workspace, user: User, shade: int) -> Json:
    return {
        "shade": shade,
        "id": user.id,
        "name": user.real_name or user.name,
        "handle": user.name,
        "title": user.title or ("Guest" if user.guest else ""),
        "tz": user.timezone,
        "is_app": workspace.is_app(user.id),
        "is_bot": user.bot,
        "deleted": user.deactivated,
        "can_be_acted": can_be_acted(user),
    }


def _conversations(workspace: Workspace, me: User) -> list[Channel]:
    """Everything in the sidebar; the app is always there, as it is on Slack once installed."""
    if can_be_acted(me):
        workspace.direct(workspace.app.bot_user, me.id)
    return sorted(Sight(workspace, me).channels, key=lambda channel: (channel.archived, channel.name))


def _conversation(workspace: Workspace, channel: Channel, me: User) -> Json:
    other = _other(channel, me)
    return {
        "id": channel.id,
        "kind": channel.kind,
        "name": workspace.users[other].real_name if other else channel.name,
        "topic": channel.topic or channel.purpose,
        "archived": channel.archived,
        "member": me.id in channel.members,
        "members": channel.members,
        "with": other,
        "is_app": other is not None and workspace.is_app(other),
        "unread": workspace.messages.unread(channel, me.id) if me.id in channel.members else 0,
        "last_read": channel.last_read.get(me.id, "0"),
    }


def _other(channel: Channel, me: User) -> str | None:
    if channel.kind != "im":
        return None
    return next((member for member in channel.members if member != me.id), me.id)


def _message(workspace: Workspace, message: Message, me: User) -> Json:
    return {
        **message_object(message, workspace.id, with_metadata=False),
        "channel": message.channel,
        # Two ephemerals may share an instant with a message: `ts` alone names neither.
        "key": f"{message.ts}/{message.order}",
        "ephemeral": message.only_for is not None,
        "entered": message.entered.get(me.id, {}),
    }


def _view(workspace: Workspace, view: View | None) -> Json | None:
    if view is None:
        return None
    app = workspace.app
    shown = view_object(view, team=workspace.id, app_id=app.id, bot_id=app.bot_id)
    return {**shown, "errors": view.errors}
