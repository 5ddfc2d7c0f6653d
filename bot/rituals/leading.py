"""What a lead sees of the rituals they look after: all of them at a glance, or one in full."""

from datetime import datetime

from bot.rituals import rights
from bot.store import prompts, rituals, rounds, teams
from bot.store.engine import Store, Transaction
from bot.values.leading import LedRitual
from bot.values.people import Member
from bot.values.rituals import Ritual, RitualState

_ORDER = {RitualState.ACTIVE: 0, RitualState.PAUSED: 1, RitualState.ENDED: 2}


async def led_by(store: Store, member: Member, now: datetime) -> list[LedRitual]:
    """The rituals a member may change, what comes next first and paused ones last, with their newest rounds."""
    async with store.transaction() as tx:
        every = await rituals.of_workspace(tx, member.workspace_id)
        theirs = [ritual for ritual in every if await rights.may_change(tx, member, ritual)]
        return [await _led(tx, ritual) for ritual in sorted(theirs, key=lambda each: _soonest(each, now))]


async def _led(tx: Transaction, ritual: Ritual) -> LedRitual:
    names = [team.name for team in await teams.of_ritual(tx, ritual.id)]
    newest = await rounds.newest_of(tx, ritual.id)
    count = await prompts.count(tx, newest.id) if newest else None
    return LedRitual(ritual, names, newest, count)


def _soonest(ritual: Ritual, now: datetime) -> tuple[int, bool, datetime, str]:
    next_at = ritual.next_opens_at
    return _ORDER[ritual.state], next_at is None, next_at or now, ritual.name.casefold()
