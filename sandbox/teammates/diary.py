"""What teammates mean to do, and when."""

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.model import Message
from sandbox.teammates.invitations import Purpose


@dataclass(frozen=True)
class Errand:
    """`person` (a user id) presses the button of this purpose in `message`."""

    person: str
    purpose: Purpose
    message: Message


@dataclass(order=True)
class _Entry:
    due: datetime
    number: int
    errand: Errand = field(compare=False)


class Diary:
    """Errands by their time; those due at one instant in the order in which they were entered."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._numbers = itertools.count()

    def enter(self, due: datetime, errand: Errand) -> None:
        heapq.heappush(self._entries, _Entry(due, next(self._numbers), errand))

    def next_due(self) -> datetime | None:
        return self._entries[0].due if self._entries else None

    def take_due(self, now: datetime) -> Iterator[Errand]:
        """Remove and yield what is due by `now`, earliest first."""
        while self._entries and self._entries[0].due <= now:
            yield heapq.heappop(self._entries).errand

    def cross_out(self, person: str) -> None:
        """Forget everything one person meant to do."""
        self._entries = [entry for entry in self._entries if entry.errand.person != person]
        heapq.heapify(self._entries)
