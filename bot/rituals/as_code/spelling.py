"""How Slack's ids are written in a file: as people write names, or as they are where a name could mean another."""

from collections.abc import Sequence

from bot.rituals.as_code.resolving import Directory
from bot.rituals.as_code.values import CHANNEL_NAME, HANDLE
from bot.values.people import Channel, Member, Profile, Usergroup


class Spelling:
    """Everybody and every channel and user group of a workspace, by name."""

    def __init__(
        self, channels: Sequence[Channel], profiles: Sequence[Profile], usergroups: Sequence[Usergroup]
    ) -> None:
        self._channels = {channel.slack_id: channel.name for channel in reversed(channels)}
        self._by_channel_name = {channel.name: channel.slack_id for channel in reversed(channels)}
        self._people = {profile.slack_id: profile for profile in profiles}
        self._handles = [f"@{profile.name}".casefold() for profile in profiles if profile.is_person]
        self._usergroups = {group.slack_id: group for group in usergroups}
        self._groups = [f"@{group.handle}".casefold() for group in usergroups]

    def channel(self, slack_id: str) -> str:
        """`#checkout`, or the id of a channel the bot does not see."""
        name = self._channels.get(slack_id, "")
        is_clear = self._by_channel_name.get(name) == slack_id and CHANNEL_NAME.fullmatch(f"#{name}")
        return f"#{name}" if is_clear else slack_id

    def person(self, member: Member) -> str:
        """`@ana`, or the id of somebody who left or whose name is not theirs alone."""
        profile = self._people.get(member.slack_id)
        written = f"@{profile.name}" if profile else ""
        is_clear = profile and profile.is_person and self._handles.count(written.casefold()) == 1
        return written if is_clear and _can_stand(written) else member.slack_id

    def usergroup(self, slack_id: str) -> str:
        """`@mobile`, or the id of a group that was switched off."""
        group = self._usergroups.get(slack_id)
        written = f"@{group.handle}" if group else ""
        is_clear = self._groups.count(written.casefold()) == 1 and _can_stand(written)
        return written if is_clear else slack_id

    def channel_name(self, slack_id: str, known: str) -> str:
        """What the channel is called, or was when it was last seen."""
        return self._channels.get(slack_id, known)


async def read_spelling(directory: Directory, *, with_usergroups: bool) -> Spelling:
    """Ask Slack for all names."""
    usergroups = await directory.usergroups() if with_usergroups else ()
    return Spelling(await directory.channels(), await directory.profiles(), usergroups)


def _can_stand(written: str) -> bool:
    return bool(HANDLE.fullmatch(written)) and written == written.strip() and written.isprintable()
