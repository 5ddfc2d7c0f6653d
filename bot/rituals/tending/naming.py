"""Which ritual somebody means: by its name, by the channel they are in, or because there is only one."""

from collections.abc import Sequence

from bot.rituals.tending import rights
from bot.store import rituals, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, Unusable
from bot.values.meant import did_you_mean
from bot.values.people import Member
from bot.values.rituals import Ritual

_NONE = "There is no check-in you could change. `/checkin new` starts one."
_MOST = 10


async def meant_by(store: Store, member: Member, name: str, channel_id: str) -> Ritual:
    """The ritual a member names; its beginning is enough, and nothing where only one can be meant.

    Raises NotThere, NotYours, or Unusable with the names to choose from.
    """
    async with store.transaction() as tx:
        return await meant(tx, member, name, channel_id)


async def meant(tx: Transaction, member: Member, name: str, channel_id: str) -> Ritual:
    """The same in a transaction that goes on."""
    every = await rituals.of_workspace(tx, member.workspace_id)
    if name:
        ritual = await _named(tx, member, name, every)
        await rights.check_may_change(tx, member, ritual)
        return ritual
    here = [ritual for ritual in every if await _is_in(tx, ritual, channel_id)]
    own = [ritual for ritual in here or every if await rights.may_change(tx, member, ritual)]
    if len(own) == 1:
        return own[0]
    if not own and here:
        await rights.check_may_change(tx, member, here[0])
    if not own:
        raise NotThere(_NONE)
    raise Unusable(f"Which one? {_choice(own)}")


async def _named(tx: Transaction, member: Member, name: str, every: Sequence[Ritual]) -> Ritual:
    wanted = name.strip("“”\"'` ").casefold()
    exactly = [ritual for ritual in every if ritual.name.casefold() == wanted]
    if len(exactly) == 1:
        return exactly[0]
    # Of what others set up not even the name is told: it may be a private team's.
    own = [ritual for ritual in every if await rights.may_change(tx, member, ritual)]
    alike = [ritual for ritual in own if ritual.name.casefold().startswith(wanted)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise Unusable(f"“{name[:60]}” could be several. {_choice(alike)}")
    meant = did_you_mean(wanted, (ritual.name for ritual in own))
    raise NotThere(f"I don't know a check-in called “{name[:60]}”. {meant}{_choice(own)}")


async def _is_in(tx: Transaction, ritual: Ritual, channel_id: str) -> bool:
    return any(team.channel_id == channel_id for team in await teams.of_ritual(tx, ritual.id))


def _choice(known: Sequence[Ritual]) -> str:
    names = ", ".join(f"`{ritual.name}`" for ritual in known[:_MOST])
    more = f" and {len(known) - _MOST} more" if len(known) > _MOST else ""
    return f"Type its name after the command: {names}{more}." if names else _NONE
