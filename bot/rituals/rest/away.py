"""Going away and coming back, on one's own calendar: whoever is away is asked nothing and is not missing."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rituals.rest.replanning import replan
from bot.store import absences
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere
from bot.values.people import Member
from bot.values.rest import Away, Days

_GONE = "That one is taken back already. `/drumbeat away` shows what I know of."


@dataclass(frozen=True, slots=True)
class Told:
    """An absence as it is kept; `joined` with what it overlapped, `known` when nothing was new."""

    away: Away
    joined: bool = False
    known: bool = False


def today_of(member: Member, now: datetime) -> date:
    """The day it is where a member lives."""
    return now.astimezone(member.tz).date()


async def go_away(store: Store, member: Member, days: Days, now: datetime) -> Told:
    """Keep an absence; those it overlaps become one with it. What is planned or open follows at once."""
    async with store.transaction() as tx:
        overlapped = [each for each in await _mine(tx, member, now) if _overlap(each, days)]
        around = next((each for each in overlapped if _holds(each, days)), None)
        if around is not None:
            return Told(around, known=True)
        for each in overlapped:
            await absences.remove(tx, member.id, each.id)
        first = min([days.first, *(each.first for each in overlapped)])
        last = max([days.last, *(each.last for each in overlapped)])
        kept = await absences.add(tx, member, first, last)
        await replan(tx, member.id, now)
        return Told(kept, joined=bool(overlapped))


async def take_back(store: Store, member: Member, away_id: int, now: datetime) -> Away:
    """Forget one absence: what it held back is asked again. Raises NotThere."""
    async with store.transaction() as tx:
        known = {each.id: each for each in await _mine(tx, member, now)}
        if away_id not in known or not await absences.remove(tx, member.id, away_id):
            raise NotThere(_GONE)
        await replan(tx, member.id, now)
        return known[away_id]


async def come_back(store: Store, member: Member, now: datetime) -> list[Away]:
    """Forget the absence of today; without one, every absence to come. Those that were forgotten."""
    async with store.transaction() as tx:
        mine = await _mine(tx, member, now)
        of_today = [each for each in mine if each.covers(today_of(member, now))]
        return await _forget(tx, member, of_today or mine, now)


async def take_all_back(store: Store, member: Member, now: datetime) -> list[Away]:
    """Forget every absence that is not over. Those that were forgotten."""
    async with store.transaction() as tx:
        return await _forget(tx, member, await _mine(tx, member, now), now)


async def absences_of(store: Store, member: Member, now: datetime) -> list[Away]:
    """A member's absences that are not over, the earliest first."""
    async with store.reading() as tx:
        return await _mine(tx, member, now)


async def _forget(tx: Transaction, member: Member, forgotten: list[Away], now: datetime) -> list[Away]:
    for each in forgotten:
        await absences.remove(tx, member.id, each.id)
    await replan(tx, member.id, now)
    return forgotten


async def _mine(tx: Transaction, member: Member, now: datetime) -> list[Away]:
    mine = await absences.of_members(tx, [member.id], since=today_of(member, now))
    return list(mine.get(member.id, ()))


def _overlap(one: Away, other: Days) -> bool:
    return one.first <= other.last and other.first <= one.last


def _holds(one: Away, other: Days) -> bool:
    return one.first <= other.first and other.last <= one.last
