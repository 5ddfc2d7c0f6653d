"""Teams: who is in them, who leads them, where they live. Rituals and open prompts follow every change at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rituals.rest.replanning import replan
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.tending import rights, roles
from bot.store import loops_due, members, prompts, rituals, showing, standings, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, Unusable
from bot.values.meant import did_you_mean
from bot.values.people import Channel, Member, Role, Team
from bot.values.rituals import RitualState
from bot.values.teams import Source, TeamDraft, TeamPlan, TeamSaved, TeamSeen

NOT_IN_TEAM = "You are not in the team any more."

_GONE = "That team is not there any more. `/drumbeat teams` shows the ones there are."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A draft with what Slack knows of it: the channel, and the user ids its members are taken from."""

    draft: TeamDraft
    channel: Channel
    users: Sequence[str]


async def teams_for(store: Store, member: Member) -> list[TeamSeen]:
    """Every team of the workspace, those a member may change first."""
    async with store.reading() as tx:
        sizes = await teams.sizes(tx, member.workspace_id)
        every = await teams.of_workspace(tx, member.workspace_id)
        leads = await members.names(tx, {team.lead_id for team in every if team.lead_id is not None})
    seen = [
        TeamSeen(
            team,
            leads.get(team.lead_id) if team.lead_id is not None else None,
            sizes.get(team.id, 0),
            rights.may_change_team(member, team),
        )
        for team in every
    ]
    return sorted(seen, key=lambda each: not each.may_change)


async def team_named(store: Store, member: Member, name: str) -> int:
    """The id of the team somebody names. Raises NotThere with the names there are."""
    async with store.transaction() as tx:
        every = await teams.of_workspace(tx, member.workspace_id)
    found = [team.id for team in every if team.name.casefold() == name.casefold()]
    if not found:
        known = ", ".join(f"`{team.name}`" for team in every[:10])
        rest = f"The teams here: {known}." if known else "There is none yet; `/drumbeat teams` makes one."
        meant = did_you_mean(name, (team.name for team in every))
        raise NotThere(f"I don't know a team called “{name[:60]}”. {meant}{rest}")
    return found[0]


async def team_seen(store: Store, member: Member, team_id: int) -> TeamSeen:
    """One team in full. Raises NotThere."""
    async with store.transaction() as tx:
        return await _seen(tx, member, await _there(tx, member, team_id))


async def draft_of(store: Store, member: Member, team_id: int) -> TeamDraft:
    """A team as its form is opened with. Raises NotThere, or NotYours naming who can change it."""
    async with store.transaction() as tx:
        team = await _there(tx, member, team_id)
        await rights.check_may_change_team(tx, member, team)
        lead = await members.by_id(tx, team.lead_id) if team.lead_id is not None else None
        people = await teams.members(tx, team.id) if team.listed else []
        left_out = await members.by_ids(tx, await teams.left_out_of(tx, team.id))
    return TeamDraft(
        team_id=team.id,
        name=team.name,
        channel_id=team.channel_id,
        lead=lead.slack_id if lead else None,
        function=team.function,
        country=team.country,
        source=_source(team),
        usergroup_id=team.usergroup_id,
        listed=tuple(person.slack_id for person in people),
        left_out=tuple(person.slack_id for person in left_out),
        escalate_days=team.escalate_days,
    )


async def save_team(store: Store, member: Member, wanted: Wanted, now: datetime) -> TeamSaved:
    """Make a new team, or change one. Raises Unusable beside the field, NotThere or NotYours."""
    async with store.transaction() as tx:
        draft = wanted.draft
        team = None if draft.team_id is None else await _there(tx, member, draft.team_id)
        if team is not None:
            await rights.check_may_change_team(tx, member, team)
        await _check_name(tx, member.workspace_id, draft)
        lead = await _lead(tx, member, draft)
        before = [] if team is None else await teams.members(tx, team.id)
        team_id = await _keep(tx, member.workspace_id, _planned(wanted, lead.id, now), team)
        await teams.be_patient(tx, team_id, draft.escalate_days)
        await loops_due.look_now(tx, team_id, now)
        await members.make_lead(tx, lead.id)
        if team is not None and team.lead_id not in (None, lead.id):
            await roles.leads_no_more(tx, team.lead_id)
        after = await _set_people(tx, member.workspace_id, team_id, wanted)
        await _follow(tx, team_id, before, after, now)
        first_admin = await rights.welcome_first_admin(tx, member)
        seen = await _seen(tx, await members.by_id(tx, member.id), await teams.by_id(tx, team_id))
    return TeamSaved(seen, team is None, _new(after, before), _new(before, after), first_admin)


async def disband(store: Store, member: Member, team_id: int) -> str:
    """Delete a team that no ritual asks any more; its history stays. Returns its name. Raises Unusable."""
    async with store.transaction() as tx:
        team = await _there(tx, member, team_id)
        await rights.check_may_change_team(tx, member, team)
        if asking := await _asking(tx, team_id):
            raise Unusable(
                f"{' and '.join(asking[:3])} still asks {team.name}. End it first, then delete the team."
            )
        await teams.disband(tx, team_id)
        if team.lead_id is not None:
            await roles.leads_no_more(tx, team.lead_id)
        return team.name


