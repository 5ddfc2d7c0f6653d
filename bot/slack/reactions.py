"""What follows from a verdict: ports the sender and the settler are given, called in the recording transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.store.engine import Transaction
from bot.values.deliveries import Delivery, Sent

OnSent = Callable[[Transaction, Delivery, Sent], Awaitable[None]]
"""Called once, with where the message is."""

OnTrouble = Callable[[Transaction, Delivery, str], Awaitable[None]]
"""Called with Slack's reason."""


OnExpired = Callable[[Transaction, Delivery], Awaitable[None]]
"""Called once, when nothing of it was on the wire and nothing will be."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """What the house does when a delivery was sent, never will be, is in doubt, or would have come too late."""

    sent: OnSent
    never: OnTrouble
    doubtful: OnTrouble
    expired: OnExpired
