"""Replies that continue in further replies: each page has a key of its own, so edits change, add or blank pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals.letters import page_key, state_key
from bot.store import outbox
from bot.store.engine import Transaction
from bot.store.outbox import Owed
from bot.values.deliveries import DeliveryState, Letter, Message, Method

NOT_GONE_YET = (DeliveryState.PENDING, DeliveryState.CLAIMED)
IS_THERE = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DOUBTFUL)
"""Anything else was refused by Slack or taken back: there is nothing to change and nothing to answer under."""

_LOOKED_AT = 10
"""Pages asked for at once."""


async def show(
    tx: Transaction,
    workspace_id: int,
    first: Letter,
    pages: Sequence[Message],
    *,
    blank: Message,
    now: datetime,
    gap: float = 0.0,
) -> str:
    """Make these the pages of a reply, of which `first` is the first; returns the key of the last.

    What stands there already stays as it is. A page that is no longer needed is not sent, or says so.
    """
    known = await _known(tx, workspace_id, first.key)
    for number, message in enumerate(pages, start=1):
        letter = _page(first, number, message)
        for change in _changes(letter, known, now, gap):
            await outbox.put(tx, workspace_id, change)
    for key in _superfluous(first.key, known, len(pages)):
        if known[key].state in NOT_GONE_YET:
            await outbox.forget(tx, workspace_id, [key])
        else:
            for change in _changes(replace(first, key=key, message=blank), known, now, gap):
                await outbox.put(tx, workspace_id, change)
    return page_key(first.key, len(pages))


def _page(first: Letter, number: int, message: Message) -> Letter:
    if number == 1:
        return replace(first, message=message)
    return replace(
        first,
        key=page_key(first.key, number),
        message=message,
        channel=None,
        member_id=None,
        target=first.target or first.key,
        after=page_key(first.key, number - 1),
    )


def _changes(letter: Letter, known: Mapping[str, Owed], now: datetime, gap: float) -> Iterable[Letter]:
    stands = known.get(letter.key)
    if stands is None:
        return [letter]
    newest = known.get(state_key(letter.key), stands) if stands.state in IS_THERE else stands
    if newest.message == letter.message:
        return []
    if stands.state in NOT_GONE_YET:
        return [letter]
    return [_update(letter, now, gap)] if stands.state in IS_THERE else []


def _update(letter: Letter, now: datetime, gap: float) -> Letter:
    return Letter(
        key=state_key(letter.key),
        kind=letter.kind,
        message=letter.message,
        channel=None,
        method=Method.UPDATE,
        target=letter.key,
        due_at=now,
        min_gap=gap,
    )


def _superfluous(base: str, known: Mapping[str, Owed], needed: int) -> list[str]:
    found, number = [], needed + 1
    while (key := page_key(base, number)) in known:
        found.append(key)
        number += 1
    return found


async def _known(tx: Transaction, workspace_id: int, base: str) -> dict[str, Owed]:
    """The pages of a reply and their newest states, as far as they were ever owed."""
    found: dict[str, Owed] = {}
    first = 1
    while True:
        keys = [page_key(base, number) for number in range(first, first + _LOOKED_AT)]
        found |= await outbox.owed(tx, workspace_id, [*keys, *map(state_key, keys)])
        if keys[-1] not in found:
            return found
        first += _LOOKED_AT
