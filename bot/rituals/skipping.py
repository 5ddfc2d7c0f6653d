"""Skipping without saying what: `/checkin skip` skips whatever is most urgent."""

from datetime import datetime

from bot.rituals.balloting import as_its_owner_sees, withdraw
from bot.rituals.ports import Ports
from bot.rituals.taking import lock_open, skip_locked
from bot.store import standings
from bot.store.engine import Store
from bot.store.standings import Standing
from bot.values.errors import NotThere
from bot.values.rounds import PromptState

NOTHING_TO_SKIP = "Nothing is open for you right now, so there is nothing to skip."

_CAME_BACK = (PromptState.ANSWERED, PromptState.SKIPPED)


async def skip_next(
    store: Store, ports: Ports, member_id: int, *, reason: str | None, now: datetime
) -> Standing:
    """Skip what is most urgent of what a member has not answered yet; of an anonymous one no reason is kept.

    Raises NotThere when there is nothing.
    """
    while True:
        # Looked for beside those who write: whoever writes at this moment is not kept waiting for it.
        next_one = await _next_open(store, ports, member_id, now)
        if next_one.round.is_anonymous:
            await withdraw(store, ports.ballots, next_one.round.id, next_one.member)
            return next_one
        async with store.transaction(is_brief=True) as tx:
            standing = await lock_open(tx, next_one.prompt.id, member_id)
            if standing.prompt.state not in _CAME_BACK:
                return await skip_locked(tx, ports, standing, reason, now)


async def _next_open(store: Store, ports: Ports, member_id: int, now: datetime) -> Standing:
    async with store.reading(is_brief=True) as tx:
        for standing in await standings.open_for(tx, member_id, now):
            seen = await as_its_owner_sees(tx, ports.ballots, standing)
            if seen.prompt.state not in _CAME_BACK:
                return standing
    raise NotThere(NOTHING_TO_SKIP)
