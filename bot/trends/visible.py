"""What may be shown where: results of a private channel stay in it."""

from asyncio import Semaphore, gather
from collections.abc import Callable, Collection

from bot.store import trends as queries
from bot.store.engine import Store
from bot.values.errors import SlackRefused
from bot.values.ports import Slack

LOOK_UPS_AT_ONCE = 10
"""Channels asked about at the same time."""

MayShow = Callable[[str, str], bool]
"""(the channel of a team or of a ritual's results, the digest's) → whether what is shown there may be quoted here."""


async def sight_from(store: Store, slack: Slack, workspace_id: int, channel_id: str) -> MayShow:
    """What a digest in this channel may show. May ask Slack, so call it outside any transaction.

    Whether a team's channel is private is kept with the team; one that only gets a ritual's results is looked up.
    """
    async with store.transaction() as tx:
        every = [team for team, _lead in await queries.teams(tx, workspace_id)]
        reports = await queries.report_channels(tx, workspace_id)
    homes = {team.channel_id for team in every}
    public = homes - {team.channel_id for team in every if team.is_private}
    public |= await _public_among(slack, reports - homes - {channel_id})
    return lambda team_channel, digest_channel: team_channel == digest_channel or team_channel in public


async def _public_among(slack: Slack, channel_ids: Collection[str]) -> set[str]:
    """Look these channels up. One that cannot be looked up is taken to be private."""
    at_once = Semaphore(LOOK_UPS_AT_ONCE)
    answers = await gather(*(_is_public(slack, channel_id, at_once) for channel_id in channel_ids))
    return {channel_id for channel_id, is_public in zip(channel_ids, answers, strict=True) if is_public}


async def _is_public(slack: Slack, channel_id: str, at_once: Semaphore) -> bool:
    async with at_once:
        try:
            return not (await slack.channel(channel_id)).is_private
        except SlackRefused:
            return False
