"""Pausing a ritual, starting it again, ending it: for whoever set it up, leads its team, or is an admin."""

from datetime import datetime

from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.tending.editing import to_change
from bot.store import led, rituals, rounds
from bot.store.engine import Store, Transaction
from bot.values.editing import Paused
from bot.values.people import Member
from bot.values.rituals import Ritual, RitualState
from bot.values.rounds import RoundState


async def pause(store: Store, member: Member, ritual_id: int) -> Paused:
    """Open no more rounds; the one that is open goes on. Raises NotThere or NotYours."""
    async with store.transaction() as tx:
        await to_change(tx, member, ritual_id)
        await rituals.pause(tx, ritual_id)
        return await _stopped(tx, ritual_id)


async def resume(store: Store, member: Member, ritual_id: int, now: datetime) -> Ritual:
    """Open rounds again, from the next time of day on. Raises like `pause`."""
    async with store.transaction() as tx:
        ritual = await to_change(tx, member, ritual_id)
        if ritual.state == RitualState.PAUSED:
            await rituals.resume(tx, ritual.id, now)
            await plan_next_round(tx, ritual.id, now)
        return await rituals.by_id(tx, ritual.id)


async def end(store: Store, member: Member, ritual_id: int, now: datetime) -> Paused:
    """Open no more rounds for good. Its rounds and answers stay, under a name that says when it ended."""
    async with store.transaction() as tx:
        ritual = await to_change(tx, member, ritual_id)
        await led.end(tx, ritual_id, await _past_name(tx, ritual, now))
        ended = await _stopped(tx, ritual_id)
        return Paused(ended.ritual, ended.open_round, ritual.name)


async def _stopped(tx: Transaction, ritual_id: int) -> Paused:
    ritual, newest = await rituals.by_id(tx, ritual_id), await rounds.newest_of(tx, ritual_id)
    is_open = newest is not None and newest.state == RoundState.OPEN
    return Paused(ritual, newest if is_open else None, ritual.name)


async def _past_name(tx: Transaction, ritual: Ritual, now: datetime) -> str:
    """Two rituals of one name may end on one day."""
    taken = await rituals.names(tx, ritual.workspace_id)
    name = f"{ritual.name} (ended {now:%Y-%m-%d})"
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)
