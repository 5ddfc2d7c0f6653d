"""Channels somebody picks in a form: they must be usable, and the person must be in a private one."""

from collections.abc import Collection

from bot.handlers.house import House
from bot.values.errors import DrumbeatError, Unusable
from bot.values.people import Channel, Member


async def look_at(house: House, member: Member, channel_id: str, *, field: str) -> Channel:
    """The channel, if it can be used by this person. Raises Unusable beside the field."""
    try:
        channel = await house.slack.channel(channel_id)
        if channel.is_archived:
            raise Unusable("That channel is archived. Pick another one, or unarchive it first.")
        if channel.is_private and member.slack_id not in await _people(house, channel_id):
            # Slack offers only the private channels somebody is in; a request need not come from what it offers.
            raise Unusable(
                "You are not in that channel. Pick one you are in, or ask somebody there to set it up."
            )
    except DrumbeatError as refusal:
        raise Unusable(refusal.user_message, field=field) from refusal
    return channel


async def enter(house: House, channel: Channel, *, field: str) -> None:
    """Let Drumbeat into a channel that was looked at. Raises Unusable beside the field."""
    if channel.is_private or channel.has_bot:
        return
    try:
        await house.slack.join(channel.slack_id)
    except DrumbeatError as refusal:
        raise Unusable(refusal.user_message, field=field) from refusal


async def is_in(house: House, member: Member, channel_id: str) -> bool:
    """Whether a person is in a channel."""
    return member.slack_id in await _people(house, channel_id)


async def _people(house: House, channel_id: str) -> Collection[str]:
    return await house.slack.channel_members(channel_id)
