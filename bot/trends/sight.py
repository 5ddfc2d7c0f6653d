"""What of the teams' numbers somebody may see when they ask: what stands in channels they can read, and what was for
them as the lead of a team.

A team with a private channel is known to its members, its lead and admins. What went to a lead alone, or to another
private channel, is for those alone, whatever their role.
"""

import time
from asyncio import Semaphore, gather
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.store import teams as team_store
from bot.store import trends as queries
from bot.store.engine import Store
from bot.store.frozen import FrozenRound
from bot.values.errors import SlackRefused
from bot.values.people import Member, Role, Team
from bot.values.ports import Slack
from bot.values.rituals import TO_LEAD, TO_TEAM

_LOOK_UPS_AT_ONCE = 10

LATELY = 60.0
"""Seconds for which what Slack said of a channel is taken to be so: it is not asked for every page that is turned."""


@dataclass(frozen=True, slots=True)
class Known:
    """What one person may see: these teams, by name; `hidden` others not. `channels`: whose words they can read."""

    member: Member
    teams: Sequence[Team]
    hidden: int
    channels: frozenset[str]

    def may_hear(self, report: str, of: Iterable[Team]) -> bool:
        """Whether what these teams answered and what went there is for them as well."""
        if report == TO_LEAD:
            return all(team.lead_id == self.member.id for team in of)
        return report == TO_TEAM or report in self.channels

    def as_known(self, frozen: FrozenRound, of: Iterable[Team]) -> FrozenRound:
        """A round as this person knows it: what was for the lead alone is no secret to whoever leads these teams."""
        asked = [team for team in of if team.id in frozen.team_ids]
        is_theirs = len(asked) == len(frozen.team_ids) and self.may_hear(TO_LEAD, asked)
        if frozen.round.report != TO_LEAD or not is_theirs:
            return frozen
        return replace(frozen, round=replace(frozen.round, report=TO_TEAM))


class ChannelReaders:
    """Who can read a channel, as Slack says or lately said."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[tuple[int, str], tuple[float, Collection[str] | None]] = {}

    async def can_read(self, slack: Slack, member: Member, channel_id: str) -> bool:
        """Whether this person can; a channel that cannot be looked up is taken to be closed to them."""
        key = member.workspace_id, channel_id
        self._forget()
        if key not in self._said:
            try:
                self._said[key] = self._clock() + LATELY, await _readers(slack, channel_id)
            except SlackRefused:
                return False
        _until, readers = self._said[key]
        return readers is None or member.slack_id in readers

    def _forget(self) -> None:
        now = self._clock()
        self._said = {key: said for key, said in self._said.items() if said[0] > now}


async def known_to(store: Store, slack: Slack, channels: ChannelReaders, member: Member) -> Known:
    """What this person may see. May ask Slack, so call it outside any transaction."""
    async with store.reading() as tx:
        every = await team_store.of_workspace(tx, member.workspace_id)
        mine = await team_store.ids_of_member(tx, member.id)
        reports = await queries.report_channels(tx, member.workspace_id)
    seen = [team for team in every if may_see(team, member, mine)]
    homes = {team.channel_id for team in every}
    readable = await _readable(slack, channels, reports - homes, member)
    known = {team.channel_id for team in seen} | readable
    return Known(member, seen, len(every) - len(seen), frozenset(known))


def may_see(team: Team, member: Member, mine: Collection[int]) -> bool:
    """Whether somebody who is in `mine` may see this team's numbers."""
    return not team.is_private or team.id in mine or team.lead_id == member.id or member.role is Role.ADMIN


async def _readable(
    slack: Slack, channels: ChannelReaders, channel_ids: Collection[str], member: Member
) -> set[str]:
    at_once = Semaphore(_LOOK_UPS_AT_ONCE)

    async def can_read(channel_id: str) -> bool:
        async with at_once:
            return await channels.can_read(slack, member, channel_id)

    answers = await gather(*map(can_read, channel_ids))
    return {channel_id for channel_id, can in zip(channel_ids, answers, strict=True) if can}


async def _readers(slack: Slack, channel_id: str) -> Collection[str] | None:
    """Who is in a private channel; None: anybody can read it."""
    if not (await slack.channel(channel_id)).is_private:
        return None
    return frozenset(await slack.channel_members(channel_id))
