"""Muting: whoever was out of line with their name withheld cannot withhold it from the same people for a while.

Who that is stands nowhere: each mute has a slot under a key of its own, and it is found by trying whether somebody
who gives feedback fits one. When the time is over the key is destroyed.
"""

from datetime import UTC, datetime, time, timedelta

from bot import boxes
from bot.loops.feedback import opening
from bot.store import givers
from bot.store.engine import Transaction
from bot.values.feedback import MUTED_DAYS
from bot.values.loops import Loop, WaitsOn
from bot.values.ports import Keyring


async def mute(tx: Transaction, keys: Keyring, loop: Loop, now: datetime) -> None:
    """Whoever gave this cannot withhold their name from whom it is for. Raises NoPlaceForKeys."""
    box = await givers.giver_of(tx, loop.id)
    giver = await opening.opened(keys, box) if box is not None else None
    if giver is None:
        return
    await givers.hold(tx, loop.workspace_id)
    key = boxes.new_key()
    slot = _slot(key, giver.member_id, loop.waits_on)
    await keys.add(opening.mute_prefix(loop.workspace_id) + slot.hex(), key)
    # By the day: the instant would lead back to what was taken down.
    day = (now + timedelta(days=MUTED_DAYS + 1)).astimezone(UTC).date()
    await givers.mute(tx, loop.workspace_id, slot, datetime.combine(day, time(), tzinfo=UTC))


async def muted_until(
    tx: Transaction, keys: Keyring, workspace_id: int, giver_id: int, to: WaitsOn, now: datetime
) -> datetime | None:
    """Until when somebody cannot withhold their name from these people. Raises NoPlaceForKeys."""
    for slot, until in (await givers.mutes_in(tx, workspace_id)).items():
        key = await keys.read(opening.mute_prefix(workspace_id) + slot.hex())
        if key is not None and until > now and _slot(key, giver_id, to) == slot:
            return until
    return None


async def end(tx: Transaction, keys: Keyring, workspace_id: int, now: datetime) -> None:
    """Mutes whose time is over are gone, and their keys with them. Raises NoPlaceForKeys."""
    over = [slot for slot, until in (await givers.mutes_in(tx, workspace_id)).items() if until <= now]
    for slot in over:
        await keys.destroy(opening.mute_prefix(workspace_id) + slot.hex())
    await givers.unmute(tx, workspace_id, over)


def _slot(key: bytes, giver_id: int, to: WaitsOn) -> bytes:
    return boxes.slot(key, "muted", giver_id, to.member_id, to.team_id, to.leadership)
