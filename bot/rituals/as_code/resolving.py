"""The names of RITUALS.yaml, looked up in Slack: all of them, or every one that cannot be found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.rituals.as_code.entries import DigestEntry, TeamEntry
from bot.rituals.as_code.file import FileProblems, Placed, RitualsFile
from bot.rituals.as_code.nodes import Report, near
from bot.rituals.as_code.present import Present
from bot.rituals.as_code.values import CHANNEL_ID, GROUP_ID
from bot.values.digests import DigestPlan
from bot.values.people import Channel, Profile, Usergroup
from bot.values.rituals import RitualPlan

INVITE = "Check the name; to a private channel, invite the bot first (/invite)."
COPY_ID = "Write the name as Slack shows it, or the id (profile, ⋮, Copy member ID)."
CHECK_GROUP = "Check its handle (in Slack: People, User groups)."


class Directory(Protocol):
    """What is asked of Slack: everyone, every channel and every user group, once."""

    async def channels(self) -> Sequence[Channel]:
        """The channels the bot can see, archived ones left out."""
        ...

    async def profiles(self) -> Sequence[Profile]:
        """Every user of the workspace."""
        ...

    async def usergroups(self) -> Sequence[Usergroup]:
        """The user groups of the workspace that are not switched off."""
        ...


@dataclass(frozen=True, slots=True)
class ResolvedTeam:
    """A team whose channel and people are known. `members` is None when they are those of the user group or channel.

    `lead` is None when nobody leads it.
    """

    name: str
    channel: Channel
    lead: Profile | None
    members: tuple[Profile, ...] | None
    usergroup: Usergroup | None
    without: tuple[Profile, ...]
    function: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class ResolvedRitual:
    """A ritual and the names of the teams it asks, none when it asks everyone. `report` is another channel."""

    plan: RitualPlan
    teams: tuple[str, ...]
    report: Channel | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDigest:
    """A digest, its channel and who owns it."""

    plan: DigestPlan
    channel: Channel
    owner: Profile


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a file says, in Slack's terms."""

    teams: tuple[ResolvedTeam, ...]
    rituals: tuple[ResolvedRitual, ...]
    digests: tuple[ResolvedDigest, ...]

    @property
    def people(self) -> list[Profile]:
        """Everyone the file names, each once."""
        named = [team.lead for team in self.teams if team.lead] + [digest.owner for digest in self.digests]
        named += [member for team in self.teams for member in (*(team.members or ()), *team.without)]
        return list({profile.slack_id: profile for profile in named}.values())

    @property
    def channels(self) -> list[Channel]:
        """Every channel something is posted in, each once."""
        named = [team.channel for team in self.teams] + [digest.channel for digest in self.digests]
        named += [ritual.report for ritual in self.rituals if ritual.report]
        return list({channel.slack_id: channel for channel in named}.values())


async def resolve(file: RitualsFile, directory: Directory, present: Present | None = None) -> Resolved:
    """Look up every channel, user group and person a file names. Raises FileProblems with all that are not there.

    What is in use at present may be named by its id after it has gone: a file need not change when somebody leaves.
    """
    names = _Names(
        await directory.channels(),
        await directory.profiles(),
        await directory.usergroups() if any(team.usergroup for team in file.teams) else (),
        present or Present(),
    )
    found = {entry.name.text: _team(entry, names) for entry in file.teams}
    teams = {name: team for name, team in found.items() if team}
    digests = [_digest(entry, names, teams) for entry in file.digests]
    rituals = tuple(_rituals(file, names, teams))
    if names.report.problems:
        raise FileProblems(file.source, names.report.problems)
    return Resolved(tuple(teams.values()), rituals, tuple(digest for digest in digests if digest))


