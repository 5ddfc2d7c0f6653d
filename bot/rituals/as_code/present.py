"""What is in a workspace now: everything a file of rituals can describe."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rituals.rest.rules import Asked
from bot.rituals.whom import whom
from bot.store import digests, members, rituals, rounds, teams
from bot.store.engine import Transaction
from bot.values.digests import Digest
from bot.values.people import Channel, Member, Profile, Role, Team
from bot.values.rituals import TO_LEAD, TO_TEAM, Ritual


@dataclass(frozen=True, slots=True)
class PresentTeam:
    """A team, who leads it, and who is in it as far as they were listed by hand; None: they were not.

    `without` are those of its channel or user group who are not in it, `who` everybody it can be asked in, by
    Slack's id.
    """

    team: Team
    lead: Member | None
    listed: tuple[Member, ...] | None
    without: tuple[Member, ...] = ()
    who: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PresentRitual:
    """A ritual, its owner, the teams it asks, how the people in them rest, and the date of its last round."""

    ritual: Ritual
    owner: Member
    teams: tuple[Team, ...]
    people: frozenset[Asked] = frozenset()
    last: date | None = None

    @property
    def asks(self) -> bool:
        """Whether there is a team it asks, or will be."""
        return bool(self.teams) or self.ritual.plan.everyone

    @property
    def report(self) -> str:
        """Where it reports; the one channel all its teams have is their own, also when it is named by its id."""
        report = self.ritual.plan.report
        homes = {team.channel_id for team in self.teams}
        return TO_TEAM if homes == {report} and not self.ritual.plan.everyone else report


@dataclass(frozen=True, slots=True)
class PresentDigest:
    """A digest and its owner."""

    digest: Digest
    owner: Member


@dataclass(frozen=True, slots=True)
class Present:
    """Teams, rituals and digests that are there."""

    teams: tuple[PresentTeam, ...] = ()
    rituals: tuple[PresentRitual, ...] = ()
    digests: tuple[PresentDigest, ...] = ()

    @property
    def people(self) -> dict[str, Profile]:
        """Those who lead, own or are listed, by Slack's id: a file may go on naming them after they have left."""
        found = [each.lead for each in self.teams if each.lead]
        found += [member for each in self.teams for member in (*(each.listed or ()), *each.without)]
        found += [each.owner for each in self.digests]
        return {member.slack_id: _profile(member) for member in found}

    @property
    def channels(self) -> dict[str, Channel]:
        """The channels in use, by Slack's id: a file may go on naming one the bot sees no more."""
        homes = {each.team.channel_id: each.team.channel_name for each in self.teams}
        others = [each.ritual.plan.report for each in self.rituals]
        others += [each.digest.plan.channel_id for each in self.digests]
        names = {**{other: other for other in others if other not in (TO_TEAM, TO_LEAD)}, **homes}
        public = {each.team.channel_id for each in self.teams if not each.team.is_private}
        return {
            slack_id: Channel(slack_id, name, is_private=slack_id not in public, has_bot=True)
            for slack_id, name in names.items()
        }

    @property
    def usergroups(self) -> set[str]:
        """The user groups that members are taken from."""
        return {each.team.usergroup_id for each in self.teams if each.team.usergroup_id}


async def read_present(tx: Transaction, workspace_id: int, now: datetime) -> Present:
    """What is in this workspace now."""
    people: dict[int, Member] = {}

    async def person(member_id: int) -> Member:
        if member_id not in people:
            people[member_id] = await members.by_id(tx, member_id)
        return people[member_id]

    every_team = await teams.of_workspace(tx, workspace_id)
    everybody = {team.id: await teams.members(tx, team.id) for team in every_team}
    found_teams = [
        PresentTeam(
            team,
            await person(team.lead_id) if team.lead_id is not None else None,
            tuple(everybody[team.id]) if team.listed else None,
            tuple([await person(each) for each in sorted(await teams.left_out_of(tx, team.id))]),
            frozenset(member.slack_id for member in everybody[team.id] if member.role != Role.OBSERVER),
        )
        for team in every_team
    ]
    together = {each.team for each in found_teams}
    found_rituals = [
        PresentRitual(
            ritual,
            await person(ritual.owner_id),
            tuple(team for team in await teams.of_ritual(tx, ritual.id) if team in together),
            frozenset(somebody.asked for somebody in await whom(tx, ritual.id, now)),
            await rounds.last_date(tx, ritual.id),
        )
        for ritual in await rituals.of_workspace(tx, workspace_id)
    ]
    found_digests = [
        PresentDigest(digest, await person(digest.owner_id))
        for digest in await digests.of_workspace(tx, workspace_id)
    ]
    return Present(tuple(found_teams), tuple(found_rituals), tuple(found_digests))


def _profile(member: Member) -> Profile:
    return Profile(
        member.slack_id,
        member.name,
        member.zone,
        is_person=True,
        is_deactivated=not member.is_active,
        is_admin=False,
    )
