"""The Slack app Drumbeat ships with: its manifest, and why it asks for each scope."""

import json
from copy import deepcopy
from importlib.resources import files
from typing import Any

Manifest = dict[str, Any]

EVENTS_PATH = "/slack/events"
"""Where Slack reaches us over HTTP: events, commands and interactions alike."""

SCOPES = {
    "commands": "slash commands and shortcuts",
    "chat:write": "ask people, show a round in its channel, post the digest",
    "im:write": "open the direct message people are asked in",
    "im:history": "read back our own direct messages, so that nobody is asked twice, and hear what people type to us",
    "users:read": "know people's names and time zones, and who has left",
    "channels:read": "take a team's members from its public channel",
    "groups:read": "the same for a private channel the bot was invited to",
    "channels:join": "enter the public channel a ritual or a digest was set up for",
}
"""Every scope Drumbeat cannot work without, and what it is for."""

LATER_SCOPES = {
    "usergroups:read": "take a team's members from a user group",
    "dnd:read": "wait with a question until somebody's do-not-disturb is over",
    "files:write": "send people a file with everything that is kept about them",
}
"""Scopes that came with a later version. An app that was installed before works on without what they are for."""

OPTIONAL_SCOPES = {
    "channels:history": "check whether a doubtful post arrived in a public channel instead of asking you",
    "groups:history": "the same in a private channel",
}
"""Scopes that make Drumbeat a little better and can be refused."""


def manifest() -> Manifest:
    """The app's manifest for Socket Mode, as `manifest.json` has it."""
    document: Manifest = json.loads(files("config").joinpath("manifest.json").read_text("utf-8"))
    return document


def manifest_for_http(url: str) -> Manifest:
    """The same app, reached at `url` (https, without a path of its own) instead of through Socket Mode."""
    document = deepcopy(manifest())
    address = url.rstrip("/") + EVENTS_PATH
    for command in document["features"]["slash_commands"]:
        command["url"] = address
    settings = document["settings"]
    settings["event_subscriptions"] = {"request_url": address, **settings["event_subscriptions"]}
    settings["interactivity"]["request_url"] = address
    # Over HTTP Slack asks here, and only here, for what a menu offers while somebody types.
    settings["interactivity"]["message_menu_options_url"] = address
    settings["socket_mode_enabled"] = False
    return document
