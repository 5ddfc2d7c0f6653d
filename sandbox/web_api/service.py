"""What a Web API method has at hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.delivery.triggers import Triggers
from sandbox.errors import Json, SlackError
from sandbox.judgement import judge
from sandbox.model import Channel
from sandbox.record import Record
from sandbox.rules.violation import Violation
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.paging import Item, page
from sandbox.workspace import Workspace


@dataclass
class Service:
    """`socket_url` mints a single-use address for Socket Mode, or refuses.

    `honour_client_msg_id`: whether a second post with the same one finds the first; undocumented, so off.
    `longest_page` cuts every page of a list: Slack may answer with fewer than `limit` at any time.
    """

    workspace: Workspace
    triggers: Triggers
    record: Record
    socket_url: Callable[[], str]
    base_url: str
    honour_client_msg_id: bool = False
    longest_page: int | None = None

    @property
    def bot(self) -> str:
        return self.workspace.app.bot_user

    def refuse(self, method: str, error: str, violations: list[Violation]) -> None:
        """Raise `error`, with a pointer to each mistake, when Slack would not take it."""
        judge(self.record, method, violations, error)

    def visible(self, name_or_id: str) -> Channel:
        """A channel the app may know of: a private one it is not in does not exist for it."""
        channel = self.workspace.channel(name_or_id)
        if channel.kind != "public" and self.bot not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def page(
        self, items: Sequence[Item], args: Arguments, *, default: int, most: int
    ) -> tuple[list[Item], Json]:
        """The part of `items` a list call asked for, and the `response_metadata` that leads to the rest."""
        limit = args.number("limit", default, most=most)
        if self.longest_page is not None:
            limit = min(limit, self.longest_page)
        return page(items, args.text("cursor"), limit)

    def require(self, *scopes: str) -> None:
        """Refuse with `missing_scope` unless one of `scopes` was granted."""
        granted = self.workspace.app.scopes
        if scopes and not granted.intersection(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))


Method = Callable[[Service, Arguments], Json]
