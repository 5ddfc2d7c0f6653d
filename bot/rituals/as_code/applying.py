"""Making the workspace what RITUALS.yaml says. Applying the same file again changes nothing.

What the file does not name is left alone: rituals set up in Slack live on beside it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from bot.rituals.as_code.resolving import Resolved, ResolvedDigest, ResolvedRitual, ResolvedTeam
from bot.rituals.scheduling import plan_next_round
from bot.store import digests, members, rituals, teams
from bot.store.engine import Store, Transaction
from bot.values.people import Profile, Team
from bot.values.rituals import Ritual, RitualState


class Effect(StrEnum):
    """What applying did to one thing."""

    CREATED = "created"
    CHANGED = "changed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one team, ritual or digest, as a sentence."""

    effect: Effect
    sentence: str


async def apply_file(store: Store, workspace_id: int, resolved: Resolved, *, now: datetime) -> list[Change]:
    """Create and change what the file describes, in one transaction, and say what was done in its order."""
    async with store.transaction() as tx:
        applying = await _Applying.begin(tx, workspace_id, resolved, now)
        changes = [await applying.team(team) for team in resolved.teams]
        changes += [await applying.ritual(ritual) for ritual in resolved.rituals]
        changes += [await applying.digest(digest) for digest in resolved.digests]
        await applying.plan_rounds()
        return changes


