"""Job: destroy the keys of rounds that are sealed, and what the database still keeps of their ballots."""

from datetime import datetime

from bot.privacy.destroying import destroy_keys as destroy
from bot.store.engine import Store
from bot.values.ports import Keyring


async def destroy_keys(store: Store, keys: Keyring, _now: datetime) -> int:
    """Destroy every key that is needed no more; of how many nothing is left."""
    return await destroy(store, keys)
