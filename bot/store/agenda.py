"""The agenda: the next calendar instant at which something falls due. One question, answered from indexes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select, union_all

from bot.store.ballots import is_left_over
from bot.store.engine import Transaction
from bot.store.tables import (
    anonymous_round,
    delivery,
    digest,
    loop,
    loop_news,
    member,
    member_export,
    prompt,
    ritual,
    round_,
    round_team,
    team,
    workspace,
)
from bot.values.deliveries import DeliveryState
from bot.values.digests import DigestState
from bot.values.rituals import RitualState
from bot.values.rounds import RoundState


class Due(StrEnum):
    """The kinds of thing that fall due."""

    OPENING = "a round to open"
    PROMPT = "a prompt to ask"
    REMINDER = "a reminder"
    CLOSING = "a round to close"
    SHOWING = "something to show"
    TEAM = "a team to read"
    USERS = "users to read"
    LOOP = "a loop to look at"
    FEEDBACK = "feedback to hand on"
    NEWS = "something to tell of a loop"
    DIGEST = "a digest"
    KEY = "a key to destroy"
    FILE = "a file to send"
    ERASURE = "somebody to erase"
    NIGHT = "a night to tidy up in"


async def look(tx: Transaction) -> dict[Due, datetime]:
    """When each kind of thing falls due next, in the past if it is overdue; without those that are not planned.

    Deliveries are not in it: the sender looks after those that are due by itself.
    """
    rows = (await tx.execute(_QUESTION)).all()
    return {Due(row.kind): row.at for row in rows if row.at is not None}


async def next_delivery(tx: Transaction, after: datetime) -> datetime | None:
    """When the next delivery that waits for a later hour falls due."""
    earliest: datetime | None = (await tx.execute(_NEXT_DELIVERY, {"after": after})).scalar_one()
    return earliest


def _earliest(kind: Due, column: Any, *conditions: Any) -> Select[Any]:
    return select(literal(str(kind)).label("kind"), func.min(column).label("at")).where(*conditions)


_QUESTION = union_all(
    _earliest(Due.OPENING, ritual.c.next_opens_at, ritual.c.state == RitualState.ACTIVE),
    _earliest(Due.PROMPT, prompt.c.ask_at),
    _earliest(Due.REMINDER, prompt.c.remind_at),
    _earliest(Due.CLOSING, round_.c.closes_at, round_.c.state == RoundState.OPEN),
    _earliest(Due.SHOWING, round_team.c.publish_at),
    _earliest(Due.TEAM, team.c.members_at),
    _earliest(Due.USERS, workspace.c.directory_at),
    _earliest(Due.LOOP, loop.c.look_at),
    _earliest(Due.FEEDBACK, workspace.c.feedback_at),
    _earliest(Due.NEWS, loop_news.c.look_at),
    _earliest(Due.DIGEST, digest.c.next_at, digest.c.state == DigestState.ACTIVE),
    _earliest(Due.FILE, member_export.c.due_at),
    _earliest(Due.ERASURE, member.c.erase_at, member.c.erase_at.is_not(None)),
    _earliest(Due.NIGHT, workspace.c.tidy_at),
    _earliest(Due.KEY, round_.c.closes_at, round_.c.id == anonymous_round.c.round_id, *is_left_over()),
)

_NEXT_DELIVERY = select(func.min(delivery.c.due_at)).where(
    delivery.c.state == DeliveryState.PENDING, delivery.c.due_at > bindparam("after")
)
