"""Whether Slack would create an app from a manifest.

Sources: slackapi/manifest-schema v0.5.0 (kept in `sandbox/data`) and, for what a schema cannot see,
docs.slack.dev/reference/app-manifest.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, best_match

from sandbox.rules.manifest_events import scopes_for

# slack.com/help/articles/201259356: these names belong to Slack itself.
_RESERVED_COMMANDS = """
    active apps archive away call canvas close collapse dm dnd expand feed feedback giphy help huddle invite
    invite_people join keys kick leave list lists me msg mute open part prefs pro purpose remind remove rename
    search shortcuts shrug star status topic unarchive unmute who
"""

Complaints = Iterator[str]


def check_manifest(manifest: dict[str, Any]) -> list[str]:
    """Everything that stands in the way of this app, each as `path: what is wrong`.

    What depends on values inside the manifest is looked at only once its shape is right.
    """
    if wrong := [_worded(error) for error in _validator(manifest).iter_errors(manifest)]:
        return sorted(wrong)
    return [
        *_command_names(manifest),
        *_scopes_of_features(manifest),
        *_scopes_of_events(manifest),
        *_optional_scopes(manifest),
        *_app_home(manifest),
        *_ways_in(manifest),
    ]


def _command_names(manifest: dict[str, Any]) -> Complaints:
    seen: set[str] = set()
    for path, command in _commands(manifest):
        name = command["command"]
        if name.removeprefix("/") in _RESERVED_COMMANDS.split():
            yield f"{path}/command: {name} is a command of Slack's own"
        if not re.fullmatch(r"/[a-z0-9_-]+", name):
            yield f"{path}/command: {name} must be lower case letters, digits, - and _ after the slash"
        if name in seen:
            yield f"{path}/command: {name} is there twice"
        seen.add(name)


def _scopes_of_features(manifest: dict[str, Any]) -> Complaints:
    features = manifest.get("features", {})
    if (features.get("slash_commands") or features.get("shortcuts")) and "commands" not in _bot_scopes(
        manifest
    ):
        yield "/oauth_config/scopes/bot: slash commands and shortcuts need the scope commands"
    if _bot_scopes(manifest) and "bot_user" not in features:
        yield "/features: bot scopes need a bot_user"


def _scopes_of_events(manifest: dict[str, Any]) -> Complaints:
    for event in _events(manifest):
        path = "/settings/event_subscriptions/bot_events"
        scopes = scopes_for(event)
        if scopes is None:
            yield f"{path}: {event} is not an event a bot can hear"
        elif scopes and not _bot_scopes(manifest) & set(scopes):
            yield f"{path}: {event} needs the scope {' or '.join(scopes)}"


def _optional_scopes(manifest: dict[str, Any]) -> Complaints:
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    for kind in ("bot", "user"):
        for scope in sorted({*scopes.get(f"{kind}_optional", [])} - {*scopes.get(kind, [])}):
            yield f"/oauth_config/scopes/{kind}_optional: {scope} must also be listed in {kind}"


def _app_home(manifest: dict[str, Any]) -> Complaints:
    home = manifest.get("features", {}).get("app_home", {})
    open_to_read = home.get("messages_tab_enabled", False)
    open_to_write = not home.get("messages_tab_read_only_enabled", True)
    if open_to_write and not open_to_read:
        yield "/features/app_home: nobody can write in a messages tab that is off"
    if "message.im" in _events(manifest) and not (open_to_read and open_to_write):
        yield (
            "/features/app_home: message.im needs messages_tab_enabled true and "
            "messages_tab_read_only_enabled false"
        )
    if "app_home_opened" in _events(manifest) and not (open_to_read or home.get("home_tab_enabled")):
        yield "/features/app_home: app_home_opened needs a home or a messages tab"


def _ways_in(manifest: dict[str, Any]) -> Complaints:
    settings = manifest.get("settings", {})
    interactivity = settings.get("interactivity", {"is_enabled": False})
    if manifest.get("features", {}).get("shortcuts") and not interactivity["is_enabled"]:
        yield "/settings/interactivity: shortcuts need it enabled"
    if settings.get("socket_mode_enabled"):
        return
    if interactivity["is_enabled"] and "request_url" not in interactivity:
        yield "/settings/interactivity: needs a request_url or Socket Mode"
    if _events(manifest) and "request_url" not in settings["event_subscriptions"]:
        yield "/settings/event_subscriptions: needs a request_url or Socket Mode"
    for path, command in _commands(manifest):
        if "url" not in command:
            yield f"{path}: {command['command']} needs a url or Socket Mode"


def _commands(manifest: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, command in enumerate(manifest.get("features", {}).get("slash_commands", [])):
        yield f"/features/slash_commands/{index}", command


def _events(manifest: dict[str, Any]) -> list[str]:
    subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
    return list(subscriptions.get("bot_events", []))


def _bot_scopes(manifest: dict[str, Any]) -> set[str]:
    return set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))


def _validator(manifest: Any) -> Draft7Validator:
    """The schema of this manifest's own version, so that its mistakes are named one by one."""
    metadata = manifest.get("_metadata") if isinstance(manifest, dict) else None
    version = metadata.get("major_version", 1) if isinstance(metadata, dict) else 1
    definitions = _schema()["definitions"]
    chosen = f"v{version}" if f"v{version}" in definitions else "v1"
    return Draft7Validator({"$ref": f"#/definitions/{chosen}", "definitions": definitions})


def _worded(error: ValidationError) -> str:
    # Of the branches of a oneOf, people want the one they nearly kept.
    nearest = best_match([error]) or error
    path = "/".join(("", *map(str, nearest.absolute_path))) or "/"
    return f"{path}: {nearest.message}"


@cache
def _schema() -> dict[str, Any]:
    file = resources.files("sandbox") / "data" / "manifest.schema.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema
