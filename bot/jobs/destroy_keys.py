"""Job: destroy the keys of rounds that are sealed, and what the database still keeps of their ballots."""

from datetime import datetime

from bot.privacy import destroying
from bot.store.engine import Store
from bot.values.ports import Keyring


async def destroy_keys(store: Store, keys: Keyring, _now: datetime) -> int:
    """Destroy every key that is needed no more; of how many nothing is left."""
    done = await destroying.destroy_keys(store, keys)
    if done:
        await destroying.sweep(store, keys)
    return done