class _Names:
    """Slack's names, and what could not be found among them."""

    def __init__(
        self,
        channels: Sequence[Channel],
        profiles: Sequence[Profile],
        usergroups: Sequence[Usergroup],
        present: Present,
    ) -> None:
        self._channels = channels
        self._profiles = profiles
        self._usergroups = usergroups
        self._present = present
        self.report = Report()

    def channel(self, written: Placed) -> Channel | None:
        for channel in self._channels:
            if written.text in (channel.slack_id, f"#{channel.name}"):
                return channel
        if in_use := self._present.channels.get(written.text):
            return in_use
        known = [] if CHANNEL_ID.fullmatch(written.text) else [f"#{item.name}" for item in self._channels]
        self._missing(written, "the bot sees no channel", near(written.text, known, INVITE))
        return None

    def usergroup(self, written: Placed) -> Usergroup | None:
        for group in self._usergroups:
            if written.text == group.slack_id or written.text.casefold() == f"@{group.handle}".casefold():
                return group
        if written.text in self._present.usergroups:
            return Usergroup(written.text, written.text, written.text)
        known = [] if GROUP_ID.fullmatch(written.text) else [f"@{group.handle}" for group in self._usergroups]
        self._missing(written, "there is no user group", near(written.text, known, CHECK_GROUP))
        return None

    def people(self, written: Iterable[Placed]) -> tuple[Profile, ...]:
        found = [self.person(name) for name in written]
        return tuple(person for person in found if person)

    def person(self, written: Placed) -> Profile | None:
        fitting = [profile for profile in self._profiles if _is_called(profile, written.text)]
        people = [profile for profile in fitting if profile.is_person]
        if len(people) == 1:
            return people[0]
        if in_use := self._present.people.get(written.text):
            return in_use
        if people:
            ids = " or ".join(profile.slack_id for profile in people)
            self._missing(written, "there is more than one", f"Write the id instead: {ids}.")
        elif fitting:
            self._missing(written, "Drumbeat cannot ask", "Name a member who is no bot, no guest and active.")
        else:
            known = [f"@{profile.name}" for profile in self._profiles if profile.is_person]
            self._missing(written, "there is nobody called", near(written.text, known, COPY_ID))
        return None

    def _missing(self, written: Placed, what: str, todo: str) -> None:
        self.report.add(written.place, f"{what} {written.text}", todo)


def _is_called(profile: Profile, written: str) -> bool:
    return written == profile.slack_id or written.casefold() == f"@{profile.name}".casefold()


def _team(entry: TeamEntry, names: _Names) -> ResolvedTeam | None:
    channel = names.channel(entry.channel)
    lead = names.person(entry.lead) if entry.lead else None
    usergroup = names.usergroup(entry.usergroup) if entry.usergroup else None
    members = None if entry.members is None else names.people(entry.members)
    without = names.people(entry.without)
    if channel is None or (entry.lead and lead is None):
        return None
    return ResolvedTeam(
        entry.name.text, channel, lead, members, usergroup, without, entry.function, entry.country
    )


def _digest(entry: DigestEntry, names: _Names, teams: dict[str, ResolvedTeam]) -> ResolvedDigest | None:
    channel = names.channel(entry.channel)
    owner = names.person(entry.lead) if entry.lead else _lead_of(channel, teams)
    if owner is None and entry.lead is None and any(team.lead is None for team in teams.values()):
        names.report.add(entry.name.place, f"nobody owns {entry.name.text}", 'Add lead: "@ana".')
    if channel is None or owner is None:
        return None
    plan = DigestPlan(entry.name.text, channel.slack_id, entry.weekday, entry.at, entry.zone, entry.audience)
    return ResolvedDigest(plan, channel, owner)


def _lead_of(channel: Channel | None, teams: dict[str, ResolvedTeam]) -> Profile | None:
    here = [team.lead for team in teams.values() if channel and team.channel.slack_id == channel.slack_id]
    found = [lead for lead in (*here, *(team.lead for team in teams.values())) if lead]
    return next(iter(found), None)


def _rituals(file: RitualsFile, names: _Names, teams: dict[str, ResolvedTeam]) -> Iterator[ResolvedRitual]:
    for entry in file.rituals:
        asked = tuple(team.text for team in entry.teams)
        channel = names.channel(entry.report) if entry.report else None
        homes = {teams[name].channel.slack_id for name in asked if name in teams}
        if channel is None or homes == {channel.slack_id}:
            yield ResolvedRitual(entry.plan, asked)
        else:
            yield ResolvedRitual(replace(entry.plan, report=channel.slack_id), asked, channel)
