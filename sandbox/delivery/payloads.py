"""The payloads Slack sends (docs.slack.dev/reference/interaction-payloads, /reference/events)."""

import time

from sandbox.errors import Json
from sandbox.ids import fresh_id
from sandbox.model import Channel, Message, User, View
from sandbox.objects import message_object
from sandbox.workspace import Workspace


def command(
    workspace: Workspace, user: User, channel: Channel, name: str, text: str, *, trigger: str, url: str
) -> Json:
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": shown_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }


def shown_name(channel: Channel) -> str:
    """Slack hides the names of private conversations from payloads."""
    return {"im": "directmessage", "mpim": channel.name, "private": "privategroup"}.get(
        channel.kind, channel.name
    )


def _interaction(workspace: Workspace, kind: str, user: User, trigger: str = "") -> Json:
    body: Json = {
        "type": kind,
        "token": workspace.app.verification_token,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": workspace.app.id,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.id},
    }
    return body | ({"trigger_id": trigger} if trigger else {})


def message_actions(
    workspace: Workspace, user: User, message: Message, action: Json, *, trigger: str, url: str
) -> Json:
    """Something was used in a message; an ephemeral one is not sent along."""
    channel = workspace.channels[message.channel]
    hidden = message.only_for is not None
    body = _interaction(workspace, "block_actions", user, trigger) | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": hidden,
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        },
        "channel": {"id": channel.id, "name": shown_name(channel)},
        "state": {"values": workspace.messages.state_for(message, user.id)},
        "response_url": url,
        "actions": [action],
    }
    return body if hidden else body | {"message": message_object(message, workspace.id)}


def view_actions(workspace: Workspace, user: User, view: View, action: Json, *, trigger: str) -> Json:
    return _interaction(workspace, "block_actions", user, trigger) | {
        "container": {"type": "view", "view_id": view.id},
        "view": workspace.views.json(view),
        "actions": [action],
    }


def view_submission(workspace: Workspace, user: User, view: View, *, trigger: str) -> Json:
    return _interaction(workspace, "view_submission", user, trigger) | {
        "view": workspace.views.json(view),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    return _interaction(workspace, "view_closed", user) | {
        "view": workspace.views.json(view),
        "is_cleared": cleared,
    }


def global_shortcut(workspace: Workspace, user: User, callback_id: str, *, trigger: str) -> Json:
    return _interaction(workspace, "shortcut", user, trigger) | {
        "callback_id": callback_id,
        "action_ts": _now(),
    }


def message_shortcut(
    workspace: Workspace, user: User, callback_id: str, message: Message, *, trigger: str, url: str
) -> Json:
    channel = workspace.channels[message.channel]
    return _interaction(workspace, "message_action", user, trigger) | {
        "callback_id": callback_id,
        "action_ts": _now(),
        "message_ts": message.ts,
        "message": message_object(message, workspace.id),
        "channel": {"id": channel.id, "name": shown_name(channel)},
        "response_url": url,
    }


def suggestion(
    workspace: Workspace, user: User, block_id: str, action_id: str, typed: str, place: Json
) -> Json:
    return _interaction(workspace, "block_suggestion", user) | {
        "block_id": block_id,
        "action_id": action_id,
        "value": typed,
        **place,
    }


def event(workspace: Workspace, body: Json) -> Json:
    """The Events API wrapper; `event_id` stays the same over retries."""
    event_ts = body.get("event_ts") or f"{workspace.clock.now().timestamp():.6f}"
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app.id,
        "event": {**body, "event_ts": event_ts},
        "type": "event_callback",
        "event_id": fresh_id("Ev"),
        "event_time": int(float(event_ts)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.id,
                "user_id": workspace.app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{fresh_id('ec')}",
    }


def _now() -> str:
    return f"{time.time():.6f}"
