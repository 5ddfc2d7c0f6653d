"""When rounds cannot be shown in their channel: the owner is told how to mend it, once until it has worked again."""

from collections.abc import Callable
from datetime import datetime

from bot.rituals.letters import board_key, round_of
from bot.store import members, outbox, rituals, rounds
from bot.store.engine import Transaction
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Letter, Message, Method

Trouble = Callable[[str, str, str], Message]
"""Words for (ritual name, channel id, Slack's reason)."""

_OF_THE_MESSAGE = ("message_not_found", "cant_update_message", "edit_window_closed")
"""Why a message cannot be changed although its channel is well: somebody deleted it, and knows."""

_LOOKED_BACK = 20
"""Rounds in which we look for the last that worked; after as many without one, it is said once more."""


async def round_never_shows(
    tx: Transaction, delivery: Delivery, reason: str, words: Trouble, now: datetime
) -> None:
    """Slack will never take a round's parent message: tell whoever owns the ritual, or an admin."""
    if delivery.method == Method.UPDATE and reason in _OF_THE_MESSAGE:
        return
    round_ = await rounds.by_id(tx, round_of(delivery.key))
    ritual = await rituals.by_id(tx, round_.ritual_id)
    owner = await members.by_id(tx, ritual.owner_id)
    if not owner.is_active:
        admins = await members.admins(tx, delivery.workspace_id)
        if not admins:
            return
        owner = admins[0]
    worked = await _last_that_worked(tx, delivery)
    letter = Letter(
        # The same trouble has the same key until something was posted there again.
        key=f"trouble:{delivery.channel}:{owner.id}:{reason[:40]}:{worked}",
        kind=DeliveryKind.NOTICE,
        message=words(ritual.name, delivery.channel, reason),
        channel=owner.slack_id,
        member_id=owner.id,
        due_at=now,
    )
    if await outbox.state_of(tx, delivery.workspace_id, letter.key) is None:
        await outbox.put(tx, delivery.workspace_id, letter)


async def _last_that_worked(tx: Transaction, delivery: Delivery) -> str:
    for place in await rounds.shown_before(tx, delivery.channel, limit=_LOOKED_BACK):
        key = board_key(place.round_id, place.team_id)
        if await outbox.state_of(tx, delivery.workspace_id, key) == DeliveryState.SENT:
            return key
    return "never"
