"""Opening boxes: what waits to be handed on, and who gave what, for as long as their keys are there.

Each box has a key of its own, so that destroying one key makes one giver unknown. The keys of what waits and of who
gave it have names that have nothing to do with each other: otherwise an hourly backup would tell when a piece of
feedback was given, which the day's batch is there to hide.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from bot import boxes
from bot.store import givers
from bot.store.engine import Transaction
from bot.store.givers import Box
from bot.values.feedback import NewFeedback
from bot.values.loops import Source, WaitsOn
from bot.values.people import Member
from bot.values.ports import Keyring


@dataclass(frozen=True, slots=True)
class Waiting:
    """Feedback that waits for the day's batch, opened: who gave it on which day of theirs."""

    id: bytes
    giver_id: int
    on: date
    new: NewFeedback


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave a loop on which day of theirs, opened. `told`: up to which event they have been told of it, by the
    letter that was put into the outbox at `told_at` and has not been seen to since."""

    member_id: int
    on: date
    told: int = 1
    letter: str | None = None
    told_at: datetime | None = None


def waiting_prefix(workspace_id: int) -> str:
    """How the keys of what waits in a workspace begin."""
    return f"feedback-{workspace_id}-"


def giver_prefix(workspace_id: int) -> str:
    """How the keys of who gave what in a workspace begin."""
    return f"giver-{workspace_id}-"


def mute_prefix(workspace_id: int) -> str:
    """How the keys of who is muted in a workspace begin."""
    return f"muted-{workspace_id}-"


async def put_waiting(
    tx: Transaction, keys: Keyring, member: Member, new: NewFeedback, on: date, waiting_id: bytes
) -> None:
    """Put what somebody gives into a box with a key of its own; the workspace is held."""
    key = boxes.new_key()
    await keys.add(waiting_prefix(member.workspace_id) + waiting_id.hex(), key)
    content = {"giver": member.id, "on": on.isoformat(), "new": asdict(new)}
    await givers.put_waiting(tx, member.workspace_id, waiting_id, boxes.close(key, content, label=waiting_id))


async def waiting_in(tx: Transaction, keys: Keyring, workspace_id: int) -> list[Waiting]:
    """What waits in a workspace and can be opened. Raises NoPlaceForKeys."""
    found = []
    for waiting_id, box in (await givers.waiting_in(tx, workspace_id)).items():
        key = await keys.read(waiting_prefix(workspace_id) + waiting_id.hex())
        if key is not None:
            found.append(_to_waiting(waiting_id, boxes.open_(key, box, label=waiting_id)))
    return found


async def put_giver(tx: Transaction, keys: Keyring, workspace_id: int, loop_id: int, giver: Giver) -> None:
    """Put who gave a loop into a box with a key of its own; the workspace is held."""
    key, name = boxes.new_key(), giver_prefix(workspace_id) + secrets.token_hex(16)
    await keys.add(name, key)
    await givers.put_giver(tx, workspace_id, Box(name, _closed(key, name, giver), loop_id))


async def rewrite(tx: Transaction, keys: Keyring, box: Box, giver: Giver, tell_at: datetime | None) -> None:
    """Put something else into a box that could be opened."""
    key = await keys.read(box.key_name)
    if key is not None:
        await givers.rewrite(tx, box.loop_id, _closed(key, box.key_name, giver), tell_at)


async def opened(keys: Keyring, box: Box) -> Giver | None:
    """Who is in a box; None when its key is gone. Raises NoPlaceForKeys."""
    key = await keys.read(box.key_name)
    return None if key is None else _to_giver(boxes.open_(key, box.box, label=box.key_name.encode()))


async def given_by(
    tx: Transaction, keys: Keyring, member: Member, *, known_at: datetime | None = None
) -> dict[int, Giver]:
    """What this person gave and can still be found by, by the loop's number; with an instant, what they are to be
    found by then. Raises NoPlaceForKeys.

    Every box has to be opened: nothing outside says whose it is.
    """
    there = await givers.givers_in(tx, member.workspace_id, known_at=known_at)
    found = {box.loop_id: await opened(keys, box) for box in there}
    return {
        loop_id: giver
        for loop_id, giver in found.items()
        if giver is not None and giver.member_id == member.id
    }


async def gave(tx: Transaction, keys: Keyring, member: Member, loop_id: int) -> bool:
    """Whether this person gave this loop and can still be found. Raises NoPlaceForKeys."""
    box = await givers.giver_of(tx, loop_id)
    giver = await opened(keys, box) if box is not None else None
    return giver is not None and giver.member_id == member.id


async def forget(tx: Transaction, keys: Keyring, box: Box) -> None:
    """Destroy the key of a box, then the box. Raises NoPlaceForKeys, also where the place only seems to be empty."""
    await keys.read(box.key_name)
    await keys.destroy(box.key_name)
    await givers.forget(tx, [box.loop_id])


def _closed(key: bytes, name: str, giver: Giver) -> bytes:
    content = {
        "giver": giver.member_id,
        "on": giver.on.isoformat(),
        "told": giver.told,
        "letter": giver.letter,
        "told_at": giver.told_at.isoformat() if giver.told_at else None,
    }
    return boxes.close(key, content, label=name.encode())


def _to_giver(content: dict[str, Any]) -> Giver:
    told_at = content["told_at"]
    return Giver(
        content["giver"],
        date.fromisoformat(content["on"]),
        content["told"],
        content["letter"],
        datetime.fromisoformat(told_at) if told_at else None,
    )


def _to_waiting(waiting_id: bytes, content: dict[str, Any]) -> Waiting:
    new = content["new"]
    given = NewFeedback(**{**new, "to": WaitsOn(**new["to"]), "source": Source(**new["source"])})
    return Waiting(waiting_id, content["giver"], date.fromisoformat(content["on"]), given)
