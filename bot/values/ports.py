"""What the doors are handed: Slack and the calendar, as seen from inside the house."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.values.deliveries import Found, Message
from bot.values.people import Channel, Profile, Usergroup

View = dict[str, Any]


class Calendar(Protocol):
    """The calendar clock: schedules, windows, ages, what "today" is. In the sandbox it can be wound."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class Slack(Protocol):
    """What may be asked of Slack while a person waits. Each raises `SlackRefused` when Slack says no."""

    async def open_modal(self, trigger_id: str, view: View) -> None:
        """Show a modal. The trigger lives 3 seconds and works once."""
        ...

    async def push_modal(self, trigger_id: str, view: View) -> None:
        """Show a modal on top of the one that is open."""
        ...

    async def update_modal(self, view_id: str, view: View, *, hash: str | None = None) -> None:
        """Replace a modal that is open; what was typed stays where block and action keep their ids.

        With the `hash` the view came with, this fails when it has changed meanwhile.
        """
        ...

    async def publish_home(self, user_id: str, view: View) -> None:
        """Replace a person's Home tab."""
        ...

    async def whisper(self, channel_id: str, user_id: str, message: Message) -> None:
        """Say something only this person sees, in a channel they are in."""
        ...

    async def channel(self, channel_id: str) -> Channel:
        """Look a channel up."""
        ...

    async def join(self, channel_id: str) -> None:
        """Become a member of a public channel."""
        ...

    async def channel_members(self, channel_id: str) -> Sequence[str]:
        """The user ids in a channel, bots and deactivated ones included."""
        ...

    async def usergroups(self) -> Sequence[Usergroup]:
        """The user groups of the workspace that are not switched off."""
        ...

    async def usergroup_members(self, usergroup_id: str) -> Sequence[str]:
        """The user ids in a user group."""
        ...

    async def undisturbed(self, user_ids: Collection[str], now: datetime) -> Mapping[str, datetime]:
        """Those of these users whom Slack says not to disturb at this calendar instant, and until when, in UTC."""
        ...

    async def profile(self, user_id: str) -> Profile:
        """Look one user up."""
        ...

    async def profiles(self) -> Sequence[Profile]:
        """Every user of the workspace."""
        ...

    async def text_of(self, channel_id: str, ts: str, thread_ts: str | None = None) -> str | None:
        """What a person wrote to the bot, in a thread or not, as they typed it; None when it is gone."""
        ...

    async def permalink(self, channel_id: str, ts: str) -> str:
        """The address of a message."""
        ...

    async def find_own(self, channel_id: str, delivery_id: str, since: datetime) -> Sequence[Found]:
        """Every copy of a delivery that stands in a conversation, oldest first."""
        ...

    async def remove(self, channel_id: str, ts: str) -> None:
        """Delete a message of ours."""
        ...

    async def prepare_file(self, name: str, content: bytes | Path) -> str:
        """Bring a file to Slack, where nobody sees it; how Slack calls it. One on disk is never read whole."""
        ...

    async def share_file(self, user_id: str, file_id: str, title: str, words: str) -> None:
        """Show a file that was brought in the direct conversation with a person."""
        ...

    async def has_file(self, user_id: str, file_id: str, since: datetime) -> bool:
        """Whether a person was sent this file, since this calendar instant."""
        ...

    async def workspace_id(self) -> str:
        """The id of the workspace whose token we hold, as T…."""
        ...


class Keyring(Protocol):
    """Where keys are kept: outside the database and its backups, so that destroying one is final.

    Each raises `NoPlaceForKeys` when there is no such place, or it cannot be reached.
    """

    async def add(self, name: str, key: bytes) -> None:
        """Keep a key under a name that is free."""
        ...

    async def read(self, name: str) -> bytes | None:
        """The key with this name; None when there is none, or none any more."""
        ...

    async def destroy(self, name: str) -> None:
        """Destroy a key; once is as good as twice."""
        ...

    async def names(self, prefix: str) -> Sequence[str]:
        """The names of the keys that begin like this."""
        ...
