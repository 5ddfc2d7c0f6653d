"""What a person sees of their rituals: open prompts, what comes next, how their teams' rounds stand."""

from datetime import datetime

from bot.rituals import answering
from bot.rituals.balloting import as_its_owner_sees
from bot.rituals.boards import board_of
from bot.rituals.ports import Ballots
from bot.rituals.rest.rules import Asked as Resting
from bot.rituals.rest.rules import Slot, planned, slot_of
from bot.rituals.schedules.scheduling import dates_to_come
from bot.rituals.whom import as_asked_by
from bot.store import rituals, rounds, showing, standings, teams
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.people import Member
from bot.values.rituals import Coming, Ritual, RitualState
from bot.values.rounds import Asked, Board


def as_asked(standing: Standing) -> Asked:
    """An open prompt as a list shows it."""
    return Asked(standing.prompt, standing.round, standing.team_name, kind=standing.kind)


async def open_for(store: Store, ballots: Ballots, member_id: int, now: datetime) -> list[Asked]:
    """What a member can answer now, the most urgent first; for their own eyes, of anonymous ones as well."""
    found = await answering.open_prompts(store, member_id, now)
    if not any(standing.round.is_anonymous for standing in found):
        return [as_asked(standing) for standing in found]
    async with store.reading() as tx:
        return [await as_its_owner_sees(tx, ballots, standing) for standing in found]


async def coming_for(store: Store, member: Member, now: datetime) -> list[Coming]:
    """The rituals that ask a member, and when next in the member's own zone."""
    async with store.reading() as tx:
        asking = await rituals.of_member(tx, member.id)
        unwanted = await rituals.opted_out(tx, member.id)
        slots = {ritual.id: await _next_for(tx, ritual, member, now) for ritual in asking}
        return [_coming(ritual, slots[ritual.id], ritual.id in unwanted) for ritual in asking]


async def boards_of(tx: Transaction, member_id: int) -> list[Board]:
    """How the newest round of each of a member's rituals stands, in each of its teams the member is in."""
    mine = await teams.ids_of_member(tx, member_id)
    boards = []
    for ritual in await rituals.of_member(tx, member_id):
        round_ = await rounds.newest_of(tx, ritual.id)
        if round_ is not None:
            asked = [place.team_id for place in await showing.places(tx, round_.id) if place.team_id in mine]
            boards += [await board_of(tx, round_, team_id) for team_id in asked]
    return boards


def _coming(ritual: Ritual, slot: Slot | None, opted_out: bool) -> Coming:
    if slot is None:
        return Coming(ritual.id, ritual.name, None, opted_out)
    until = slot.ends if slot.ends > slot.begins else None
    return Coming(ritual.id, ritual.name, slot.begins, opted_out, until)


async def _next_for(tx: Transaction, ritual: Ritual, member: Member, now: datetime) -> Slot | None:
    """When a ritual asks a member next: in a round that is open elsewhere already, or in one to come.

    Of a random time only between when: what was drawn is nobody's to know before.
    """
    who = await as_asked_by(tx, member, ritual.id, now)
    waiting = [
        _slot_in(standing, who)
        for standing in await standings.planned_of(tx, member.id, ritual.id)
        if standing.prompt.due_at > now
    ]
    if waiting:
        return min(waiting, key=lambda slot: slot.begins)
    if ritual.state != RitualState.ACTIVE:
        return None
    earliest = max(now, ritual.starts_at)
    for day in await dates_to_come(tx, ritual, now):
        plan = planned(ritual.plan.rules, day, who)
        if plan.excuse is None and plan.due_at > earliest:
            return slot_of(ritual.plan.rules, day, who)
    return None


def _slot_in(standing: Standing, who: Resting) -> Slot:
    rules, prompt = standing.round.rules, standing.prompt
    slot = slot_of(rules, standing.round.local_date, who) if rules is not None and rules.spread else None
    return slot if slot is not None and slot.holds(prompt.due_at) else Slot(prompt.due_at, prompt.due_at)
