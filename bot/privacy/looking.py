"""Looking after the keys, without touching them: who reaches the place, and which open rounds have lost theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.privacy.presence import PROBE, known_by
from bot.store import ballots, replicas
from bot.store.engine import Store
from bot.values.ports import Keyring


@dataclass(frozen=True, slots=True)
class Look:
    """How many live processes read the same keys as we do, which do not, and how many open rounds have no key."""

    together: int
    astray: Sequence[str]
    missing: int


async def look(store: Store, keys: Keyring) -> Look:
    """See who reaches which keys. Raises NoPlaceForKeys."""
    probe = await keys.read(PROBE)
    place = None if probe is None else known_by(probe)
    async with store.reading() as tx:
        running = await replicas.alive(tx)
        wanted = await ballots.keys_of_open(tx)
    astray = [replica.name for replica in running if place is None or replica.place != place]
    missing = [name for name in wanted if await keys.read(name) is None]
    return Look(len(running) - len(astray), astray, len(missing))
