"""The card of a loop where those who wait can see it: posted once, then changed in place at each step."""

from dataclasses import replace
from datetime import datetime

from bot.loops.wording import Wording
from bot.store import loops, outbox, seen_loops, teams
from bot.store.changing import GAP, change_of, changed_by
from bot.store.engine import Transaction
from bot.values.deliveries import (
    IS_THERE,
    NOT_GONE_YET,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Letter,
    Message,
    Method,
)
from bot.values.loops import Loop


async def show(tx: Transaction, wording: Wording, loop: Loop, now: datetime) -> None:
    """Show a loop as it stands now. It has no card where nothing is to be posted, or nobody's channel is known."""
    if loop.is_quiet:
        return
    key, state = await _newest(tx, loop)
    if state is None and not loop.is_open:
        return
    [seen] = await seen_loops.seen(tx, [loop])
    message = wording.card(seen)
    if state is None or state in NOT_GONE_YET:
        letter = await _first(tx, loop, message, now)
        if letter is not None:
            await outbox.put(tx, loop.workspace_id, replace(letter, key=key))
    elif state in IS_THERE:
        await outbox.put(tx, loop.workspace_id, change_of(key, DeliveryKind.LOOP, message, now, GAP))


async def card_never_shows(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """Slack will not take a card. From the thread it was raised in it moves to the team's channel; else it is not
    shown: what is owed to people does not depend on it."""
    loop = await loops.find(tx, delivery.workspace_id, _loop_of(delivery.key))
    if loop is None or delivery.method != Method.POST or delivery.key != card_key(loop.id):
        return
    if loop.team_id is not None and await _is_elsewhere(tx, loop):
        letter = await _in_team(tx, loop, delivery.message, now)
        await outbox.put(tx, loop.workspace_id, replace(letter, key=_moved_key(loop.id)))


def card_key(loop_id: int) -> str:
    """The card where it was posted first."""
    return f"loop:{loop_id}"


def _moved_key(loop_id: int) -> str:
    return f"loop:{loop_id}:team"


def _loop_of(key: str) -> int:
    return int(changed_by(key).split(":")[1])


async def _newest(tx: Transaction, loop: Loop) -> tuple[str, DeliveryState | None]:
    moved = _moved_key(loop.id)
    state = await outbox.state_of(tx, loop.workspace_id, moved)
    if state is not None:
        return moved, state
    return card_key(loop.id), await outbox.state_of(tx, loop.workspace_id, card_key(loop.id))


async def _first(tx: Transaction, loop: Loop, message: Message, now: datetime) -> Letter | None:
    """Beside the message it was raised from, else in the channel of the team that waits."""
    if await _is_elsewhere(tx, loop):
        letter = _letter(loop, message, loop.source.channel_id, now)
        return replace(letter, thread_ts=loop.source.ts)
    return await _in_team(tx, loop, message, now) if loop.team_id is not None else None


async def _is_elsewhere(tx: Transaction, loop: Loop) -> bool:
    """Whether it belongs in the thread of a message. What a team with a private channel raised stays there."""
    source = loop.source
    if source.channel_id is None or source.ts is None or source.channel_id.startswith("D"):
        return False
    if loop.team_id is None:
        return True
    team = await teams.by_id(tx, loop.team_id)
    return not team.is_private or team.channel_id == source.channel_id


async def _in_team(tx: Transaction, loop: Loop, message: Message, now: datetime) -> Letter:
    assert loop.team_id is not None
    return _letter(loop, message, (await teams.by_id(tx, loop.team_id)).channel_id, now)


def _letter(loop: Loop, message: Message, channel_id: str | None, now: datetime) -> Letter:
    return Letter(
        key=card_key(loop.id),
        kind=DeliveryKind.LOOP,
        message=message,
        channel=channel_id,
        owner_id=loop.raiser_id,
        due_at=now,
    )
