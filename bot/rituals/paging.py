"""Replies that continue in further replies: each page has a key of its own, so edits change, add or blank pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals.letters import page_key
from bot.store import outbox
from bot.store.changing import change_of, says_already, state_key
from bot.store.engine import Transaction
from bot.store.outbox import Owed
from bot.values.deliveries import IS_THERE, NOT_GONE_YET, Letter, Message

_LOOKED_AT = 3
"""Pages of each reply asked for at once; hardly any has more."""

Reply = tuple[Letter, Sequence[Message]]
"""The first letter of a reply, and what all of its pages say."""


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
    await show_all(tx, workspace_id, [(first, pages)], blank=blank, now=now, gap=gap)
    return page_key(first.key, len(pages))


async def show_all(
    tx: Transaction,
    workspace_id: int,
    replies: Sequence[Reply],
    *,
    blank: Message,
    now: datetime,
    gap: float = 0.0,
) -> None:
    """The same for several replies, with as many questions to the database as for one."""
    known = await _known(tx, workspace_id, [first.key for first, _ in replies])
    superfluous = [
        replace(first, key=key, message=blank)
        for first, pages in replies
        for key in _superfluous(first.key, known, len(pages))
    ]
    needed = [
        _page(first, number, message)
        for first, pages in replies
        for number, message in enumerate(pages, start=1)
    ]
    there = [letter for letter in superfluous if known[letter.key].state not in NOT_GONE_YET]
    changes = [change for letter in [*needed, *there] for change in _changes(letter, known, now, gap)]
    await outbox.put_all(tx, workspace_id, changes)
    not_sent = [letter.key for letter in superfluous if known[letter.key].state in NOT_GONE_YET]
    await outbox.forget(tx, workspace_id, not_sent)


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
    if stands.state in NOT_GONE_YET:
        return [letter] if stands.message != letter.message else []
    if stands.state in IS_THERE and not says_already(known, letter.key, letter.message):
        return [change_of(letter.key, letter.kind, letter.message, now, gap)]
    return []


def _superfluous(base: str, known: Mapping[str, Owed], needed: int) -> list[str]:
    found, number = [], needed + 1
    while (key := page_key(base, number)) in known:
        found.append(key)
        number += 1
    return found


async def _known(tx: Transaction, workspace_id: int, bases: Sequence[str]) -> dict[str, Owed]:
    """The pages of these replies and their newest states, as far as they were ever owed."""
    found: dict[str, Owed] = {}
    first = 1
    while bases:
        last = first + _LOOKED_AT
        keys = [page_key(base, number) for base in bases for number in range(first, last)]
        found |= await outbox.owed(tx, workspace_id, [*keys, *map(state_key, keys)])
        bases = [base for base in bases if page_key(base, last - 1) in found]
        first = last
    return found
