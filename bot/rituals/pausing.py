"""Pausing a ritual and starting it again: for whoever set it up, leads its team, or is an admin."""

from datetime import datetime

from bot.rituals import rights
from bot.rituals.scheduling import plan_next_round
from bot.store import rituals, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, Unusable
from bot.values.people import Member
from bot.values.rituals import Ritual, RitualState

_NONE = "There is no check-in you could pause. `/checkin new` starts one."


async def pause(store: Store, member: Member, name: str, channel_id: str) -> Ritual:
    """Open no more rounds; the one that is open goes on. `name` may be empty where only one can be meant.

    Raises NotThere, NotYours, or Unusable with the names to choose from.
    """
    async with store.transaction() as tx:
        ritual = await _meant(tx, member, name, channel_id)
        await rituals.pause(tx, ritual.id)
        return await rituals.by_id(tx, ritual.id)


async def resume(store: Store, member: Member, name: str, channel_id: str, now: datetime) -> Ritual:
    """Open rounds again, from the next time of day on. Raises like `pause`."""
    async with store.transaction() as tx:
        ritual = await _meant(tx, member, name, channel_id)
        if ritual.state == RitualState.PAUSED:
            await rituals.resume(tx, ritual.id, now)
            await plan_next_round(tx, ritual.id, now)
        return await rituals.by_id(tx, ritual.id)


async def _meant(tx: Transaction, member: Member, name: str, channel_id: str) -> Ritual:
    every = await rituals.of_workspace(tx, member.workspace_id)
    if name:
        named = [ritual for ritual in every if ritual.name.casefold() == name.casefold()]
        if not named:
            raise NotThere(f"I don't know a check-in called “{name[:60]}”. {_choice(every)}")
        await rights.check_may_change(tx, member, named[0])
        return named[0]
    here = [ritual for ritual in every if await _is_in(tx, ritual, channel_id)]
    own = [ritual for ritual in here or every if await rights.may_change(tx, member, ritual)]
    if len(own) == 1:
        return own[0]
    if not own and here:
        await rights.check_may_change(tx, member, here[0])
    if not own:
        raise NotThere(_NONE)
    raise Unusable(f"Which one? {_choice(own)}")


async def _is_in(tx: Transaction, ritual: Ritual, channel_id: str) -> bool:
    return any(team.channel_id == channel_id for team in await teams.of_ritual(tx, ritual.id))


def _choice(known: list[Ritual]) -> str:
    names = ", ".join(f"`{ritual.name}`" for ritual in known[:10])
    return f"Type its name after the command: {names}." if names else _NONE
