"""What the rights of people take from asking and feedback, which know nothing of them. `bot/wiring.py` connects."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.store.engine import Transaction
from bot.values.people import Member


@dataclass(frozen=True, slots=True)
class WithheldItem:
    """One piece of feedback somebody gave with their name withheld and could still find again."""

    title: str
    details: str | None
    to: str
    stands: str


@dataclass(frozen=True, slots=True)
class WithheldSeen:
    """All of them; `why_partly` is the sentence that says why some cannot be found now."""

    items: Sequence[WithheldItem] = ()
    why_partly: str | None = None


class Withheld(Protocol):
    """Feedback given with the name withheld, for whoever gave it."""

    async def of(self, member: Member, now: datetime) -> WithheldSeen:
        """What somebody gave and could still find again, for them alone."""
        ...

    async def take_back(self, member: Member, now: datetime) -> None:
        """Take all of it back: what waits is deleted, what is open ends. Twice does no more than once. Raises
        NoPlaceForKeys where there is something and its key cannot be reached."""
        ...

    async def destroy_keys(self, workspace_id: int) -> None:
        """Destroy every key of a workspace: nobody can be found any more. Raises NoPlaceForKeys."""
        ...


Restart = Callable[[Transaction, int, datetime], Awaitable[None]]
"""Plan anew what a workspace that is back again asks, from now on."""
