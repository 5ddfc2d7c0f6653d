"""Job: the morning round over feedback given with the name withheld."""

from datetime import datetime

from bot.loops.feedback import handing_on
from bot.loops.wording import Wording
from bot.store.engine import Store
from bot.values.ports import Keyring


async def hand_on_feedback(store: Store, keys: Keyring, wording: Wording, now: datetime) -> int:
    """See to every workspace that is due; how many there were."""
    done = 0
    while await handing_on.hand_on(store, keys, wording, now):
        done += 1
    return done
