"""The morning round over feedback given with the name withheld: what waits is handed on in shuffled order, givers
hear that there is something new, and who is to be known no longer is forgotten.

All of it happens at one instant a day, for everybody: who reads the database, or a backup of it, cannot tell from
when something happened whom it concerned.
"""

import logging
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.loops.feedback import giving, mornings, muting, opening, rights
from bot.loops.feedback.opening import Giver, Waiting
from bot.loops.wording import Wording
from bot.store import feedback, givers, loops, members, outbox
from bot.store.engine import Store, Transaction
from bot.values.deliveries import DeliveryKind, DeliveryState, Letter
from bot.values.errors import NoPlaceForKeys
from bot.values.loops import Loop
from bot.values.ports import Keyring

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)
"""When it is tried again where the keys could not be reached."""

_LEFT_BEFORE = timedelta(hours=1)
"""A word to a giver that is older than the clock hour it took is nobody's business any more."""

_GONE = frozenset({DeliveryState.FAILED, DeliveryState.CANCELLED, None})


async def hand_on(store: Store, keys: Keyring, wording: Wording, now: datetime) -> bool:
    """See to the withheld feedback of one workspace that is due; whether there was one."""
    workspace_id: int | None = None
    try:
        async with store.transaction() as tx:
            workspace_id = await givers.take_due_workspace(tx, now)
            if workspace_id is None:
                return False
            done = await _the_round(tx, keys, wording, workspace_id, now)
    except NoPlaceForKeys as error:
        log.warning("Feedback with a withheld name waits for its keys: %s", error.user_message)
        assert workspace_id is not None
        async with store.transaction() as tx:
            await givers.plan(tx, workspace_id, now + AGAIN_AFTER)
        return True
    # Only now: had the database not kept what was handed on, it would have to be opened once more.
    for name in done:
        await keys.destroy(name)
    return True


async def _the_round(
    tx: Transaction, keys: Keyring, wording: Wording, workspace_id: int, now: datetime
) -> list[str]:
    """Everything there is to do in a workspace; the names of the keys that are to be destroyed then."""
    morning = await mornings.following(tx, workspace_id, now)
    done = await _hand_on_all(tx, keys, workspace_id, now)
    await _tell_givers(tx, keys, wording, workspace_id, now, morning)
    await _forget(tx, keys, workspace_id, now)
    await givers.remove_letters(tx, workspace_id, now - _LEFT_BEFORE)
    await givers.plan(tx, workspace_id, morning if await givers.is_anything_left(tx, workspace_id) else None)
    return done + await _strays(tx, keys, workspace_id, but=done)


async def _hand_on_all(tx: Transaction, keys: Keyring, workspace_id: int, now: datetime) -> list[str]:
    today = await mornings.today(tx, workspace_id, now)
    waiting = [each for each in await opening.waiting_in(tx, keys, workspace_id) if each.on < today]
    secrets.SystemRandom().shuffle(waiting)
    for each in waiting:
        await _hand_on(tx, keys, workspace_id, each, now)
    await givers.remove_waiting(tx, workspace_id, [each.id for each in waiting])
    return [opening.waiting_prefix(workspace_id) + each.id.hex() for each in waiting]


async def _hand_on(
    tx: Transaction, keys: Keyring, workspace_id: int, waiting: Waiting, now: datetime
) -> None:
    given = await giving.put(tx, workspace_id, None, waiting.new, now)
    await opening.put_giver(tx, keys, workspace_id, given.id, Giver(waiting.giver_id, waiting.on))


async def _tell_givers(
    tx: Transaction, keys: Keyring, wording: Wording, workspace_id: int, now: datetime, morning: datetime
) -> None:
    """Each giver hears once, whatever is new of whatever they gave; what was said the last time is seen to."""
    letters: dict[int, str | None] = {}
    for box, loop in await givers.unfinished_in(tx, workspace_id, now):
        giver = await opening.opened(keys, box)
        if giver is None:
            await givers.tell(tx, loop.id, None)
            continue
        giver = await _seen_to(tx, loop, giver)
        newest = await _newest_to_tell(tx, loop)
        if newest > giver.told:
            if giver.member_id not in letters:
                letters[giver.member_id] = await _letter_for(tx, wording, giver.member_id, now)
            giver = replace(giver, told=newest, letter=letters[giver.member_id], told_at=now)
        await opening.rewrite(tx, keys, box, giver, morning if giver.letter else None)


async def _seen_to(tx: Transaction, loop: Loop, giver: Giver) -> Giver:
    """What became of the letter that told them the last time: the outcome was told when it was sent."""
    if giver.letter is None:
        return giver
    state = await outbox.state_of(tx, loop.workspace_id, giver.letter)
    if state == DeliveryState.SENT:
        if giver.told_at is not None and await _has_outcome(tx, loop, giver.told):
            await feedback.was_told(tx, loop.id, giver.told_at)
        return replace(giver, letter=None)
    return replace(giver, letter=None) if state in _GONE else giver


async def _newest_to_tell(tx: Transaction, loop: Loop) -> int:
    events = (await loops.events_of(tx, [loop.id]))[loop.id]
    told = [each.seq for each in events if each.step in rights.TELLS_GIVER and not each.by_giver]
    return max(told, default=0)


async def _has_outcome(tx: Transaction, loop: Loop, told: int) -> bool:
    """Whether they were told of an outcome that still holds: reopening makes it none."""
    last = None
    for event in (await loops.events_of(tx, [loop.id]))[loop.id][:told]:
        last = event if event.step in rights.OUTCOMES and not event.by_giver else last
    return last is not None and (loop.closed_at is not None or loop.answered_at is not None)


async def _letter_for(tx: Transaction, wording: Wording, member_id: int, now: datetime) -> str | None:
    """The word that says that there is something new, and nothing else; None where they want no such words."""
    member = await members.by_id(tx, member_id)
    if not (member.is_active and member.wants_loop_news):
        return None
    if (on_its_way := await givers.letter_on_its_way(tx, member_id)) is not None:
        return on_its_way
    key = f"giver-news:{secrets.token_hex(16)}"
    letter = Letter(
        key=key,
        kind=DeliveryKind.GIVER_NEWS,
        message=wording.giver_news(),
        channel=member.slack_id,
        member_id=member_id,
        due_at=now,
    )
    await outbox.put(tx, member.workspace_id, letter)
    return key


async def _forget(tx: Transaction, keys: Keyring, workspace_id: int, now: datetime) -> None:
    for box in await givers.to_forget_in(tx, workspace_id, now):
        await opening.forget(tx, keys, box)
    await muting.end(tx, keys, workspace_id, now)


async def _strays(tx: Transaction, keys: Keyring, workspace_id: int, *, but: Collection[str]) -> list[str]:
    """Keys that open nothing, left behind where a process was killed. Nobody adds any while the workspace is held."""
    waiting = {each.hex() for each in await givers.waiting_in(tx, workspace_id)}
    muted = {each.hex() for each in await givers.mutes_in(tx, workspace_id)}
    used = {opening.waiting_prefix(workspace_id) + each for each in waiting}
    used |= {opening.mute_prefix(workspace_id) + each for each in muted}
    used |= {box.key_name for box in await givers.givers_in(tx, workspace_id)}
    prefixes = (opening.waiting_prefix, opening.giver_prefix, opening.mute_prefix)
    there = [name for prefix in prefixes for name in await keys.names(prefix(workspace_id))]
    return [name for name in there if name not in used and name not in but]
