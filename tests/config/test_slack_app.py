"""The Slack app: valid, complete, with a reason for all it asks for."""

import json
from pathlib import Path

import jsonschema

from config.slack_app import EVENTS_PATH, LATER_SCOPES, OPTIONAL_SCOPES, SCOPES, manifest, manifest_for_http

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "sandbox" / "data" / "manifest.schema.json").read_text("utf-8"))
SCOPES_PAGE = (ROOT / "docs" / "scopes.md").read_text("utf-8")
RESERVED = {"/remind", "/feedback", "/status", "/search", "/away", "/dnd"}


def test_the_manifest_is_valid() -> None:
    jsonschema.validate(manifest(), SCHEMA)


def test_the_manifest_for_http_is_valid_and_names_the_address_everywhere() -> None:
    document = manifest_for_http("https://drumbeat.example.com/")
    jsonschema.validate(document, SCHEMA)
    address = f"https://drumbeat.example.com{EVENTS_PATH}"
    assert {command["url"] for command in document["features"]["slash_commands"]} == {address}
    assert document["settings"]["event_subscriptions"]["request_url"] == address
    assert document["settings"]["interactivity"]["request_url"] == address
    assert document["settings"]["interactivity"]["message_menu_options_url"] == address
    assert document["settings"]["socket_mode_enabled"] is False
    assert manifest()["settings"]["socket_mode_enabled"] is True


def test_the_copy_to_import_is_the_one_that_ships() -> None:
    root, packaged = ROOT / "manifest.json", ROOT / "config" / "manifest.json"
    assert root.read_bytes() == packaged.read_bytes()


def test_every_command_of_the_design_is_there_with_description_and_hint() -> None:
    commands = {entry["command"]: entry for entry in manifest()["features"]["slash_commands"]}
    assert list(commands) == [
        "/checkin",
        "/bottleneck",
        "/give-feedback",
        "/signal",
        "/trends",
        "/digest",
        "/drumbeat",
    ]
    assert not RESERVED & set(commands)
    assert all(entry["description"] and entry["usage_hint"] for entry in commands.values())


def test_the_scopes_asked_for_are_those_with_a_reason() -> None:
    scopes = manifest()["oauth_config"]["scopes"]
    assert scopes["bot"] == [*SCOPES, *LATER_SCOPES, *OPTIONAL_SCOPES]
    assert scopes["bot_optional"] == list(OPTIONAL_SCOPES)


def test_every_scope_and_every_event_is_explained_in_the_docs() -> None:
    for scope in [*SCOPES, *LATER_SCOPES, *OPTIONAL_SCOPES]:
        assert f"| `{scope}` |" in SCOPES_PAGE
    for event in manifest()["settings"]["event_subscriptions"]["bot_events"]:
        assert f"`{event}`" in SCOPES_PAGE


def test_people_can_write_to_the_bot() -> None:
    home = manifest()["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
