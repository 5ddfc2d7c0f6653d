"""When rounds cannot be shown, opened or sealed: the owner is told how to mend it, once until it has worked again."""

from collections.abc import Callable
from datetime import datetime

from bot.rituals.letters import board_key, round_of
from bot.rituals.wording import Wording
from bot.store import members, outbox, rituals, rounds, showing
from bot.store.engine import Transaction
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Letter, Message, Method
from bot.values.errors import DrumbeatError
from bot.values.rituals import Ritual
from bot.values.rounds import Round

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
    worked = await _last_that_worked(tx, delivery)
    # The same trouble has the same key until something was posted there again.
    key = f"trouble:{delivery.channel}:{reason[:40]}:{worked}"
    await _tell_owner(tx, ritual, key, words(ritual.name, delivery.channel, reason), now)


async def round_did_not_open(
    tx: Transaction, wording: Wording, ritual: Ritual, why: DrumbeatError, now: datetime
) -> None:
    """A round could not be opened: its owner is told why, once until one has opened again."""
    last = await rounds.last_date(tx, ritual.id)
    key = f"unopened:{ritual.id}:{type(why).__name__}:{last}"
    await _tell_owner(tx, ritual, key, wording.not_opened(ritual, why.user_message), now)


async def key_was_lost(tx: Transaction, wording: Wording, round_: Round, now: datetime) -> None:
    """Nobody can open what came back in a round any more: its owner is told."""
    ritual = await rituals.by_id(tx, round_.ritual_id)
    await _tell_owner(tx, ritual, f"lost:{round_.id}", wording.key_lost(round_), now)


async def _tell_owner(tx: Transaction, ritual: Ritual, key: str, message: Message, now: datetime) -> None:
    """Tell whoever owns a ritual, or an admin when they left; each of them once for each key."""
    owner = await members.by_id(tx, ritual.owner_id)
    if not owner.is_active:
        admins = await members.admins(tx, ritual.workspace_id)
        if not admins:
            return
        owner = admins[0]
    letter = Letter(
        key=f"{key}:{owner.id}",
        kind=DeliveryKind.NOTICE,
        message=message,
        channel=owner.slack_id,
        member_id=owner.id,
        due_at=now,
    )
    if await outbox.state_of(tx, ritual.workspace_id, letter.key) is None:
        await outbox.put(tx, ritual.workspace_id, letter)


async def _last_that_worked(tx: Transaction, delivery: Delivery) -> str:
    for place in await showing.shown_before(tx, delivery.channel, limit=_LOOKED_BACK):
        key = board_key(place.round_id, place.team_id)
        if await outbox.state_of(tx, delivery.workspace_id, key) == DeliveryState.SENT:
            return key
    return "never"