async def _follow(
    tx: Transaction, team_id: int, before: Sequence[Member], after: Sequence[Member], now: datetime
) -> None:
    there = {person.id for person in after}
    for person in before:
        if person.id not in there:
            await _drop(tx, person.id, team_id, now)
    for ritual in await rituals.of_team(tx, team_id):
        await plan_next_round(tx, ritual.id, now)
    for member_id in sorted(there):
        await replan(tx, member_id, now)


async def _drop(tx: Transaction, member_id: int, team_id: int, now: datetime) -> None:
    every = await standings.unfinished_of(tx, member_id)
    left = [standing for standing in every if standing.prompt.team_id == team_id]
    ids = [standing.prompt.id for standing in left]
    await prompts.excuse(tx, ids, NOT_IN_TEAM)
    await prompts.touched(tx, ids)
    for standing in left:
        await showing.show(tx, standing.round.id, at=now, team_id=team_id)


def _planned(wanted: Wanted, lead_id: int, now: datetime) -> TeamPlan:
    draft = wanted.draft
    return TeamPlan(
        name=draft.name,
        channel=wanted.channel,
        lead_id=lead_id,
        # Whoever Drumbeat has not met yet is found when the clock reads the members; listed ones are all there.
        members_at=None if draft.source == Source.LISTED else now,
        function=draft.function,
        country=draft.country,
        usergroup_id=draft.usergroup_id if draft.source == Source.USERGROUP else None,
    )


async def _keep(tx: Transaction, workspace_id: int, plan: TeamPlan, team: Team | None) -> int:
    if team is not None:
        await teams.change(tx, team.id, plan)
        return team.id
    team_id = await teams.create(tx, workspace_id, plan)
    await rituals.join(tx, workspace_id, team_id)
    return team_id


async def _set_people(tx: Transaction, workspace_id: int, team_id: int, wanted: Wanted) -> list[Member]:
    draft = wanted.draft
    unwanted = () if draft.source == Source.LISTED else draft.left_out
    left_out = {person.id for person in await members.by_slack_ids(tx, workspace_id, unwanted)}
    found = await members.people_among(tx, workspace_id, wanted.users)
    people = [person for person in found if person.id not in left_out]
    if draft.source == Source.LISTED and not people:
        raise Unusable(
            "Nobody of those can be asked: I ask neither guests nor bots. Pick at least one member.",
            field="listed",
        )
    await teams.leave_out(tx, team_id, left_out)
    await teams.set_members(tx, team_id, [person.id for person in people])
    return people


async def _check_name(tx: Transaction, workspace_id: int, draft: TeamDraft) -> None:
    for team in await teams.of_workspace(tx, workspace_id):
        if team.name.casefold() == draft.name.casefold() and team.id != draft.team_id:
            raise Unusable(
                f"There is a team called “{team.name}” already. Give this one another name.", field="name"
            )
    if draft.team_id is not None and await teams.is_remembered(tx, workspace_id, draft.name):
        raise Unusable(
            f"A team that was deleted is remembered as “{draft.name}”. Give this one another name.",
            field="name",
        )


async def _lead(tx: Transaction, member: Member, draft: TeamDraft) -> Member:
    if draft.lead is None or draft.lead == member.slack_id:
        return member
    found = await members.people_among(tx, member.workspace_id, [draft.lead])
    if not found:
        raise Unusable(
            "A lead is a full member of this workspace: no guest, no bot. Pick somebody else.", field="lead"
        )
    return found[0]


async def _seen(tx: Transaction, member: Member, team: Team) -> TeamSeen:
    people = await teams.members(tx, team.id)
    left_out = await members.by_ids(tx, await teams.left_out_of(tx, team.id))
    lead = await members.by_id(tx, team.lead_id) if team.lead_id is not None else None
    return TeamSeen(
        team,
        lead.name if lead else None,
        len(people),
        rights.may_change_team(member, team),
        people=_names(people),
        left_out=_names(left_out),
        rituals=await _asking(tx, team.id),
    )


async def _asking(tx: Transaction, team_id: int) -> list[str]:
    every = await rituals.of_team(tx, team_id)
    return [ritual.name for ritual in every if ritual.state != RitualState.ENDED]


async def _there(tx: Transaction, member: Member, team_id: int) -> Team:
    team = await teams.find(tx, member.workspace_id, team_id)
    if team is None:
        raise NotThere(_GONE)
    return team


def _source(team: Team) -> Source:
    if team.listed:
        return Source.LISTED
    return Source.CHANNEL if team.usergroup_id is None else Source.USERGROUP


def _new(now: Sequence[Member], before: Sequence[Member]) -> list[str]:
    known = {person.id for person in before}
    return _names([person for person in now if person.id not in known])


def _names(people: Sequence[Member]) -> list[str]:
    # Observers are in the team and are told how it goes, but nobody asks them.
    named = (
        f"{person.name} (observer)" if person.role == Role.OBSERVER else person.name for person in people
    )
    return sorted(named, key=str.casefold)
