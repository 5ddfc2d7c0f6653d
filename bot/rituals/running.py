"""Running a ritual now, and leaving its next round out."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rituals import opening
from bot.rituals.editing import to_change
from bot.rituals.scheduling import plan_next_round
from bot.rituals.wording import Wording
from bot.store import led, prompts, rituals, rounds, teams
from bot.store.engine import Store, Transaction
from bot.values.editing import RunNow, Skipped
from bot.values.errors import Unusable
from bot.values.people import Member
from bot.values.rituals import Ritual, Round
from bot.values.schedules import MEMBER_ZONE

_NOBODY_YET = "There is nobody to ask yet: nobody is in its teams, or all of them said it is not for them."
_NOBODY_NOW = "Nobody would be asked right now: everybody is away or has the day off. Nothing was opened."
_NO_NEXT = "There is no next round that could be left out."


async def run_now(store: Store, wording: Wording, member: Member, ritual_id: int, now: datetime) -> RunNow:
    """Open today's round at once, for everybody at the same instant. Their quiet hours and days off still hold.

    Raises Unusable when today's round was opened before, or when nobody would be asked.
    """
    async with store.transaction() as tx:
        ritual = await to_change(tx, member, ritual_id)
        zone = member.zone if ritual.plan.schedule.zone == MEMBER_ZONE else ritual.plan.schedule.zone
        today = now.astimezone(ZoneInfo(zone)).date()
        await _check_is_free(tx, ritual, today)
        await opening.open_round(tx, wording, _at_once(ritual, today, zone, now), now)
        await plan_next_round(tx, ritual_id, now)
        return await _opened(tx, ritual, today)


async def skip_next(store: Store, member: Member, ritual_id: int, now: datetime) -> Skipped:
    """Leave the next round out. Raises Unusable when there is none."""
    async with store.transaction() as tx:
        ritual = await to_change(tx, member, ritual_id)
        if ritual.next_date is None:
            raise Unusable(_NO_NEXT)
        await led.leave_out(tx, ritual_id, ritual.next_date)
        await plan_next_round(tx, ritual_id, now)
        after = await rituals.by_id(tx, ritual_id)
        return Skipped(after, ritual.next_date, after.next_date)


async def take_back_skip(store: Store, member: Member, ritual_id: int, now: datetime) -> Ritual:
    """Leave nothing out any more; a date that has passed meanwhile stays past."""
    async with store.transaction() as tx:
        await to_change(tx, member, ritual_id)
        await led.leave_out(tx, ritual_id, None)
        await plan_next_round(tx, ritual_id, now)
        return await rituals.by_id(tx, ritual_id)


def _at_once(ritual: Ritual, today: date, zone: str, now: datetime) -> Ritual:
    """The ritual as if its schedule said: now, for everybody."""
    at = now.astimezone(ZoneInfo(zone)).time()
    schedule = replace(ritual.plan.schedule, at=at, zone=zone)
    plan = replace(ritual.plan, schedule=schedule)
    return replace(
        ritual, plan=plan, next_date=today, next_opens_at=now, starts_at=min(ritual.starts_at, now)
    )


async def _check_is_free(tx: Transaction, ritual: Ritual, today: date) -> None:
    last = await rounds.last_date(tx, ritual.id)
    if last is not None and last >= today:
        raise Unusable(
            f"Today's round of {ritual.name} was opened already, and there is one a day at most. What was answered"
            " is in its thread; whoever has not answered yet still can while it is open."
        )
    if not await teams.askable(tx, ritual.id):
        raise Unusable(_NOBODY_YET)


async def _opened(tx: Transaction, ritual: Ritual, today: date) -> RunNow:
    newest: Round | None = await rounds.newest_of(tx, ritual.id)
    if newest is None or newest.local_date != today:
        raise Unusable(_NOBODY_NOW)
    count = await prompts.count(tx, newest.id)
    if not count.asked:
        raise Unusable(_NOBODY_NOW)
    names = [team.name for team in await teams.of_ritual(tx, ritual.id)]
    return RunNow(newest, count, names, instead=ritual.next_date == today)
