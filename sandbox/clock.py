"""Calendar time: what the page and tests set and wind, and what followers wait for (README, "The clock")."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sandbox.errors import ClockStuck, Json
from sandbox.model import Message
from sandbox.wakeup import Wakeup

log = logging.getLogger(__name__)

FORGET_AFTER = 30.0
LONGEST_WAIT = 20.0
TELL_AFTER = 20.0
"""Real seconds of waiting at one instant after which it says what for."""
_MOST_ACTS_AT_ONE_INSTANT = 1000


class Teammates(Protocol):
    """People who answer by themselves."""

    def next_action_at(self) -> datetime | None: ...

    async def act(self, now: datetime) -> None: ...

    async def on_message(self, message: Message) -> None: ...


@dataclass(frozen=True)
class Progress:
    """How far a wind has come; `halts` counts the instants it stopped at."""

    start: datetime
    now: datetime
    to: datetime
    halts: int


OnProgress = Callable[[Progress], None]


@dataclass
class _Follower:
    heard_at: float
    tick: int
    idle: bool
    next_due: datetime | None


class Clock:
    """The calendar clock. With `rate` 0 it stands still until wound; with 1 it flows as real time does."""

    def __init__(self, start: datetime | None = None, *, rate: int = 0) -> None:
        self._base = (start or datetime.now(UTC)).astimezone(UTC)
        self._since = time.monotonic()
        self.followers: dict[str, _Follower] = {}
        self._in_flight = 0
        self.winding = False
        self._closed = False
        self.rate = rate
        self.tick = 1
        self.teammates: Teammates | None = None
        self.changed = Wakeup()

    def now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._since) * self.rate)

    def reading(self) -> Json:
        return {"now": self.now().isoformat(timespec="microseconds"), "rate": self.rate, "tick": self.tick}

    def waits_for(self) -> list[str]:
        """What keeps it from being settled, for whoever wonders why a wind does not end."""
        now = time.monotonic()
        found = [
            f"{name} is {'behind, ' if each.idle else ''}at tick {each.tick} of {self.tick}, "
            f"last heard of {now - each.heard_at:.1f} s ago, next due {each.next_due}"
            for name, each in self.followers.items()
            if not (each.idle and each.tick >= self.tick)
        ]
        if self._in_flight:
            found.append(f"{self._in_flight} deliveries to the app are under way")
        return found

    def set(self, moment: datetime, *, rate: int | None = None) -> None:
        """Jump to `moment` without halting on the way, and ask every follower to look again."""
        self._base = moment.astimezone(UTC)
        self._since = time.monotonic()
        self.rate = self.rate if rate is None else rate
        self.look_again()

    def close(self) -> None:
        """Let go of everybody who waits."""
        self._closed = True
        self.changed.ring()

    def look_again(self) -> None:
        self.tick += 1
        self.changed.ring()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While something is being delivered to the app nothing counts as settled."""
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1
            self.changed.ring()

    async def follow(
        self,
        name: str,
        tick: int,
        *,
        idle: bool,
        next_due: datetime | None = None,
        wait: float = LONGEST_WAIT,
    ) -> Json:
        """Take a follower's report; when idle, wait (at most `wait` s of real time) for a larger tick."""
        self.followers[name] = _Follower(time.monotonic(), tick, idle, next_due)
        self.changed.ring()
        if idle:
            await self.changed.until(lambda: self.tick > tick or self._closed, wait)
        return self.reading()

    async def wind(self, to: datetime, *, on_progress: OnProgress | None = None) -> None:
        """Move to `to`, halting at every instant at which a follower or a teammate has something to do.

        Cancel the task to stop on the way. Winding back jumps. Raises `ClockStuck` when teammates never rest.
        """
        await self.changed.until(lambda: not self.winding)
        self.winding = True
        rate = self.rate
        # While it is wound the clock stands still between halts: if it flowed on, an instant could pass between a
        # follower's look and its report, and be wound over.
        self.set(self.now(), rate=0)
        try:
            await self._wind(to.astimezone(UTC), on_progress or (lambda progress: None))
        finally:
            self.winding = False
            if rate:
                self.set(self.now(), rate=rate)
            self.changed.ring()

    async def _wind(self, to: datetime, report: OnProgress) -> None:
        start, halts = self.now(), 0
        if to < start:
            self.set(to)
        else:
            self.look_again()
        await self._rest()
        while self.now() < to:
            self.set(self._next_halt(to))
            await self._rest()
            halts += 1
            report(Progress(start, self.now(), to, halts))

    def _next_halt(self, to: datetime) -> datetime:
        now = self.now()
        dues = [follower.next_due for follower in self.followers.values()]
        if self.teammates is not None:
            dues.append(self.teammates.next_action_at())
        return min([to, *(due for due in dues if due is not None and due > now)])

    async def _rest(self) -> None:
        await self.settle()
        acts = 0
        while await self.let_teammates_act():
            self.look_again()
            await self.settle()
            acts += 1
            if acts > _MOST_ACTS_AT_ONE_INSTANT:
                raise ClockStuck(f"teammates acted {acts} times at {self.now().isoformat()}")

    async def let_teammates_act(self) -> bool:
        """Let teammates do what is due for them now; True when there was something."""
        if self.teammates is None:
            return False
        due = self.teammates.next_action_at()
        if due is None or due > self.now():
            return False
        await self.teammates.act(self.now())
        return True

    async def settle(self) -> None:
        """Wait until every follower is idle at this tick and nothing is on its way to the app."""
        tell_at = time.monotonic() + TELL_AFTER
        while not self._settled():
            await self.changed.wait(self._until_next_forgotten())
            if time.monotonic() > tell_at and (waits_for := self.waits_for()):
                log.warning("The clock, at %s, waits: %s.", self.now().isoformat(), "; ".join(waits_for))
                tell_at += TELL_AFTER

    def _settled(self) -> bool:
        self._forget_the_silent()
        at_rest = all(each.idle and each.tick >= self.tick for each in self.followers.values())
        return at_rest and self._in_flight == 0

    def _forget_the_silent(self) -> None:
        oldest = time.monotonic() - FORGET_AFTER
        silent = [name for name, follower in self.followers.items() if follower.heard_at < oldest]
        for name in silent:
            del self.followers[name]

    def _until_next_forgotten(self) -> float | None:
        heard = [follower.heard_at for follower in self.followers.values()]
        return max(0.01, min(heard) + FORGET_AFTER - time.monotonic()) if heard else None
