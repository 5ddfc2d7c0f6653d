"""Sealing: once, when an anonymous round closes, its ballots become results, and the ballots are gone.

All of it happens in the transaction that closes the round. Its key is destroyed after that (`destroying`): kill -9 at
any instant leaves the round open with its ballots, or sealed with a key that opens nothing any more.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot import boxes
from bot.boxes import CannotOpen
from bot.privacy.presence import fingerprint
from bot.privacy.results import summarize
from bot.privacy.written import read
from bot.store import ballots, replicas, sealed, traces
from bot.store.ballots import Kept
from bot.store.engine import Transaction
from bot.values.errors import NoPlaceForKeys, Overtaken
from bot.values.ports import Keyring
from bot.values.privacy import Ballot, Outcome, Seal
from bot.values.rounds import Round

log = logging.getLogger(__name__)

PATIENCE = timedelta(hours=1)
"""So long after a round's end its key is looked for where another process may still reach it."""

SEALED = "This round is sealed, and no round is sealed twice."
ELSEWHERE = (
    "The key of this round is not in the place of keys that this process reaches, but in the one it opened with."
    " Whoever runs Drumbeat: give all processes the same DRUMBEAT_KEYS."
)


async def seal(
    tx: Transaction, keys: Keyring, round_: Round, groups: Mapping[int, str], now: datetime
) -> Outcome:
    """See `rituals.ports.Ballots`."""
    anonymous = await ballots.find(tx, round_.id)
    kept = await ballots.key_of(tx, round_.id)
    # Nothing is sealed twice (invariant 9).
    if anonymous is None or kept is None:
        raise Overtaken(SEALED)
    boxed = await ballots.all_of(tx, round_.id)
    key = await _key(tx, keys, kept, round_, now)
    if key is None:
        await ballots.seal(tx, round_.id, Seal.LOST, invited=anonymous.invited, answered=None)
        return Outcome(anonymous.invited, None, is_lost=True)
    people = await traces.invited(tx, round_.id)
    cast = [*_opened(key, boxed, [somebody.member.id for somebody in people], groups)]
    # Whoever was away when it opened may have come back and been asked.
    asked = sum(not somebody.is_excused for somebody in people)
    invited = max(anonymous.invited, asked, len(cast))
    outcome = summarize(round_.questions, cast, round_.protection, invited=invited)
    await sealed.keep(tx, round_, outcome)
    state = Seal.DISCARDED if outcome.answered is None else Seal.SEALED
    await ballots.seal(tx, round_.id, state, invited=invited, answered=outcome.answered)
    return outcome


def _opened(
    key: bytes, boxed: Mapping[bytes, bytes], member_ids: Iterable[int], groups: Mapping[int, str]
) -> Iterable[Ballot]:
    """What is in the ballots of these people; nothing in those of who said that they will not answer."""
    for member_id in member_ids:
        slot = boxes.slot(key, member_id)
        if slot not in boxed:
            continue
        try:
            yield Ballot(read(boxes.open_(key, boxed[slot], label=slot)), groups.get(member_id))
        except CannotOpen:
            log.error("A ballot was changed in the database by somebody else; it does not count.")


async def _key(tx: Transaction, keys: Keyring, kept: Kept, round_: Round, now: datetime) -> bytes | None:
    """The round's key, None when it is lost. Raises NoPlaceForKeys where another process may have it."""
    key = await keys.read(kept.key_name)
    if key is None and await _may_be_elsewhere(tx, keys, kept, round_, now):
        raise NoPlaceForKeys(ELSEWHERE)
    return key


async def _may_be_elsewhere(tx: Transaction, keys: Keyring, kept: Kept, round_: Round, now: datetime) -> bool:
    if await fingerprint(keys) == kept.place:
        return False
    return now < round_.closes_at + PATIENCE or kept.place in {
        replica.place for replica in await replicas.alive(tx)
    }
