"""How the app reacted to a delivery."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from sandbox.errors import Json

Kind = Literal["slash_commands", "interactive", "events_api"]
Outcome = Literal["ok", "timeout", "failed", "unreachable"]

DEADLINE = 3.0  # docs.slack.dev/interactivity/handling-user-interaction


@dataclass(frozen=True)
class Answer:
    """`body` is the JSON object or text of an acknowledgement; `seconds` is real time."""

    outcome: Outcome
    status: int | None = None
    body: Json | str | None = None
    seconds: float = 0.0
    reason: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.outcome == "ok"

    @property
    def json(self) -> Json:
        """The acknowledgement's fields; a bare text is Slack's short form of `{"text": …}`."""
        if isinstance(self.body, dict):
            return self.body
        return {"text": self.body} if self.body else {}

    def lost(self) -> "Answer":
        return replace(self, outcome="timeout", body=None, reason="http_timeout")


class Transport(Protocol):
    """Brings one payload to the app, once."""

    async def deliver(self, kind: Kind, body: Json, *, attempt: int = 0, reason: str = "") -> Answer: ...

    async def close(self) -> None: ...
