"""Presence: every process says that it runs, and which place of keys it reaches.

A key that only one machine can read makes a round that is void as soon as another one closes it. So a probe lies in
the place of the keys for good, each process reads it back, and no anonymous round opens unless all of them read the
same one.
"""

import asyncio
import contextlib
import hashlib
import logging

from bot import boxes
from bot.store import replicas
from bot.store.engine import Store, Transaction
from bot.values.errors import KeysApart, NoPlaceForKeys
from bot.values.ports import Keyring

log = logging.getLogger(__name__)

PROBE = "probe"
EVERY = 30.0
"""Seconds between two looks."""

NOT_THE_SAME = (
    "Not every process of this Drumbeat reaches the same keys, so anonymous answers could be lost. Ask whoever runs"
    " it to give all of them the same DRUMBEAT_KEYS; `drumbeat doctor` on each machine says more."
)


async def fingerprint(keys: Keyring) -> str:
    """What the place of the keys is known by: the same for everybody who reaches it. Raises NoPlaceForKeys."""
    probe = await keys.read(PROBE)
    if probe is None or len(probe) != boxes.KEY_BYTES:
        probe = await _place_probe(keys)
    return known_by(probe)


def known_by(probe: bytes) -> str:
    """What a place with this probe is known by. It says nothing of the keys there."""
    return hashlib.sha256(b"probe|" + probe).hexdigest()


async def check_everybody(tx: Transaction, keys: Keyring) -> str:
    """What the place is known by that every live process reaches. Raises KeysApart where they do not, and
    NoPlaceForKeys where this one reaches none."""
    place = await fingerprint(keys)
    if any(replica.place != place for replica in await replicas.alive(tx)):
        raise KeysApart(NOT_THE_SAME)
    return place


async def tell(store: Store, keys: Keyring, name: str) -> None:
    """Say once that this process runs."""
    try:
        place: str | None = await fingerprint(keys)
    except NoPlaceForKeys:
        place = None
    async with store.transaction() as tx:
        await replicas.seen(tx, name, place=place)


async def keep_telling(store: Store, keys: Keyring, name: str) -> None:
    """Say so every half minute until cancelled, and then that it stops."""
    try:
        while True:
            try:
                await tell(store, keys, name)
            except Exception:
                # The database may be away for a while; the next look tells it.
                log.warning("This process could not be seen to run; trying again.", exc_info=True)
            await asyncio.sleep(EVERY)
    finally:
        # Without a database there is nobody to tell; what is not heard of any more is gone, too.
        with contextlib.suppress(Exception):
            async with store.transaction() as tx:
                await replicas.gone(tx, name)


async def _place_probe(keys: Keyring) -> bytes:
    # One that was cut short is no probe: whoever wrote it was killed.
    await keys.destroy(PROBE)
    try:
        await keys.add(PROBE, boxes.new_key())
    except NoPlaceForKeys:
        # Another process may have been quicker; where that is not why, reading says so.
        log.debug("The probe could not be placed.")
    probe = await keys.read(PROBE)
    if probe is None or len(probe) != boxes.KEY_BYTES:
        raise NoPlaceForKeys(
            "The place for keys keeps nothing. Whoever runs Drumbeat: see `drumbeat doctor`."
        )
    return probe