class _Applying:
    """One run: the open transaction, whose workspace it is, and the ids of the people the file names."""

    def __init__(self, tx: Transaction, workspace_id: int, ids: dict[str, int], now: datetime) -> None:
        self._tx = tx
        self._workspace_id = workspace_id
        self._ids = ids
        self._now = now
        self._teams: dict[str, Team] = {}

    @classmethod
    async def begin(
        cls, tx: Transaction, workspace_id: int, resolved: Resolved, now: datetime
    ) -> "_Applying":
        """Remember whoever the file names and Drumbeat has not met."""
        people = {profile.slack_id: profile for profile in resolved.people}
        new = await members.unknown_among(tx, workspace_id, list(people))
        await members.save(tx, workspace_id, [people[slack_id] for slack_id in new])
        known = await members.by_slack_ids(tx, workspace_id, list(people))
        return cls(tx, workspace_id, {member.slack_id: member.id for member in known}, now)

    async def team(self, wanted: ResolvedTeam) -> Change:
        await members.make_lead(self._tx, self._id(wanted.lead))
        team = await teams.by_name(self._tx, self._workspace_id, wanted.name)
        if team is None:
            return await self._create_team(wanted)
        self._teams[wanted.name] = team
        return await self._change_team(team, wanted)

    async def _create_team(self, wanted: ResolvedTeam) -> Change:
        team_id = await teams.create(
            self._tx,
            self._workspace_id,
            name=wanted.name,
            channel=wanted.channel,
            lead_id=self._id(wanted.lead),
            members_at=None if wanted.members is not None else self._now,
            function=wanted.function,
            country=wanted.country,
        )
        if wanted.members is not None:
            await teams.set_members(self._tx, team_id, self._all_ids(wanted.members))
        self._teams[wanted.name] = await teams.by_id(self._tx, team_id)
        return Change(Effect.CREATED, f"Created the team {wanted.name}: {_who(wanted)}.")

    async def _change_team(self, team: Team, wanted: ResolvedTeam) -> Change:
        differences = await self._differences(team, wanted)
        if not differences:
            return Change(Effect.KEPT, f"The team {wanted.name} stays as it is.")
        await teams.change(
            self._tx,
            team.id,
            channel=wanted.channel,
            lead_id=self._id(wanted.lead),
            members_at=None if wanted.members is not None else self._now,
            function=wanted.function,
            country=wanted.country,
        )
        if wanted.members is not None:
            await teams.set_members(self._tx, team.id, self._all_ids(wanted.members))
        return Change(Effect.CHANGED, f"Changed the team {wanted.name}: {_listed(differences)}.")

    async def _differences(self, team: Team, wanted: ResolvedTeam) -> list[str]:
        listed = await teams.listed_members(self._tx, team.id)
        members_wanted = None if wanted.members is None else self._all_ids(wanted.members)
        pairs = {
            "channel": (team.channel_id, wanted.channel.slack_id),
            "lead": (team.lead_id, self._id(wanted.lead)),
            "members": (listed, members_wanted),
            "function": (team.function, wanted.function),
            "country": (team.country, wanted.country),
        }
        return [word for word, (before, after) in pairs.items() if before != after]

    async def ritual(self, wanted: ResolvedRitual) -> Change:
        team_ids = [self._teams[name].id for name in wanted.teams]
        ritual = await rituals.by_name(self._tx, self._workspace_id, wanted.plan.name)
        if ritual is None:
            return await self._create_ritual(wanted, team_ids)
        differences = await self._ritual_differences(ritual, wanted, team_ids)
        if not differences:
            return Change(Effect.KEPT, f"The ritual {ritual.name} stays as it is{_pause(ritual)}.")
        await rituals.change(self._tx, ritual.id, wanted.plan)
        await rituals.set_teams(self._tx, ritual.id, team_ids)
        sentence = f"Changed the ritual {ritual.name}: {_listed(differences)}{_pause(ritual)}."
        return Change(Effect.CHANGED, sentence)

    async def _create_ritual(self, wanted: ResolvedRitual, team_ids: list[int]) -> Change:
        owner_id = self._teams[wanted.teams[0]].lead_id
        assert owner_id is not None, "every team of a file has a lead"
        await rituals.create(self._tx, self._workspace_id, owner_id, wanted.plan, team_ids, now=self._now)
        sentence = f"Created the ritual {wanted.plan.name} for {_listed(wanted.teams)}."
        return Change(Effect.CREATED, sentence)

    async def _ritual_differences(
        self, ritual: Ritual, wanted: ResolvedRitual, team_ids: Collection[int]
    ) -> list[str]:
        words = {"remind_before": "remind"}
        names = [field.name for field in fields(wanted.plan)]
        changed = [name for name in names if getattr(ritual.plan, name) != getattr(wanted.plan, name)]
        asked = {team.id for team in await teams.of_ritual(self._tx, ritual.id)}
        return [words.get(name, name) for name in changed] + (["teams"] if asked != set(team_ids) else [])

    async def digest(self, wanted: ResolvedDigest) -> Change:
        name, owner_id = wanted.plan.name, self._id(wanted.owner)
        digest = await digests.by_name(self._tx, self._workspace_id, name)
        if digest is None:
            await digests.create(self._tx, self._workspace_id, owner_id, wanted.plan, now=self._now)
            return Change(Effect.CREATED, f"Created the digest {name} in #{wanted.channel.name}.")
        if (digest.plan, digest.owner_id) == (wanted.plan, owner_id):
            return Change(Effect.KEPT, f"The digest {name} stays as it is.")
        await digests.change(self._tx, digest.id, wanted.plan, now=self._now)
        await digests.hand_over(self._tx, digest.id, owner_id)
        return Change(Effect.CHANGED, f"Changed the digest {name} in #{wanted.channel.name}.")

    async def plan_rounds(self) -> None:
        """Plan every ritual the file's teams take part in: its schedule or its people may have changed."""
        found = [await rituals.of_team(self._tx, team.id) for team in self._teams.values()]
        for ritual_id in {ritual.id for several in found for ritual in several}:
            await plan_next_round(self._tx, ritual_id, self._now)

    def _id(self, profile: Profile) -> int:
        return self._ids[profile.slack_id]

    def _all_ids(self, profiles: Iterable[Profile]) -> set[int]:
        return {self._id(profile) for profile in profiles}


def _who(team: ResolvedTeam) -> str:
    if team.members is None:
        return f"everybody in #{team.channel.name}"
    return "1 person, listed" if len(team.members) == 1 else f"{len(team.members)} people, listed"


def _pause(ritual: Ritual) -> str:
    return "" if ritual.state == RitualState.ACTIVE else f" and is {ritual.state}; no file changes that"


def _listed(words: Collection[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
