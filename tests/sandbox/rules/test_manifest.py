"""What an app's manifest must promise before there is an app."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.rules.manifest import check_manifest

Json = dict[str, Any]


def good() -> Json:
    """A manifest for Socket Mode with a bit of everything."""
    return {
        "_metadata": {"major_version": 2},
        "display_information": {"name": "Drummer"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Drummer"},
            "slash_commands": [{"command": "/beat", "description": "Beat"}],
            "shortcuts": [{"name": "Beat", "type": "global", "callback_id": "beat", "description": "Beat"}],
        },
        "oauth_config": {
            "scopes": {"bot": ["commands", "im:history", "users:read"], "bot_optional": ["users:read"]}
        },
        "settings": {
            "socket_mode_enabled": True,
            "interactivity": {"is_enabled": True},
            "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "team_join"]},
        },
    }


def by_http() -> Json:
    """The same app by HTTP."""
    manifest = good()
    url = "https://drummer.example.com/slack/events"
    manifest["settings"]["socket_mode_enabled"] = False
    manifest["settings"]["interactivity"]["request_url"] = url
    manifest["settings"]["event_subscriptions"]["request_url"] = url
    manifest["features"]["slash_commands"][0]["url"] = url
    return manifest


def without(manifest: Json, *path: str) -> Json:
    inner = manifest
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return manifest


def command(name: str) -> Callable[[Json], Any]:
    return lambda m: m["features"]["slash_commands"].append({"command": name, "description": "x"})


def bot_scopes(*scopes: str) -> Callable[[Json], Any]:
    return lambda m: m["oauth_config"]["scopes"].update(bot=list(scopes), bot_optional=[])


def app_home(**switches: bool) -> Callable[[Json], Any]:
    return lambda m: m["features"].update(app_home=switches)


def events(*names: str) -> Callable[[Json], Any]:
    return lambda m: m["settings"]["event_subscriptions"].update(bot_events=list(names))


BROKEN: list[tuple[Callable[[Json], Any], str]] = [
    (command("/feedback"), "Slack's own"),
    (command("/remind"), "Slack's own"),
    (command("/Beat"), "lower case"),
    (command("/my beat"), "lower case"),
    (command("/beat"), "there twice"),
    (command("beat"), "does not match"),
    (command("/" + "x" * 32), "too long"),
    (bot_scopes("im:history", "users:read"), "need the scope commands"),
    (bot_scopes("commands", "im:history"), "team_join needs the scope users:read"),
    (bot_scopes("commands", "users:read"), "message.im needs the scope im:history"),
    (events("member_joined_channel"), "channels:read or groups:read"),
    (events("sun_rises"), "not an event"),
    (lambda m: m["oauth_config"]["scopes"].update(bot_optional=["files:write"]), "also be listed in bot"),
    (lambda m: m["features"].pop("bot_user"), "need a bot_user"),
    (app_home(home_tab_enabled=True), "message.im needs messages_tab_enabled"),
    (app_home(messages_tab_enabled=True), "message.im needs messages_tab_enabled"),
    (app_home(messages_tab_read_only_enabled=False), "messages tab that is off"),
    (lambda m: (events("app_home_opened")(m), app_home()(m)), "needs a home or a messages tab"),
    (lambda m: m["settings"].update(interactivity={"is_enabled": False}), "shortcuts need it"),
    (lambda m: m["settings"].update(socket_mode_enabled=False), "request_url or Socket Mode"),
    (lambda m: m["display_information"].update(name="x" * 36), "too long"),
    (lambda m: m["display_information"].update(long_description="too short"), "too short"),
    (lambda m: m["features"].update(rich_previews={}), "rich_previews"),
    (lambda m: m.pop("display_information"), "display_information"),
]


def test_an_app_by_socket_mode_and_one_by_http_are_taken() -> None:
    assert check_manifest(good()) == []
    assert check_manifest(by_http()) == []


def test_a_manifest_without_a_version_is_read_as_the_first() -> None:
    manifest = good()
    del manifest["_metadata"]
    assert check_manifest(manifest) == []
    text = {"type": "string"}
    of_the_second = {
        "title": "Beat",
        "description": "x",
        "input_parameters": {"properties": {"what": text}, "required": []},
    }
    manifest["functions"] = {
        "beat": {**of_the_second, "output_parameters": {"properties": {}, "required": []}}
    }
    assert check_manifest(manifest)
    assert check_manifest({**manifest, "_metadata": {"major_version": 2}}) == []


@pytest.mark.parametrize(("spoil", "complaint"), BROKEN)
def test_what_slack_would_refuse_is_named(spoil: Callable[[Json], Any], complaint: str) -> None:
    manifest = good()
    spoil(manifest)
    assert any(complaint in said for said in check_manifest(manifest)), check_manifest(manifest)


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        (("settings", "interactivity", "request_url"), "/settings/interactivity: needs a request_url"),
        (
            ("settings", "event_subscriptions", "request_url"),
            "/settings/event_subscriptions: needs a request_url",
        ),
    ],
)
def test_without_socket_mode_every_way_in_needs_an_address(path: tuple[str, ...], complaint: str) -> None:
    assert [said[: len(complaint)] for said in check_manifest(without(by_http(), *path))] == [complaint]


def test_without_socket_mode_every_command_needs_an_address() -> None:
    manifest = by_http()
    del manifest["features"]["slash_commands"][0]["url"]
    assert check_manifest(manifest) == ["/features/slash_commands/0: /beat needs a url or Socket Mode"]


def test_all_mistakes_come_at_once() -> None:
    manifest = good()
    command("/remind")(manifest)
    events("message.im", "team_join", "sun_rises")(manifest)
    assert len(check_manifest(manifest)) == 2


@pytest.mark.parametrize("manifest", [{}, [], {"_metadata": 1}, {"_metadata": {"major_version": 9}}])
def test_what_is_no_manifest_is_refused(manifest: Any) -> None:
    assert check_manifest(manifest)
