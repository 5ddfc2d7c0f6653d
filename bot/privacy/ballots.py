"""Ballots: what somebody answers in an anonymous round, encrypted under a key that stands outside the database.

There is no list of who has answered. A slot stands for a person only for whoever has the round's key, so that not
even a backup taken while the round is open tells who did (`trends-and-privacy.md` §4.3; better than its tickets).
"""

import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot import boxes
from bot.privacy import sealing
from bot.privacy.naming import name_for
from bot.privacy.presence import check_everybody, fingerprint
from bot.privacy.results import summarize
from bot.privacy.written import read, write
from bot.store import ballots, sealed
from bot.store.ballots import Kept
from bot.store.engine import Transaction
from bot.values.errors import NoPlaceForKeys, TooLate, Unusable
from bot.values.ports import Keyring
from bot.values.privacy import Ballot, Outcome
from bot.values.questions import Answer, Answers
from bot.values.rounds import Round

CLOSED = "This round has closed, so it takes no more answers. What it brought stands in the channel, or will shortly."
KEY_IS_GONE = (
    "The key of this round is gone, so it takes no more answers. Whoever set it up can run it again."
)
KEY_IS_ELSEWHERE = "I can't reach the key of this round right now. Please try again in a few minutes."
_NOTHING: list[Any] = []


class SealedBallots:
    """The ballots of anonymous rounds, for `rituals.ports`."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    async def open_round(self, tx: Transaction, round_: Round, invited: Collection[int]) -> None:
        """See `rituals.ports.Ballots`."""
        fewest = round_.protection.fewest
        if len(invited) < fewest:
            raise Unusable(
                f"Fewer than {fewest} people would be asked, and among so few anybody could be recognised. Ask more"
                " people, or choose *confidential* for it."
            )
        kept = Kept(name_for(round_.id, time.time()), await check_everybody(tx, self._keys))
        await ballots.open_round(tx, round_.id, invited=len(invited), kept=kept)
        await self._keys.add(kept.key_name, boxes.new_key())

    async def cast(self, tx: Transaction, round_: Round, member_id: int, given: Sequence[Answer]) -> None:
        """See `rituals.ports.Ballots`."""
        await self._put(tx, round_, member_id, write(given))

    async def withdraw(self, tx: Transaction, round_: Round, member_id: int) -> None:
        """See `rituals.ports.Ballots`."""
        await self._put(tx, round_, member_id, _NOTHING)

    async def own(self, tx: Transaction, round_: Round, member_id: int) -> Answers | None:
        """See `rituals.ports.Ballots`."""
        key = await self._key_of(tx, round_)
        if key is None:
            return None
        slot = boxes.slot(key, member_id)
        box = await ballots.box_in(tx, round_.id, slot)
        return None if box is None else read(boxes.open_(key, box, label=slot))

    async def came_back(self, tx: Transaction, round_: Round, member_ids: Collection[int]) -> Collection[int]:
        """See `rituals.ports.Ballots`."""
        key = await self._key_of(tx, round_)
        if key is None:
            return []
        slots = {boxes.slot(key, member_id): member_id for member_id in member_ids}
        return [slots[slot] for slot in await ballots.slots_among(tx, round_.id, slots)]

    async def seal(self, tx: Transaction, round_: Round, groups: Mapping[int, str], now: datetime) -> Outcome:
        """See `rituals.ports.Ballots`."""
        return await sealing.seal(tx, self._keys, round_, groups, now)

    async def freeze(self, tx: Transaction, round_: Round, cast: Sequence[Ballot], invited: int) -> Outcome:
        """See `rituals.ports.Ballots`."""
        outcome = summarize(round_.questions, cast, round_.protection, invited=invited)
        await sealed.keep(tx, round_, outcome)
        return outcome

    async def _key_of(self, tx: Transaction, round_: Round) -> bytes | None:
        kept = await ballots.key_of(tx, round_.id)
        return None if kept is None else await self._read(kept)

    async def _put(self, tx: Transaction, round_: Round, member_id: int, written: list[Any]) -> None:
        # Before the key is looked for: once a round is sealed there is none (invariant 18).
        kept = await ballots.stays_open(tx, round_.id)
        if kept is None:
            raise TooLate(CLOSED)
        key = await self._read(kept)
        slot = boxes.slot(key, member_id)
        await ballots.put(tx, round_.id, slot, boxes.close(key, written, label=slot))

    async def _read(self, kept: Kept) -> bytes:
        """Raises NoPlaceForKeys where the key may be found later, and TooLate where it never will be."""
        key = await self._keys.read(kept.key_name)
        if key is not None:
            return key
        if await fingerprint(self._keys) != kept.place:
            raise NoPlaceForKeys(KEY_IS_ELSEWHERE)
        raise TooLate(KEY_IS_GONE)
