"""What the sandbox remembers about an app's behaviour: every call, every delivery, every broken rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.errors import Json
from sandbox.rules.violation import Violation


@dataclass(frozen=True)
class Call:
    """One Web API request. `at` is calendar time, `seconds` real; `status` 0: the answer was never sent."""

    method: str
    args: Json
    at: datetime
    ok: bool
    error: str | None
    status: int
    seconds: float = 0.0


@dataclass(frozen=True)
class Breach:
    """A rule of Slack's that was broken at `where`; `refused` says whether Slack would have noticed."""

    where: str
    pointer: str
    rule: str
    message: str
    refused: bool = True


@dataclass(frozen=True)
class Delivered:
    """One attempt to hand something to the app. `outcome` is ok, timeout, failed or unreachable."""

    kind: str
    body: Json
    at: datetime
    attempt: int
    outcome: str
    status: int | None
    seconds: float


@dataclass
class Record:
    calls: list[Call] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    deliveries: list[Delivered] = field(default_factory=list)

    def broke(self, where: str, violations: Iterable[Violation], *, refused: bool = True) -> None:
        self.breaches += [
            Breach(where, each.pointer, each.rule, each.message, refused) for each in violations
        ]

    def note(self, where: str, rule: str, message: str, **fields: Any) -> None:
        self.breaches.append(Breach(where, fields.pop("pointer", ""), rule, message, **fields))
