"""The little of Slack a digest asks for, played by a test."""

from collections.abc import Sequence

from bot.values.errors import SlackRefused
from bot.values.people import Channel
from bot.values.ports import View


class Workspace:
    """Channels by id, and what was asked of Slack."""

    def __init__(self, *channels: Channel, members: Sequence[str] = ()) -> None:
        self.channels = {channel.slack_id: channel for channel in channels}
        self.members = members
        self.opened: list[View] = []
        self.joined: list[str] = []

    async def channel(self, channel_id: str) -> Channel:
        """A channel that exists, or a refusal."""
        if channel_id not in self.channels:
            raise SlackRefused("channel_not_found", "I cannot see that channel.")
        return self.channels[channel_id]

    async def open_modal(self, trigger_id: str, view: View) -> None:
        """Remember the view."""
        self.opened.append(view)

    async def join(self, channel_id: str) -> None:
        """Remember the channel."""
        self.joined.append(channel_id)

    async def channel_members(self, channel_id: str) -> Sequence[str]:
        """Who is in every channel here."""
        return self.members
