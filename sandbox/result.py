"""What came of something a person did."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.model import Message


@dataclass
class Result:
    """`status` is "ok" or names the failure: "operation_timeout", "failed", "lost" (nobody was connected),

    "invalid" (the form was refused), "refused" (Slack itself said no). `warning` is what Slack showed.
    `errors` go by label; `client` says that Slack's client found them and the app was not asked.
    `seconds` is the real time until the acknowledgement.
    """

    status: str
    seconds: float = 0.0
    warning: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    client: bool = False
    closed: bool = False
    seen: Callable[[], list[Message]] = field(default=list, repr=False)

    @property
    def ok(self) -> bool:
        return self.status == "ok"

    @property
    def messages(self) -> list[Message]:
        """The ephemeral messages this person got since, oldest first; grows as more arrive."""
        return self.seen()

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)
