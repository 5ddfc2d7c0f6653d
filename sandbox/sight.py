"""What one person can see, and finding things in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.elements import Element, elements
from sandbox.errors import NotVisible
from sandbox.model import Channel, Message, User, View
from sandbox.text import with_mentions
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """Somewhere elements are shown: a message or a view."""

    message: Message | None = None
    view: View | None = None

    @property
    def shown_message(self) -> Message:
        assert self.message is not None
        return self.message

    @property
    def elements(self) -> list[Element]:
        shown = self.view or self.message
        return list(elements(shown.blocks)) if shown else []


class Sight:
    """A person's eyes. `at_home`: they look at the app's Home tab rather than at conversations."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        self._workspace = workspace
        self._user = user
        self.at_home = False

    @property
    def channels(self) -> list[Channel]:
        """Everything this person is in, and every public channel unless they are a guest."""
        return [
            channel
            for channel in self._workspace.channels.values()
            if self._user.id in channel.members or (channel.kind == "public" and not self._user.guest)
        ]

    def messages(self, channel: Channel) -> list[Message]:
        """A channel as it scrolls by: its messages and one's own ephemerals, oldest first, no replies."""
        return [message for message in self._all_in(channel) if not message.is_reply]

    def thread(self, parent: Message) -> list[Message]:
        channel = self._workspace.channels[parent.channel]
        return [each for each in self._all_in(channel) if parent.ts in (each.ts, each.thread_ts)]

    def ephemerals(self, channel: Channel | None = None, since: int = 0) -> list[Message]:
        """Ephemeral messages to this person that came after the one numbered `since`."""
        return [
            message
            for message in self._workspace.ephemerals.get(self._user.id, ())
            if message.order > since and channel in (None, self._workspace.channels.get(message.channel))
        ]

    def find(
        self,
        wanted: str,
        kinds: frozenset[str],
        *,
        channel: Channel | None = None,
        message: Message | None = None,
    ) -> tuple[Place, Element]:
        """The newest visible element of one of `kinds` that is called `wanted`, or `NotVisible`."""
        visible: list[str] = []
        for place in self._places(channel, message):
            for element in place.elements:
                if element.type in kinds:
                    if element.is_called(wanted):
                        return place, element
                    visible.append(element.name)
        raise NotVisible(self._user.name, wanted, list(dict.fromkeys(visible))[:40])

    def written(self, text: str) -> str:
        """Turn `@ben` and `#checkout` into mentions, as the composer does."""
        return with_mentions(text, self._person_mention, self._channel_mention)

    def _person_mention(self, name: str) -> str | None:
        found = [user for user in self._workspace.users.values() if user.name == name]
        return f"<@{found[0].id}>" if found else None

    def _channel_mention(self, name: str) -> str | None:
        found = [channel for channel in self.channels if channel.name == name]
        if not found:
            return None
        return f"<#{found[0].id}|{name if found[0].kind == 'public' else ''}>"

    def _places(self, channel: Channel | None, message: Message | None) -> Iterator[Place]:
        """A modal covers everything; then what was asked for, else the Home tab or the newest messages."""
        if message is not None:
            yield Place(message=message)
            return
        modal = self._workspace.views.top(self._user.id)
        if modal is not None and channel is None:
            yield Place(view=modal)
            return
        home = self._workspace.views.homes.get(self._user.id)
        if home is not None and self.at_home and channel is None:
            yield Place(view=home)
        yield from (Place(message=each) for each in self._newest_first(channel))
        if home is not None and not self.at_home and channel is None:
            yield Place(view=home)

    def _newest_first(self, channel: Channel | None) -> list[Message]:
        channels = self.channels if channel is None else [channel]
        found = [message for each in channels for message in self._all_in(each)]
        return sorted(found, key=lambda message: message.order, reverse=True)

    def _all_in(self, channel: Channel) -> list[Message]:
        together = [*channel.messages.values(), *self.ephemerals(channel)]
        return sorted(together, key=lambda message: (message.ts, message.order))
