"""Taking a step with feedback: for whoever gave it, named or not, and for whoever it is for."""

from datetime import datetime

from bot.loops.wording import Wording
from bot.store.engine import Store
from bot.values.loops import Loop, NewStep
from bot.values.people import Member
from bot.values.ports import Keyring


async def take(
    store: Store,
    keys: Keyring,
    wording: Wording,
    member: Member,
    loop_id: int,
    what: NewStep,
    now: datetime,
    *,
    mute: bool = False,
) -> Loop:
    """A person takes a step; the loop after it. The same step again, with nothing in between, changes nothing.

    The giver's DECLINED takes it back. `mute`, with TAKEN_DOWN: whoever gave it cannot withhold their name from whom
    it was for, for 30 days; nobody learns who that is. Raises NotThere, NotYours, Overtaken or Unusable.
    """
    raise NotImplementedError


async def change(
    store: Store,
    keys: Keyring,
    wording: Wording,
    member: Member,
    loop_id: int,
    title: str,
    details: str | None,
    now: datetime,
) -> Loop:
    """The giver puts it in other words, while it is open. Raises NotThere, NotYours or Overtaken."""
    raise NotImplementedError


async def take_back_waiting(store: Store, keys: Keyring, member: Member, waiting_id: str) -> None:
    """Take back what has not been handed on: nothing of it is left. Raises NotThere, also once it is handed on."""
    raise NotImplementedError
