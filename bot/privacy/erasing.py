"""Erasing somebody: their name at once, and then, in batches that let people pass, whatever they said.

The first transaction leaves a tombstone in their place: from its end on nobody can tell who it was, nothing more goes
to them, and whoever they are in Slack is somebody new here. What they were asked and said follows with the heartbeat.
A crash in between changes nothing: what is left is found again by `member.erase_at`, which stays until no byte of it
is in the files. Work records keep their place without a name; figures are computed from what remains, and what was
published is not published again.
"""

import logging
from datetime import datetime

from bot.privacy.ballots import SealedBallots
from bot.privacy.ports import Withheld
from bot.store import asked_goals, erasure, goals, persons, rounds, unsaying
from bot.store.engine import Store, Transaction
from bot.store.wiping import EVERYWHERE, wipe
from bot.values.errors import NoPlaceForKeys, TooLate
from bot.values.people import Member
from bot.values.ports import Keyring

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Prompts or messages forgotten in one transaction."""
MANY = 5000


async def erase(store: Store, keys: Keyring, withheld: Withheld, member: Member, now: datetime) -> bool:
    """Erase somebody; False when that was done before. Raises NoPlaceForKeys while feedback they gave with their
    name withheld cannot be found to be taken back."""
    await withheld.take_back(member, now)
    async with store.transaction() as tx:
        who = await erasure.hold(tx, member.id)
        if who is None:
            return False
        await _withdraw_ballots(tx, keys, who)
        await erasure.empty_what_names(tx, who)
        await erasure.address_nobody(tx, who)
        await unsaying.take_out(tx, who)
        await erasure.forget_feedback_to(tx, who)
        await erasure.leave_teams(tx, who)
        await goals.let_go(tx, who.id)
        await asked_goals.forget_owner(tx, who.id)
        await erasure.take_name(tx, who, now)
    # Without the id: the log would keep what the database forgets.
    log.info("Somebody was erased.")
    return True


async def finish_erasing(store: Store, now: datetime) -> int:
    """Forget what those said who were erased; how many there were."""
    done = 0
    while True:
        async with store.transaction() as tx:
            found = await erasure.to_be_erased(tx, now)
        if found is None:
            return done
        await _forget_everything(store, *found, now)
        if not await wipe(store, EVERYWHERE):
            # Somebody reads what was there before: the next heartbeat finds them again.
            return done
        async with store.transaction() as tx:
            await erasure.is_erased(tx, found[1])
        done += 1


async def _forget_everything(store: Store, workspace_id: int, member_id: int, now: datetime) -> None:
    forgotten = 1
    while forgotten:
        async with store.transaction() as tx:
            forgotten = await erasure.forget_some(tx, workspace_id, member_id, now, limit=AT_ONCE)
    while True:
        async with store.reading() as tx:
            ids = await erasure.messages_to(tx, member_id, limit=MANY)
        if not ids:
            break
        for first in range(0, len(ids), AT_ONCE):
            async with store.transaction() as tx:
                await erasure.take_back(tx, workspace_id, ids[first : first + AT_ONCE], now)


async def _withdraw_ballots(tx: Transaction, keys: Keyring, who: Member) -> None:
    ballots = SealedBallots(keys)
    for row in await persons.open_anonymous_rounds(tx, who):
        round_ = rounds.to_round(row)
        try:
            if await ballots.own(tx, round_, who.id):
                await ballots.withdraw(tx, round_, who.id)
        except (NoPlaceForKeys, TooLate):
            # Without their prompt it is never opened, and at the end of the round it is deleted like all of them.
            log.warning("A ballot of somebody who is erased cannot be emptied; it will not be counted.")
