"""Who may take an export along from Slack, and what is in it: leads of the teams they lead, admins of every team
whose channel is public and of those they are in."""

from asyncio import Semaphore, gather
from collections.abc import Collection, Sequence

from bot.store import members, teams
from bot.store.engine import Store, Transaction
from bot.store.exporting import asking
from bot.trends.visible import LOOK_UPS_AT_ONCE
from bot.values.errors import NotThere, NotYours, SlackRefused
from bot.values.exporting import Extent, Reader
from bot.values.people import Member, Role, Team
from bot.values.ports import Slack
from bot.values.rituals import TO_LEAD, TO_TEAM

_NO_TEAMS = (
    "There is no team yet whose answers could be exported. `/checkin new` starts one with its first check-in."
)

MOST_NAMED = 3


async def teams_for(tx: Transaction, member: Member) -> list[Team]:
    """The teams somebody may take along. Raises NotYours or NotThere."""
    every = await teams.of_workspace(tx, member.workspace_id)
    if not every:
        raise NotThere(_NO_TEAMS)
    own = {team.id for team in await teams.own_of(tx, member)}
    found = [team for team in every if _is_for(member, team, own)]
    if not found:
        raise NotYours(await _who_can(tx, member, every, own))
    return found


async def extent_for(store: Store, slack: Slack, member: Member) -> Extent:
    """What is in their export. Asks Slack which channels they read, so outside of any transaction. Raises NotYours or
    NotThere: they may have been made something else since they asked."""
    async with store.reading() as tx:
        about = await teams_for(tx, member)
        every = await teams.of_workspace(tx, member.workspace_id)
        own = {team.id for team in await teams.own_of(tx, member)}
        former = await asking.disbanded(tx, member.workspace_id)
        shown_in = await asking.channels(tx, member.workspace_id)
    is_admin = member.role is Role.ADMIN
    known = {team.id for team in every if not team.is_private or team.id in own} | former
    open_to_all = {team.channel_id for team in every if not team.is_private}
    looked_up = await _read_by(member, slack, shown_in - open_to_all - {TO_TEAM, TO_LEAD})
    reader = Reader(
        member_id=member.id,
        is_admin=is_admin,
        teams=frozenset({team.id for team in about} | (former if is_admin else set())),
        led=frozenset(team.id for team in every if team.lead_id == member.id),
        known=frozenset(known),
        channels=frozenset((open_to_all & shown_in) | looked_up),
    )
    return Extent(member.workspace_id, reader)


def _is_for(member: Member, team: Team, own: Collection[int]) -> bool:
    if team.lead_id == member.id:
        return True
    return member.role is Role.ADMIN and (not team.is_private or team.id in own)


async def _who_can(tx: Transaction, member: Member, every: Sequence[Team], own: Collection[int]) -> str:
    """Those who lead the teams somebody is in, else the admins."""
    led = [team for team in every if team.id in own and team.lead_id is not None]
    leads = [
        f"{(await members.by_id(tx, team.lead_id)).name}, who leads {team.name}"
        for team in led[:MOST_NAMED]
        if team.lead_id is not None
    ]
    admins = [] if leads else [each.name for each in await members.admins(tx, member.workspace_id)]
    who = ", ".join(leads) or " or ".join(admins[:MOST_NAMED]) or "An admin"
    also = ", or an admin" if leads else ""
    why = "it holds what people said under their names. `/trends` shows you what changed."
    return f"{who}{also} can export that: {why}"


async def _read_by(member: Member, slack: Slack, channel_ids: Collection[str]) -> set[str]:
    at_once = Semaphore(LOOK_UPS_AT_ONCE)

    async def reads(channel_id: str) -> bool:
        async with at_once:
            return await _reads(member, slack, channel_id)

    answers = await gather(*(reads(channel_id) for channel_id in channel_ids))
    return {channel_id for channel_id, is_read in zip(channel_ids, answers, strict=True) if is_read}


async def _reads(member: Member, slack: Slack, channel_id: str) -> bool:
    """Whether somebody can read a channel; one that cannot be looked up is taken to be none they can."""
    try:
        if not (await slack.channel(channel_id)).is_private:
            return True
        return member.slack_id in await slack.channel_members(channel_id)
    except SlackRefused:
        return False
