"""When a round cannot be shown in its channel: its owner is told how to mend it, once a round."""

from collections.abc import Callable
from datetime import datetime

from bot.store import members, outbox, rituals, rounds
from bot.store.engine import Transaction
from bot.values.deliveries import Delivery, DeliveryKind, Letter, Message

Trouble = Callable[[str, str, str], Message]
"""Words for (ritual name, channel id, Slack's reason)."""


async def round_never_shows(
    tx: Transaction, delivery: Delivery, reason: str, words: Trouble, now: datetime
) -> None:
    """Slack will never take a round's parent message: tell whoever owns the ritual, or an admin."""
    round_ = await rounds.by_id(tx, _round_of(delivery.key))
    ritual = await rituals.by_id(tx, round_.ritual_id)
    owner = await members.by_id(tx, ritual.owner_id)
    if not owner.is_active:
        admins = await members.admins(tx, delivery.workspace_id)
        if not admins:
            return
        owner = admins[0]
    letter = Letter(
        key=f"trouble:{delivery.key}",
        kind=DeliveryKind.NOTICE,
        message=words(ritual.name, delivery.channel, reason),
        channel=owner.slack_id,
        member_id=owner.id,
        due_at=now,
    )
    await outbox.put(tx, delivery.workspace_id, letter)


def _round_of(key: str) -> int:
    return int(key.removeprefix("state:").split(":")[1])
