"""Making the workspace what RITUALS.yaml says. Applying the same file again changes nothing.

What the file does not name is left alone: rituals set up in Slack live on beside it. A round that is open keeps its
wording and its rules.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from bot.rituals.as_code.comparing import Comparison
from bot.rituals.as_code.differences import Difference, Effect
from bot.rituals.as_code.present import Present, PresentRitual, read_present
from bot.rituals.as_code.resolving import Resolved, ResolvedDigest, ResolvedRitual, ResolvedTeam
from bot.rituals.as_code.saying import InWords, as_written
from bot.rituals.schedules.scheduling import plan_next_round
from bot.store import digests, led, members, rituals, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import Unusable
from bot.values.people import Profile
from bot.values.teams import TeamPlan

__all__ = ["Difference", "Effect", "apply_file", "compare_file", "present_in"]


async def present_in(store: Store, workspace_id: int, now: datetime) -> Present:
    """What is in a workspace now."""
    async with store.transaction() as tx:
        return await read_present(tx, workspace_id, now)


async def compare_file(
    store: Store, workspace_id: int, resolved: Resolved, *, now: datetime, in_words: InWords = as_written
) -> list[Difference]:
    """What applying would do, without doing it."""
    present = await present_in(store, workspace_id, now)
    return Comparison(present, resolved, now=now, in_words=in_words).differences()


async def apply_file(
    store: Store, workspace_id: int, resolved: Resolved, *, now: datetime, in_words: InWords = as_written
) -> list[Difference]:
    """Create and change what the file describes, in one transaction, and say what was done in its order.

    Raises Unusable for a new ritual that nobody could own.
    """
    async with store.transaction() as tx:
        present = await read_present(tx, workspace_id, now)
        comparison = Comparison(present, resolved, now=now, in_words=in_words)
        applying = await _Applying.begin(tx, workspace_id, comparison, resolved, now)
        differences = comparison.differences()
        for team in resolved.teams:
            await applying.team(team)
        for ritual in resolved.rituals:
            await applying.ritual(ritual)
        for digest in resolved.digests:
            await applying.digest(digest)
        await applying.plan_rounds()
        return differences


class _Applying:
    """One run: the open transaction, whose workspace it is, and the ids of the people the file names."""

    def __init__(
        self, tx: Transaction, workspace_id: int, comparison: Comparison, ids: dict[str, int], now: datetime
    ) -> None:
        self._tx = tx
        self._workspace_id = workspace_id
        self._comparison = comparison
        self._ids = ids
        self._now = now
        self._teams: dict[str, int] = {}
        self._leads: list[int] = []
        self._to_plan: set[int] = set()

    @classmethod
    async def begin(
        cls,
        tx: Transaction,
        workspace_id: int,
        comparison: Comparison,
        resolved: Resolved,
        now: datetime,
    ) -> "_Applying":
        """Remember whoever the file names and Drumbeat has not met."""
        people = {profile.slack_id: profile for profile in resolved.people}
        new = await members.unknown_among(tx, workspace_id, list(people))
        await members.save(tx, workspace_id, [people[slack_id] for slack_id in new])
        known = await members.by_slack_ids(tx, workspace_id, list(people))
        return cls(tx, workspace_id, comparison, {member.slack_id: member.id for member in known}, now)

    async def team(self, wanted: ResolvedTeam) -> None:
        if wanted.lead:
            self._leads.append(self._id(wanted.lead))
            await members.make_lead(self._tx, self._id(wanted.lead))
        found = self._comparison.team(wanted)
        if found is None:
            self._teams[wanted.name] = await self._create_team(wanted)
            return
        self._teams[wanted.name] = found.team.id
        if self._comparison.of_team(wanted).is_change:
            await self._change_team(found.team.id, wanted)

    async def _create_team(self, wanted: ResolvedTeam) -> int:
        team_id = await teams.create(self._tx, self._workspace_id, self._planned(wanted))
        await self._set_members(team_id, wanted)
        await rituals.join(self._tx, self._workspace_id, team_id)
        return team_id

    async def _change_team(self, team_id: int, wanted: ResolvedTeam) -> None:
        await teams.change(self._tx, team_id, self._planned(wanted))
        await self._set_members(team_id, wanted)

    def _planned(self, wanted: ResolvedTeam) -> TeamPlan:
        return TeamPlan(
            name=wanted.name,
            channel=wanted.channel,
            lead_id=self._id(wanted.lead) if wanted.lead else None,
            members_at=None if wanted.members is not None else self._now,
            function=wanted.function,
            country=wanted.country,
            usergroup_id=wanted.usergroup.slack_id if wanted.usergroup else None,
        )

    async def _set_members(self, team_id: int, wanted: ResolvedTeam) -> None:
        await teams.leave_out(self._tx, team_id, self._all_ids(wanted.without))
        if wanted.members is not None:
            await teams.set_members(self._tx, team_id, self._all_ids(wanted.members))

    async def ritual(self, wanted: ResolvedRitual) -> None:
        found = self._comparison.ritual(wanted)
        if found is None:
            await self._create_ritual(wanted)
        elif self._comparison.of_ritual(wanted).is_change:
            await self._change_ritual(found, wanted)

    async def _create_ritual(self, wanted: ResolvedRitual) -> None:
        owner_id = await self._owner_of(wanted)
        asked = await self._asked_by(wanted)
        ritual_id = await rituals.create(
            self._tx, self._workspace_id, owner_id, wanted.plan, asked, now=self._now
        )
        self._to_plan.add(ritual_id)

    async def _change_ritual(self, found: PresentRitual, wanted: ResolvedRitual) -> None:
        ritual, plan = found.ritual, wanted.plan
        if self._comparison.keeps_its_schedule(found, wanted):
            plan = replace(plan, schedule=ritual.plan.schedule)
        else:
            await led.begin_again(self._tx, ritual.id, self._now)
            await led.leave_out(self._tx, ritual.id, None)
        await rituals.change(self._tx, ritual.id, plan)
        await rituals.set_teams(self._tx, ritual.id, await self._asked_by(wanted))
        self._to_plan.add(ritual.id)

    async def _asked_by(self, wanted: ResolvedRitual) -> list[int]:
        if wanted.plan.everyone:
            return [team.id for team in await teams.of_workspace(self._tx, self._workspace_id)]
        return [self._teams[name] for name in wanted.teams]

    async def _owner_of(self, wanted: ResolvedRitual) -> int:
        """Whoever leads the first of its teams that somebody leads, or else an admin."""
        asked = [await teams.by_id(self._tx, self._teams[name]) for name in wanted.teams]
        leads = [team.lead_id for team in asked if team.lead_id is not None] or self._leads
        if leads:
            return leads[0]
        for admin in await members.admins(self._tx, self._workspace_id):
            return admin.id
        raise Unusable(
            f"Nobody leads a team that the ritual {wanted.plan.name} asks. Give one of them a lead."
        )

    async def digest(self, wanted: ResolvedDigest) -> None:
        found, owner_id = self._comparison.digest(wanted), self._id(wanted.owner)
        if found is None:
            await digests.create(self._tx, self._workspace_id, owner_id, wanted.plan, now=self._now)
        elif self._comparison.of_digest(wanted).is_change:
            await digests.change(self._tx, found.digest.id, wanted.plan, now=self._now)
            await digests.rename(self._tx, found.digest.id, wanted.plan.name)
            await digests.hand_over(self._tx, found.digest.id, owner_id)

    async def plan_rounds(self) -> None:
        """Plan every ritual the file's teams take part in: its schedule or its people may have changed."""
        found = [await rituals.of_team(self._tx, team_id) for team_id in self._teams.values()]
        for ritual_id in self._to_plan | {ritual.id for several in found for ritual in several}:
            await plan_next_round(self._tx, ritual_id, self._now)

    def _id(self, profile: Profile) -> int:
        return self._ids[profile.slack_id]

    def _all_ids(self, profiles: Iterable[Profile]) -> Collection[int]:
        return {self._id(profile) for profile in profiles}
