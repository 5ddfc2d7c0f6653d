"""A post is changed by one more letter, under a key that follows from the post's, so that the newest state wins."""

from collections.abc import Mapping
from datetime import datetime

from bot.store.outbox import Owed
from bot.values.deliveries import DeliveryKind, Letter, Message, Method

GAP = 15.0
"""Seconds between two changes of one post in a channel: chat.update is 50 a minute per workspace."""

_STATE = "state:"


def state_key(key: str) -> str:
    """The key under which the post with this key is changed."""
    return f"{_STATE}{key}"


def changed_by(key: str) -> str:
    """The post that the letter with this key changes; for any other letter, itself."""
    return key.removeprefix(_STATE)


def change_of(key: str, kind: DeliveryKind, message: Message, now: datetime, gap: float = 0.0) -> Letter:
    """The letter that makes the post with this key say this, `gap` seconds after it was changed last at the earliest.

    Put anew it takes the place of the change that has not left, and follows one that has.
    """
    return Letter(
        key=state_key(key),
        kind=kind,
        message=message,
        channel=None,
        method=Method.UPDATE,
        target=key,
        due_at=now,
        min_gap=gap,
    )


def says_already(owed: Mapping[str, Owed], key: str, message: Message) -> bool:
    """Whether a post says just this by now, going by what is owed of it and of its changes."""
    last = owed.get(state_key(key)) or owed.get(key)
    return last is not None and last.message == message
