"""Who can read a channel: Slack is asked once in a while, and not for every page that is turned."""

from dataclasses import replace
from typing import cast

import pytest

from bot.trends.sight import LATELY, ChannelReaders
from bot.values.people import Channel, Member
from bot.values.ports import Slack
from tests.trends.slack import Workspace

MEMBER = Member(1, 1, "UANA", "Ana", "Europe/Berlin")


class Asked(Workspace):
    """Slack, which counts how often it is asked."""

    times = 0

    async def channel(self, channel_id: str) -> Channel:
        """A channel that exists, or a refusal."""
        self.times += 1
        return await super().channel(channel_id)


class Clock:
    """It stands still until it is put forward."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize("is_private", [True, False])
async def test_slack_is_asked_again_when_its_word_is_old(is_private: bool) -> None:
    slack, clock = Asked(Channel("CHR", "hr", is_private=is_private), members=[MEMBER.slack_id]), Clock()
    channels = ChannelReaders(clock)

    async def can_read(who: Member = MEMBER) -> bool:
        return await channels.can_read(cast(Slack, slack), who, "CHR")

    assert [await can_read() for _ in range(3)] == [True, True, True]
    assert slack.times == 1
    slack.members = []
    slack.channels = {"CHR": Channel("CHR", "hr", is_private=True)}
    clock.at = LATELY
    assert not await can_read()
    assert slack.times == 2


async def test_everybody_is_told_apart_and_a_refusal_is_not_remembered() -> None:
    slack, channels = Asked(members=[MEMBER.slack_id]), ChannelReaders(Clock())
    stranger = replace(MEMBER, slack_id="USTRANGER")
    asked = cast(Slack, slack)
    assert not await channels.can_read(asked, MEMBER, "CHR")
    slack.channels["CHR"] = Channel("CHR", "hr", is_private=True)
    assert await channels.can_read(asked, MEMBER, "CHR")
    assert not await channels.can_read(asked, stranger, "CHR")
    elsewhere = replace(MEMBER, workspace_id=MEMBER.workspace_id + 1)
    slack.members = []
    assert not await channels.can_read(asked, elsewhere, "CHR"), "another workspace is asked for itself"
