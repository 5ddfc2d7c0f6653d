"""The few ways in which the sandbox says no."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A Web API refusal, spelled as Slack spells it; `messages` become `response_metadata.messages`."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.extra = extra

    def body(self) -> Json:
        body: Json = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class ManifestRefused(ValueError):
    """The manifest describes an app Slack would not accept; names every reason at once."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(
            "Slack would refuse this manifest:\n" + "\n".join(f"- {reason}" for reason in reasons)
        )
        self.reasons = list(reasons)


class NotVisible(LookupError):
    """A person was asked to use something they cannot see; says what they can see."""

    def __init__(self, person: str, wanted: str, visible: Sequence[str]) -> None:
        listing = ", ".join(visible) or "nothing"
        super().__init__(f"{person} sees no {wanted!r}; visible: {listing}")


class ClockStuck(RuntimeError):
    """Teammates kept acting at one calendar instant, so winding would never end."""
