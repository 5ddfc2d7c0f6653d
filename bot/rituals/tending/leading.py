"""What a lead sees of the rituals they look after: all of them at a glance, or one in full."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.rituals.schedules.outlook import next_dates
from bot.rituals.tending import history, rights
from bot.rituals.tending.editing import seen_parts
from bot.rituals.tending.promising import caution_on
from bot.store import members, prompts, rituals, rounds, teams, turnouts
from bot.store.engine import Store, Transaction
from bot.values.editing import RitualInFull
from bot.values.leading import LedRitual
from bot.values.people import Member, Team
from bot.values.rituals import Ritual, RitualState
from bot.values.rounds import Count, Round

_ORDER = {RitualState.ACTIVE: 0, RitualState.PAUSED: 1, RitualState.ENDED: 2}


async def led_by(tx: Transaction, member: Member, now: datetime) -> list[LedRitual]:
    """The rituals a member may change, what comes next first and paused ones last, with their newest rounds."""
    every = await rituals.of_workspace(tx, member.workspace_id)
    theirs = [ritual for ritual in every if await rights.may_change(tx, member, ritual)]
    return [await _led(tx, ritual) for ritual in sorted(theirs, key=lambda each: _soonest(each, now))]


async def in_full(store: Store, member: Member, ritual_id: int, now: datetime) -> RitualInFull:
    """Everything about one ritual. Raises NotThere, or NotYours naming who may see it."""
    past = await history.history_of(store, member, ritual_id, limit=1)
    async with store.transaction() as tx:
        ritual = await rituals.by_id(tx, ritual_id)
        asked = await teams.of_ritual(tx, ritual_id)
        people = await teams.askable(tx, ritual_id)
        return RitualInFull(
            led=await _led(tx, ritual),
            owner_name=(await members.by_id(tx, ritual.owner_id)).name,
            teams=asked,
            people=len(people),
            upcoming=await _upcoming(tx, ritual, now),
            participation=past.participation,
            over=past.over,
            seen=seen_parts(ritual, [team.id for team in asked]),
            caution=caution_on(ritual.plan, asked, len(people)),
        )


async def _upcoming(tx: Transaction, ritual: Ritual, now: datetime) -> list[date]:
    return await next_dates(tx, ritual, now) if ritual.state == RitualState.ACTIVE else []


async def _led(tx: Transaction, ritual: Ritual) -> LedRitual:
    names = [team.name for team in await teams.of_ritual(tx, ritual.id)]
    newest = await rounds.newest_of(tx, ritual.id)
    return LedRitual(ritual, names, newest, await _count(tx, newest) if newest else None)


async def _count(tx: Transaction, round_: Round) -> Count | None:
    if round_.shows_groups_only:
        return (await turnouts.published(tx, [round_.id])).get(round_.id)
    return await prompts.count(tx, round_.id)


def _soonest(ritual: Ritual, now: datetime) -> tuple[int, bool, datetime, str]:
    next_at = ritual.next_opens_at
    return _ORDER[ritual.state], next_at is None, next_at or now, ritual.name.casefold()


async def teams_to_choose(store: Store, member: Member, asked: Sequence[Team]) -> list[Team]:
    """The teams a member may have a ritual ask: those it asks, those they lead or are in; for an admin, all."""
    async with store.transaction() as tx:
        every = await teams.of_workspace(tx, member.workspace_id)
        own = await teams.ids_of_member(tx, member.id) | {team.id for team in asked}
    chosen = [team for team in every if team.id in own or rights.may_change_team(member, team)]
    return sorted(chosen, key=lambda team: team.id not in {each.id for each in asked})


async def teams_among(
    store: Store, member: Member, team_ids: Collection[int], *, everyone: bool
) -> list[Team]:
    """Those of the workspace's teams, or all of them."""
    async with store.transaction() as tx:
        every = await teams.of_workspace(tx, member.workspace_id)
    return [team for team in every if everyone or team.id in team_ids]


async def zones_of(store: Store, member: Member) -> list[str]:
    """The zones people of the workspace live in, where most live first, and UTC."""
    async with store.transaction() as tx:
        zones = Counter((await members.zones(tx, member.workspace_id)).values())
    return list(dict.fromkeys([*(zone for zone, _ in zones.most_common()), "UTC"]))
