"""Taking somebody who is erased out of letters that have not arrived: whoever reads them then reads of nobody.

The letters still go, since they tell of others as well. One that is on the wire just now says its newer words as soon
as it is there (see `recording.sent`).
"""

import html
import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_, select, text, update

from bot.store.engine import Transaction
from bot.store.forgetting import said_keys
from bot.store.tables import answer, delivery, prompt
from bot.values.deliveries import NOT_GONE_YET, DeliveryKind, DeliveryState
from bot.values.keeping import ERASED
from bot.values.people import Member

UNSAID = "(erased)"
"""Stands where their words stood."""

_HAS_NOT_ARRIVED = or_(
    text("delivery.state = 'pending'"), text("delivery.state IN ('claimed', 'sending', 'doubtful')")
)
"""Spelled as the indexes spell it."""

_OF_MANY = (DeliveryKind.ANSWER, DeliveryKind.WRAP_UP, DeliveryKind.REPORT)
"""These hold what several people said, and not always who."""

_MOST = (75, 150, 2000, 3000)
"""The longest that buttons, titles, context and sections may be: no text grows beyond what it kept to."""

_NOT_WORDS = {"type", "block_id", "action_id", "value", "url", "style"}
"""Nobody reads these, and what is pressed later goes by them."""

_TELLS = 4
"""Characters of a line from which on it may tell whose it is; every message holds a "no"."""

NOTHING: dict[str, Any] = {"text": "", "blocks": []}
"""What a letter says that is forgotten."""


def names(who: Member) -> ColumnElement[bool]:
    """Which letters name them, in their words or in their blocks."""
    body = func.coalesce(cast(delivery.c.body, Text), "")
    spelled = [json.dumps(name)[1:-1] for name in _spelled(who.name)]
    return or_(*(body.contains(name, autoescape=True) for name in (*spelled, who.slack_id)))


async def take_out(tx: Transaction, who: Member) -> None:
    """What waits or is on the wire names them no more and says nothing of what they said; what was all theirs does
    not leave. To be done while what they said is kept still."""
    await _cancel_own(tx, who)
    here = delivery.c.workspace_id == who.workspace_id, _HAS_NOT_ARRIVED
    query = select(delivery.c.id, delivery.c.body).where(
        *here, or_(names(who), delivery.c.kind.in_(_OF_MANY))
    )
    rows = (await tx.execute(query.order_by(delivery.c.id).with_for_update())).all()
    if not rows:
        return
    said = select(answer.c.text).where(answer.c.member_id == who.id, answer.c.text.is_not(None))
    patterns = _patterns(who, (await tx.execute(said.distinct())).scalars().all())
    for row in rows:
        if (body := _without(row.body, patterns)) != row.body:
            newer = {"body": body, "revision": delivery.c.revision + 1}
            await tx.execute(update(delivery).where(delivery.c.id == row.id).values(**newer))


async def _cancel_own(tx: Transaction, who: Member) -> None:
    """Their answers for a team's thread. Those on the wire are taken away again once they are there."""
    own = select(prompt.c.id).where(prompt.c.member_id == who.id)
    keys = set(said_keys((await tx.execute(own)).scalars()))
    waiting = select(delivery.c.id, delivery.c.key).where(
        delivery.c.workspace_id == who.workspace_id,
        delivery.c.kind == DeliveryKind.ANSWER,
        delivery.c.state.in_(NOT_GONE_YET),
        _HAS_NOT_ARRIVED,
    )
    theirs = [row.id for row in await tx.execute(waiting) if row.key in keys]
    left = delivery.c.id.in_(theirs), delivery.c.state.in_(NOT_GONE_YET)
    nothing = {"state": DeliveryState.CANCELLED, "body": NOTHING, "emptied": True}
    await tx.execute(update(delivery).where(*left).values(**nothing, lease_owner=None, lease_until=None))


_Patterns = tuple[tuple[re.Pattern[str], str], ...]


def _patterns(who: Member, said: Collection[str]) -> _Patterns:
    mention = re.compile(rf"<@{who.slack_id}(\|[^>]*)?>|\b{who.slack_id}\b")
    lines = {line for words in said for spelled in _spelled(words) for line in _lines(spelled)}
    # Their words first: somebody may have written of themselves.
    words = [(_any_of(lines), UNSAID)] if lines else []
    return (*words, (mention, ERASED), (_any_of(_spelled(who.name)), ERASED))


def _any_of(texts: Collection[str]) -> re.Pattern[str]:
    # The longest first: a shorter one may be how it begins.
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _spelled(words: str) -> set[str]:
    """As it is, and as Slack's markup spells it."""
    return {words, html.escape(words, quote=False)}


def _lines(words: str) -> Iterator[str]:
    # A quote has a mark before each of its lines.
    return (line.strip() for line in words.splitlines() if len(line.strip()) >= _TELLS)


def _without(part: Any, patterns: _Patterns) -> Any:
    match part:
        case dict():
            return {
                name: each if name in _NOT_WORDS else _without(each, patterns) for name, each in part.items()
            }
        case list():
            return [_without(each, patterns) for each in part]
        case str():
            return _clean(part, patterns)
        case _:
            return part


def _clean(words: str, patterns: _Patterns) -> str:
    cleaned = words
    for pattern, instead in patterns:
        cleaned = pattern.sub(instead, cleaned)
    return cleaned[: next((most for most in _MOST if len(words) <= most), None)]
