"""Destroying keys: of rounds that are over, and of rounds that never opened.

A round's key goes after the transaction that sealed it, never before: until then it is needed. That it is gone is
written down when the database keeps no ballot of that round either, neither in its write-ahead log (SQLite) nor as a
row that is only marked as deleted (PostgreSQL).
"""

import logging
import time

from bot.privacy.naming import ROUNDS, is_left_behind
from bot.store import ballots
from bot.store.engine import Store
from bot.store.wiping import wipe
from bot.values.ports import Keyring

log = logging.getLogger(__name__)


async def destroy_keys(store: Store, keys: Keyring) -> int:
    """Destroy the keys of rounds that are over; of how many nothing is left. Raises NoPlaceForKeys."""
    async with store.reading() as tx:
        over = await ballots.keys_to_destroy(tx)
    for name in over.values():
        await keys.destroy(name)
    if not over or not await wipe(store):
        return 0
    async with store.transaction() as tx:
        await ballots.key_is_gone(tx, list(over))
    log.info("%s anonymous round(s) are sealed for good: their keys are destroyed.", len(over))
    return len(over)


async def sweep(store: Store, keys: Keyring) -> int:
    """Destroy keys whose round was never committed; how many there were. Raises NoPlaceForKeys."""
    names = await keys.names(ROUNDS)
    async with store.reading() as tx:
        wanted = await ballots.key_names(tx)
    left = [name for name in names if name not in wanted and is_left_behind(name, time.time())]
    for name in left:
        await keys.destroy(name)
    return len(left)
