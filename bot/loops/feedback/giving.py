"""Giving feedback: by name at once, or with the name withheld and handed on with the day's batch."""

from datetime import datetime

from bot.loops.wording import Wording
from bot.store.engine import Store
from bot.values.feedback import Given, NewFeedback, Offer
from bot.values.people import Member
from bot.values.ports import Keyring


async def offer(store: Store, keys: Keyring, member: Member, now: datetime) -> Offer:
    """What the form can offer to this person now."""
    raise NotImplementedError


async def give(
    store: Store, keys: Keyring, wording: Wording, member: Member, new: NewFeedback, now: datetime
) -> Given:
    """Somebody gives feedback; handed in twice it is given once. Raises Unusable beside `to`, `title` or `name` (to
    whom; what; whether the name is withheld), or NoPlaceForKeys."""
    raise NotImplementedError
