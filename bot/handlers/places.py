"""Looking up what a form names: the channel, with Drumbeat in it, and who is there."""

from collections.abc import Sequence

from bot.handlers.house import House
from bot.store import members
from bot.values.errors import DrumbeatError, SlackRefused, Unusable
from bot.values.people import Channel, Member


async def enter(house: House, member: Member, channel_id: str, *, field: str) -> Channel:
    """A channel a member may set something up in; Drumbeat joins it. Raises Unusable beside the field."""
    try:
        channel = await house.slack.channel(channel_id)
        if channel.is_archived:
            raise Unusable("That channel is archived. Pick another one, or unarchive it first.")
        if channel.is_private:
            await _check_is_in(house, member, channel)
        elif not channel.has_bot:
            await house.slack.join(channel_id)
    except DrumbeatError as refusal:
        raise Unusable(refusal.user_message, field=field) from refusal
    return channel


async def meet(house: House, member: Member, user_ids: Sequence[str]) -> None:
    """Look up in Slack whoever of these a workspace does not know yet."""
    async with house.store.transaction() as tx:
        unknown = await members.unknown_among(tx, member.workspace_id, user_ids)
    profiles = [await house.slack.profile(user_id) for user_id in unknown]
    if profiles:
        async with house.store.transaction() as tx:
            await members.save(tx, member.workspace_id, profiles)


async def users_of_group(house: House, usergroup_id: str, *, field: str) -> Sequence[str]:
    """Who is in a user group. Raises Unusable beside the field."""
    try:
        return await house.slack.usergroup_members(usergroup_id)
    except SlackRefused as refusal:
        raise Unusable(
            "I can't read that user group. Pick another one, or take the members from the channel.",
            field=field,
        ) from refusal


async def _check_is_in(house: House, member: Member, channel: Channel) -> None:
    # Slack offers only the private channels somebody is in; a request need not come from what it offers.
    if member.slack_id not in await house.slack.channel_members(channel.slack_id):
        raise Unusable(
            "You are not in that channel. Pick one you are in, or ask somebody there to set it up."
        )
