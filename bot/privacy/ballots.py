"""Ballots: what somebody answers in an anonymous round, encrypted under a key that stands outside the database.

There is no list of who has answered. A slot stands for a person only for whoever has the round's key, so that not
even a backup taken while the round is open tells who did (`trends-and-privacy.md` §4.3; better than its tickets).
"""

from collections.abc import Collection, Sequence
from typing import Any

from bot import boxes
from bot.store import ballots
from bot.store.engine import Transaction
from bot.values.errors import TooLate, Unusable
from bot.values.ports import Keyring
from bot.values.questions import Answer, Answers
from bot.values.rituals import Round

CLOSED = "This round has closed, so it takes no more answers. What it brought stands in the channel, or will shortly."
KEY_IS_GONE = (
    "The key of this round is gone, so it takes no more answers. Whoever set it up can run it again."
)
_NOTHING: list[Any] = []


def key_name(round_id: int) -> str:
    """What the key of a round is called."""
    return f"round-{round_id}"


class SealedBallots:
    """The ballots of anonymous rounds, for `rituals.ports`."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    async def open_round(self, tx: Transaction, round_: Round, invited: Collection[int]) -> None:
        """See `rituals.ports.Ballots`."""
        fewest = round_.protection.fewest
        if len(invited) < fewest:
            raise Unusable(f"Fewer than {fewest} people would be asked, and so few could be recognised.")
        await self._keys.add(key_name(round_.id), boxes.new_key())
        await ballots.open_round(tx, round_.id, invited=len(invited), key_name=key_name(round_.id))

    async def cast(self, tx: Transaction, round_: Round, member_id: int, given: Sequence[Answer]) -> None:
        """See `rituals.ports.Ballots`."""
        await self._put(tx, round_, member_id, [_written(item) for item in given if not item.is_empty])

    async def withdraw(self, tx: Transaction, round_: Round, member_id: int) -> None:
        """See `rituals.ports.Ballots`."""
        await self._put(tx, round_, member_id, _NOTHING)

    async def own(self, tx: Transaction, round_: Round, member_id: int) -> Answers | None:
        """See `rituals.ports.Ballots`."""
        key = await self._keys.read(key_name(round_.id))
        if key is None:
            return None
        slot = boxes.slot(key, member_id)
        box = await ballots.box_in(tx, round_.id, slot)
        return None if box is None else _read(boxes.open_(key, box, label=slot))

    async def came_back(self, tx: Transaction, round_: Round, member_ids: Collection[int]) -> Collection[int]:
        """See `rituals.ports.Ballots`."""
        key = await self._keys.read(key_name(round_.id))
        if key is None:
            return []
        slots = {boxes.slot(key, member_id): member_id for member_id in member_ids}
        return [slots[slot] for slot in await ballots.slots_among(tx, round_.id, slots)]

    async def _put(self, tx: Transaction, round_: Round, member_id: int, written: list[Any]) -> None:
        # Before the key is looked for: once a round is sealed there is none (invariant 18).
        if not await ballots.stays_open(tx, round_.id):
            raise TooLate(CLOSED)
        key = await self._keys.read(key_name(round_.id))
        if key is None:
            raise TooLate(KEY_IS_GONE)
        slot = boxes.slot(key, member_id)
        await ballots.put(tx, round_.id, slot, boxes.close(key, written, label=slot))


def _written(item: Answer) -> dict[str, Any]:
    return {"key": item.key, "text": item.text, "number": item.number, "chosen": list(item.chosen)}


def _read(written: list[dict[str, Any]]) -> Answers:
    return {
        each["key"]: Answer(each["key"], each["text"], each["number"], tuple(each["chosen"]))
        for each in written
    }
