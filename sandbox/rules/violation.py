"""What a rule says when it is broken."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """One broken rule: where (a JSON pointer), which rule (a stable word) and, for people, why."""

    pointer: str
    rule: str
    message: str

    def __str__(self) -> str:
        """The wording Slack uses in `response_metadata.messages`."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"
