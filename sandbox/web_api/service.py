"""What a Web API method has at hand."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.delivery.triggers import Triggers
from sandbox.errors import Json, SlackError
from sandbox.model import Channel
from sandbox.record import Record
from sandbox.rules.violation import Violation
from sandbox.web_api.arguments import Arguments
from sandbox.workspace import Workspace


@dataclass
class Service:
    """`socket_url` mints a single-use address for Socket Mode, or refuses."""

    workspace: Workspace
    triggers: Triggers
    record: Record
    socket_url: Callable[[], str]
    base_url: str
    shortest_page: bool = False

    @property
    def bot(self) -> str:
        return self.workspace.app.bot_user

    def refuse(self, method: str, error: str, violations: list[Violation]) -> None:
        """Raise `error`, with a pointer to each mistake, when there are any."""
        self.record.broke(method, violations)
        if violations:
            told = [f"[ERROR] {each.message} [json-pointer:{each.pointer}]" for each in violations]
            raise SlackError(error, messages=told)

    def visible(self, name_or_id: str) -> Channel:
        """A channel the app may know of: a private one it is not in does not exist for it."""
        channel = self.workspace.channel(name_or_id)
        if channel.kind != "public" and self.bot not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def require(self, *scopes: str) -> None:
        """Refuse with `missing_scope` unless one of `scopes` was granted."""
        granted = self.workspace.app.scopes
        if scopes and not granted.intersection(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))


Method = Callable[[Service, Arguments], Json]
