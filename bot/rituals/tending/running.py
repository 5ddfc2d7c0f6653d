"""Running a ritual now, and leaving its next round out."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rituals import opening
from bot.rituals.ports import Ports
from bot.rituals.rest import rules as rest
from bot.rituals.rest.rules import Asked
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.tending.editing import to_change
from bot.rituals.whom import whom
from bot.rituals.wording import Wording
from bot.store import led, prompts, rituals, rounds, teams
from bot.store.engine import Store, Transaction
from bot.values.editing import RunNow, Skipped
from bot.values.errors import Unusable
from bot.values.hours import is_quiet
from bot.values.people import Member
from bot.values.rituals import Ritual, Rules
from bot.values.rounds import Round, RoundState
from bot.values.schedules import MEMBER_ZONE

_NOBODY_YET = "There is nobody to ask yet: nobody is in its teams, or all of them said it is not for them."
_NOBODY_NOW = "Nobody would be asked right now: everybody is away or has the day off. Nothing was opened."
_ASKED_TODAY = (
    "Today's round of {name} was opened already, and whoever can be asked now was asked: there is one round a day at"
    " most. While it is open, everybody can still answer."
)
_NO_NEXT = "There is no next round that could be left out."


async def run_now(
    store: Store, wording: Wording, ports: Ports, member: Member, ritual_id: int, now: datetime
) -> RunNow:
    """Open today's round at once, for everybody at the same instant. Their quiet hours and days off still hold.

    Where it is open already for those further east, the others are asked now. Raises Unusable when everybody was
    asked today, or when nobody would be.
    """
    async with store.transaction() as tx:
        return await run_in(tx, wording, ports, member, ritual_id, now)


async def run_in(
    tx: Transaction, wording: Wording, ports: Ports, member: Member, ritual_id: int, now: datetime
) -> RunNow:
    """The same in a transaction that goes on."""
    ritual = await to_change(tx, member, ritual_id)
    zone = member.zone if ritual.plan.schedule.zone == MEMBER_ZONE else ritual.plan.schedule.zone
    today = now.astimezone(ZoneInfo(zone)).date()
    newest = await rounds.newest_of(tx, ritual.id)
    if newest is not None and newest.local_date >= today:
        return await _bring_forward(tx, ritual, newest, now)
    if not await teams.askable(tx, ritual.id):
        raise Unusable(_NOBODY_YET)
    await opening.open_round(tx, wording, ports, _at_once(ritual, today, zone, now), now)
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
    plan = replace(ritual.plan, schedule=schedule, spread=timedelta(0))
    return replace(
        ritual, plan=plan, next_date=today, next_opens_at=now, starts_at=min(ritual.starts_at, now)
    )


async def _bring_forward(tx: Transaction, ritual: Ritual, newest: Round, now: datetime) -> RunNow:
    """Ask those now who were to be asked later in a round that is open; not at night, nor on their days off."""
    rules = newest.rules or ritual.plan.rules
    later = await led.not_asked_yet(tx, newest.id)
    people = {somebody.member.id: somebody.asked for somebody in await whom(tx, ritual.id, now)}
    awake = [
        (prompt_id, people[who.id])
        for prompt_id, who in later
        if who.id in people and not _is_at_rest(people[who.id], rules, now)
    ]
    if not awake or newest.state != RoundState.OPEN:
        raise Unusable(_ASKED_TODAY.format(name=ritual.name))
    closes_at = now + rules.window
    for prompt_id, somebody in awake:
        remind_at = rest.remind_at(rules, somebody, now, closes_at)
        await prompts.move(
            tx, prompt_id, due_at=now, closes_at=closes_at, remind_at=remind_at, zone=somebody.zone
        )
    await rounds.stay_open_until(tx, newest.id, closes_at)
    names = [team.name for team in await teams.of_ritual(tx, ritual.id)]
    count = await prompts.count(tx, newest.id)
    return RunNow(await rounds.by_id(tx, newest.id), count, names, brought_forward=len(awake))


def _is_at_rest(somebody: Asked, rules: Rules, now: datetime) -> bool:
    zone = ZoneInfo(somebody.zone)
    off = rest.excuse_on(rest.local_day(now, zone), rules, somebody)
    return off is not None or is_quiet(now, zone, somebody.rest.quiet)


async def _opened(tx: Transaction, ritual: Ritual, today: date) -> RunNow:
    newest = await rounds.newest_of(tx, ritual.id)
    if newest is None or newest.local_date != today:
        raise Unusable(_NOBODY_NOW)
    count = await prompts.count(tx, newest.id)
    if not count.asked:
        raise Unusable(_NOBODY_NOW)
    names = [team.name for team in await teams.of_ritual(tx, ritual.id)]
    return RunNow(newest, count, names, instead=ritual.next_date == today)
