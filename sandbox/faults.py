"""Things that go wrong on the way to Slack, on demand and reproducibly."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sandbox.errors import Json

Kind = Literal[
    "rate_limited",  # HTTP 429 with Retry-After `seconds`; nothing happened
    "error_500",  # HTTP 500; nothing happened
    "timeout_before",  # no answer ever; nothing happened
    "lost_answer",  # it happened, then the connection broke
    "stored_then_500",  # it happened, then HTTP 500
    "stored_then_hang",  # it happened, then no answer ever
    "refused",  # ok: false with `error`
    "delay",  # a slow but faithful answer, after `seconds`
    "ack_lost",  # the app's acknowledgement of a delivery gets lost; `method` is the delivery's kind
]
HAPPENS_FIRST = frozenset({"lost_answer", "stored_then_500", "stored_then_hang"})
"""Those where Slack does what it was asked to, and the app does not learn it."""
Match = Callable[[Json], bool]


@dataclass
class Fault:
    """One programmed mishap. It strikes `times` times (None: for ever), each time with `probability`."""

    method: str
    kind: Kind
    times: int | None
    probability: float
    match: Match
    seconds: float
    error: str
    struck: int = 0

    def concerns(self, method: str, args: Json) -> bool:
        spent = self.times is not None and self.struck >= self.times
        return not spent and self.method in ("*", method) and self.match(args)


class Faults:
    """The programmed mishaps, and the throw of a seeded die."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.planned: list[Fault] = []
        self.latency = 0.0
        self.stopping = asyncio.Event()

    def add(
        self,
        method: str,
        kind: Kind,
        *,
        times: int | None = None,
        probability: float = 1.0,
        match: Match = lambda args: True,
        seconds: float = 1.0,
        error: str = "internal_error",
    ) -> Fault:
        """Plan a fault for `method`, or "response_url" ("*": any).

        With a `probability` below 1 it strikes without end, otherwise once unless `times` says more. `seconds` (real
        time) is the delay or the Retry-After.
        """
        if times is None and probability >= 1.0:
            times = 1
        fault = Fault(method, kind, times, probability, match, seconds, error)
        self.planned.append(fault)
        return fault

    def clear(self) -> None:
        self.planned.clear()

    def strike(self, method: str, args: Json) -> Fault | None:
        """The fault that hits this call, if any; it is counted."""
        for fault in self.planned:
            if fault.concerns(method, args) and self._random.random() < fault.probability:
                fault.struck += 1
                return fault
        return None

    async def hang(self, seconds: float | None = None) -> None:
        """Keep somebody waiting, but never beyond the life of the sandbox."""
        if seconds == 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            return
