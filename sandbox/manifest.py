"""What the app's manifest allows: the only thing the sandbox knows about the app."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.errors import Json, ManifestRefused
from sandbox.rules.manifest import check_manifest

# Slack's own commands cannot be taken by an app (slack.com/help, "Slash commands in Slack").
RESERVED_COMMANDS = frozenset(
    f"/{name}"
    for name in (
        *("active", "apps", "archive", "away", "call", "collapse", "dm", "dnd", "expand", "feed", "feedback"),
        *(
            "huddle",
            "invite",
            "join",
            "kick",
            "leave",
            "me",
            "msg",
            "mute",
            "open",
            "prefs",
            "remind",
            "remove",
        ),
        *("rename", "search", "shortcuts", "shrug", "star", "status", "topic", "trigger", "who"),
    )
)


@dataclass(frozen=True)
class Manifest:
    """An accepted manifest. Absent sections mean what they mean on Slack: switched off."""

    document: Json

    @classmethod
    def read(cls, source: Mapping[str, Any] | str | Path) -> "Manifest":
        """Read and check a manifest: a document, or the path of a JSON file. Raises `ManifestRefused`."""
        document = (
            dict(source) if isinstance(source, Mapping) else json.loads(Path(source).read_text("utf-8"))
        )
        manifest = cls(document)
        if reasons := [*check_manifest(document), *manifest._reserved_names()]:
            raise ManifestRefused(reasons)
        return manifest

    def _reserved_names(self) -> list[str]:
        return [
            f"{name} is one of Slack's own commands" for name in self.commands if name in RESERVED_COMMANDS
        ]

    def _at(self, *path: str) -> Any:
        value: Any = self.document
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    @property
    def name(self) -> str:
        return str(self._at("display_information", "name") or "App")

    @property
    def bot_name(self) -> str:
        return str(self._at("features", "bot_user", "display_name") or self.name)

    @property
    def commands(self) -> dict[str, Json]:
        return {entry["command"]: entry for entry in self._at("features", "slash_commands") or ()}

    @property
    def shortcuts(self) -> dict[str, Json]:
        return {entry["callback_id"]: entry for entry in self._at("features", "shortcuts") or ()}

    @property
    def bot_events(self) -> frozenset[str]:
        return frozenset(self._at("settings", "event_subscriptions", "bot_events") or ())

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes an administrator grants who refuses everything optional."""
        asked = self._at("oauth_config", "scopes", "bot") or ()
        return frozenset(asked) - frozenset(self._at("oauth_config", "scopes", "bot_optional") or ())

    @property
    def interactive(self) -> bool:
        return bool(self._at("settings", "interactivity", "is_enabled"))

    @property
    def has_home(self) -> bool:
        return bool(self._at("features", "app_home", "home_tab_enabled"))

    @property
    def has_messages_tab(self) -> bool:
        return bool(self._at("features", "app_home", "messages_tab_enabled"))

    @property
    def takes_messages(self) -> bool:
        return self.has_messages_tab and not self._at(
            "features", "app_home", "messages_tab_read_only_enabled"
        )
