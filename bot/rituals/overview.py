"""What a person sees of their rituals: open prompts, what comes next, how their teams' rounds stand."""

from datetime import datetime

from bot.rituals import schedule
from bot.rituals.boards import board_of
from bot.store import rituals, rounds, teams
from bot.store.engine import Store
from bot.store.standings import Standing
from bot.values.people import Member
from bot.values.rituals import Asked, Board, Coming, Ritual, RitualState

_LOOK_AHEAD = 10
"""Dates looked at to find the next one that is still ahead for this person."""


def as_asked(standing: Standing) -> Asked:
    """An open prompt as a list shows it."""
    return Asked(standing.prompt, standing.round, standing.team_name, kind=standing.kind)


async def coming_for(store: Store, member: Member, now: datetime) -> list[Coming]:
    """The rituals that ask a member, and when next in the member's own zone."""
    async with store.transaction() as tx:
        asking = await rituals.of_member(tx, member.id)
        unwanted = await rituals.opted_out(tx, member.id)
    return [
        Coming(ritual.id, ritual.name, _next_for(ritual, member, now), ritual.id in unwanted)
        for ritual in asking
    ]


async def boards_of(store: Store, member_id: int) -> list[Board]:
    """How the newest round of each of a member's rituals stands, in each of its teams the member is in."""
    async with store.transaction() as tx:
        mine = await teams.ids_of_member(tx, member_id)
        boards = []
        for ritual in await rituals.of_member(tx, member_id):
            round_ = await rounds.newest_of(tx, ritual.id)
            if round_ is not None:
                asked = [
                    place.team_id for place in await rounds.places(tx, round_.id) if place.team_id in mine
                ]
                boards += [await board_of(tx, round_, team_id) for team_id in asked]
        return boards


def _next_for(ritual: Ritual, member: Member, now: datetime) -> datetime | None:
    if ritual.state != RitualState.ACTIVE:
        return None
    first = max(now, ritual.starts_at).date()
    for _, day in zip(range(_LOOK_AHEAD), schedule.dates_from(ritual.plan.schedule, first), strict=False):
        due_at = schedule.due_at(ritual.plan.schedule, day, member.zone)
        is_left_out = ritual.skips is not None and day <= ritual.skips
        if due_at > now and not is_left_out:
            return due_at
    return None
