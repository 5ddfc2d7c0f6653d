"""The names of RITUALS.yaml, looked up in Slack: all of them, or every one that cannot be found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.rituals.as_code.file import FileProblems, Placed, RitualsFile
from bot.rituals.as_code.nodes import Report, near
from bot.rituals.as_code.values import CHANNEL_ID
from bot.values.digests import DigestPlan
from bot.values.people import Channel, Profile
from bot.values.rituals import RitualPlan

INVITE = "Check the name; to a private channel, invite the bot first (/invite)."
COPY_ID = "Write the name as Slack shows it, or the id (profile, ⋮, Copy member ID)."


class Directory(Protocol):
    """What is asked of Slack: everyone and every channel, once."""

    async def channels(self) -> Sequence[Channel]:
        """The channels the bot can see, archived ones left out."""
        ...

    async def profiles(self) -> Sequence[Profile]:
        """Every user of the workspace."""
        ...


@dataclass(frozen=True, slots=True)
class ResolvedTeam:
    """A team whose channel and people are known. `members` is None when they are those of the channel."""

    name: str
    channel: Channel
    lead: Profile
    members: tuple[Profile, ...] | None
    function: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class ResolvedRitual:
    """A ritual and the names of the teams it asks; the first team's lead owns it."""

    plan: RitualPlan
    teams: tuple[str, ...]


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
        named = [team.lead for team in self.teams] + [digest.owner for digest in self.digests]
        named += [member for team in self.teams for member in team.members or ()]
        return list({profile.slack_id: profile for profile in named}.values())


async def resolve(file: RitualsFile, directory: Directory) -> Resolved:
    """Look up every channel and person a file names. Raises FileProblems with all that are not there."""
    report = Report()
    names = _Names(await directory.channels(), await directory.profiles(), report)
    teams = _teams(file, names)
    digests = _digests(file, names, teams)
    rituals = tuple(_rituals(file, names, teams))
    if report.problems:
        raise FileProblems(file.source, report.problems)
    return Resolved(tuple(teams.values()), rituals, digests)


class _Names:
    """Slack's names, and what could not be found among them."""

    def __init__(self, channels: Sequence[Channel], profiles: Sequence[Profile], report: Report) -> None:
        self._channels = channels
        self._profiles = profiles
        self.report = report

    def channel(self, written: Placed) -> Channel | None:
        for channel in self._channels:
            if written.text in (channel.slack_id, f"#{channel.name}"):
                return channel
        known = [] if CHANNEL_ID.fullmatch(written.text) else [f"#{item.name}" for item in self._channels]
        self._missing(written, "the bot sees no channel", near(written.text, known, INVITE))
        return None

    def people(self, written: Iterable[Placed]) -> list[Profile]:
        found = [self.person(name) for name in written]
        return [person for person in found if person]

    def person(self, written: Placed) -> Profile | None:
        fitting = [profile for profile in self._profiles if _is_called(profile, written.text)]
        people = [profile for profile in fitting if profile.is_person]
        if len(people) == 1:
            return people[0]
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


def _teams(file: RitualsFile, names: _Names) -> dict[str, ResolvedTeam]:
    teams = {}
    for entry in file.teams:
        channel, lead = names.channel(entry.channel), names.person(entry.lead)
        members = None if entry.members is None else tuple(names.people(entry.members))
        if channel and lead:
            name = entry.name.text
            teams[name] = ResolvedTeam(name, channel, lead, members, entry.function, entry.country)
    return teams


def _digests(file: RitualsFile, names: _Names, teams: dict[str, ResolvedTeam]) -> tuple[ResolvedDigest, ...]:
    digests = []
    for entry in file.digests:
        channel = names.channel(entry.channel)
        owner = names.person(entry.lead) if entry.lead else _lead_of(channel, teams)
        if channel and owner:
            plan = DigestPlan(
                entry.name.text, channel.slack_id, entry.weekday, entry.at, entry.zone, entry.audience
            )
            digests.append(ResolvedDigest(plan, channel, owner))
    return tuple(digests)


def _lead_of(channel: Channel | None, teams: dict[str, ResolvedTeam]) -> Profile | None:
    here = [team.lead for team in teams.values() if channel and team.channel.slack_id == channel.slack_id]
    return next(iter([*here, *(team.lead for team in teams.values())]), None)


def _rituals(file: RitualsFile, names: _Names, teams: dict[str, ResolvedTeam]) -> Iterator[ResolvedRitual]:
    for entry in file.rituals:
        asked = tuple(team.text for team in entry.teams)
        channel = names.channel(entry.report) if entry.report else None
        homes = {teams[name].channel.slack_id for name in asked if name in teams}
        own = channel is None or homes == {channel.slack_id}
        plan = entry.plan if own or channel is None else replace(entry.plan, report=channel.slack_id)
        yield ResolvedRitual(plan, asked)
