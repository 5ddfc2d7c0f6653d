"""Who is to know of a step: never whoever took it, nobody who left, nobody who asked not to hear of loops."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.store import loops, members, stakes, teams
from bot.store.engine import Transaction
from bot.values.loops import Loop, Step, WaitsOn
from bot.values.people import Member, Role

MOST_OF_A_TEAM = 5
"""So many of a team are told where it has no lead who could be."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was just taken, with the loop on either side of it. `before` None: it was just raised."""

    before: Loop | None
    after: Loop
    step: Step
    actor: Member | None

    @property
    def owner_id(self) -> int | None:
        """Who was on it, also where the step took it out of their hands."""
        return self.after.owner_id or (self.before.owner_id if self.before else None)


async def of_step(tx: Transaction, taken: Taken) -> list[Member]:
    """Those who are to know of this step."""
    found = {member.id: member for member in await _concerned(tx, taken)}
    return [found[member_id] for member_id in sorted(found)]


async def _concerned(tx: Transaction, taken: Taken) -> list[Member]:
    match taken.step:
        case Step.RAISED:
            return await _party(tx, taken)
        case Step.ACKNOWLEDGED | Step.PROMISED | Step.PRESUMED:
            return await _raiser(tx, taken)
        case Step.ANSWERED:
            return [*await _raiser(tx, taken), *await _those_it_hits(tx, taken)]
        case Step.DECLINED | Step.MERGED:
            ends = [*await _raiser(tx, taken), *await _owner(tx, taken)]
            return [*ends, *await _those_it_hits(tx, taken)]
        case Step.CONFIRMED:
            # Those it hits were told of the answer; where there was none, this is how they hear of it.
            was_open = taken.before is not None and taken.before.is_open
            return [*await _owner(tx, taken), *(await _those_it_hits(tx, taken) if was_open else [])]
        case Step.HANDED_OVER:
            former = [*await _raiser(tx, taken), *await _owner(tx, taken)]
            return [*former, *await _party(tx, taken)]
        case Step.REOPENED | Step.JOINED | Step.NUDGED | Step.ASKED:
            return await _owner(tx, taken) or await _party(tx, taken)
        case Step.ESCALATED:
            lead = await _lead_to_tell(tx, taken.after)
            return [lead] if lead is not None else []
        case Step.REPLIED:
            return await _owner(tx, taken) or await _party(tx, taken)
        case Step.TAKEN_DOWN:
            return [*await _raiser(tx, taken), *await _owner(tx, taken)]
        case Step.CHANGED | Step.NOTED:
            return []


async def _party(tx: Transaction, taken: Taken) -> list[Member]:
    waits_on = taken.after.waits_on
    if waits_on.member_id is not None:
        return await _reachable(tx, [waits_on.member_id], taken.actor)
    if waits_on.team_id is None:
        return []
    lead = await _reachable(tx, await _lead_ids(tx, [waits_on.team_id]), taken.actor)
    if lead:
        return lead
    people = [each for each in await teams.members(tx, waits_on.team_id) if each.role != Role.OBSERVER]
    return [each for each in people if _can_be_told(each, taken.actor)][:MOST_OF_A_TEAM]


async def _raiser(tx: Transaction, taken: Taken) -> list[Member]:
    loop = taken.after
    raiser = await members.by_id(tx, loop.raiser_id) if loop.raiser_id is not None else None
    if raiser is not None and raiser.is_active:
        return [raiser] if _can_be_told(raiser, taken.actor) else []
    # Whoever raised it has left: the lead of those who wait speaks for them from now on.
    return await _reachable(tx, await _lead_ids(tx, [loop.team_id]), taken.actor)


async def _owner(tx: Transaction, taken: Taken) -> list[Member]:
    return await _reachable(tx, [taken.owner_id], taken.actor)


async def _those_it_hits(tx: Transaction, taken: Taken) -> list[Member]:
    hits = await loops.hits_of(tx, taken.after.id)
    return await _reachable(tx, [each.member_id for each in hits], taken.actor)


async def _lead_to_tell(tx: Transaction, loop: Loop) -> Member | None:
    """The lead of those who are waited on, else of those who wait, else an admin: the first who is somebody else than
    whoever is on it and may know of it."""
    of_party = await _lead_ids(tx, await _teams_of(tx, loop.waits_on))
    chain = await _reachable(tx, [*of_party, *await _lead_ids(tx, [loop.team_id])], None)
    for lead in [*chain, *await members.admins(tx, loop.workspace_id)]:
        is_on_it = lead.id in (loop.owner_id, loop.waits_on.member_id)
        if not is_on_it and _can_be_told(lead, None) and await _may_see(tx, lead, loop):
            return lead
    return None


async def _teams_of(tx: Transaction, party: WaitsOn) -> list[int | None]:
    if party.member_id is None:
        return [party.team_id]
    return [team.id for team in await teams.of_member(tx, party.member_id)]


async def _lead_ids(tx: Transaction, team_ids: Iterable[int | None]) -> list[int | None]:
    return [(await teams.by_id(tx, team_id)).lead_id for team_id in team_ids if team_id is not None]


async def _may_see(tx: Transaction, member: Member, loop: Loop) -> bool:
    return (await stakes.of_member(tx, member, [loop]))[loop.id].may_see


async def _reachable(tx: Transaction, member_ids: Iterable[int | None], actor: Member | None) -> list[Member]:
    """Those of these people who can be told, in this order."""
    wanted = [each for each in member_ids if each is not None]
    found = {member.id: member for member in await members.by_ids(tx, set(wanted))} if wanted else {}
    return [
        found[each] for each in dict.fromkeys(wanted) if each in found and _can_be_told(found[each], actor)
    ]


def _can_be_told(member: Member, actor: Member | None) -> bool:
    is_somebody_else = actor is None or member.id != actor.id
    return is_somebody_else and member.is_active and member.is_person and member.wants_loop_news
