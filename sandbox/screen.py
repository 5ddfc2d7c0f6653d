"""One person's screen: what they see on it, and finding things there."""

from sandbox.elements import VALUE_KEYS, Element, elements
from sandbox.errors import NotVisible
from sandbox.model import Channel, Message, User, View
from sandbox.sight import Place, Sight
from sandbox.workspace import Workspace


class Screen:
    """What a person sees. Elements go by their text, label or action_id, newest first."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        self.user = user
        self.id = user.id
        self._workspace = workspace
        self._sight = Sight(workspace, user)

    @property
    def modal(self) -> View | None:
        """The view on top of their stack."""
        return self._workspace.views.top(self.id)

    @property
    def home(self) -> View | None:
        return self._workspace.views.homes.get(self.id)

    @property
    def direct_messages(self) -> list[Message]:
        """Their conversation with the app."""
        return self._sight.messages(self._dm)

    def sees(self, channel: str) -> list[Message]:
        """A channel's messages, this person's ephemerals among them, oldest first."""
        return self._sight.messages(self._channel(channel))

    def sees_thread(self, message: Message) -> list[Message]:
        return self._sight.thread(message)

    @property
    def _dm(self) -> Channel:
        return self._workspace.direct(self._workspace.app.bot_user, self.id)

    def _channel(self, name: str | None) -> Channel:
        if self.user.deactivated:
            raise NotVisible(self.user.name, "Slack", ["nothing: deactivated people cannot sign in"])
        if name is None:
            return self._dm
        channel = self._workspace.channel(name)
        if channel not in self._sight.channels:
            raise NotVisible(self.user.name, name, [each.name for each in self._sight.channels])
        return channel

    def _find(
        self, wanted: str, kinds: frozenset[str], channel: str | None, message: Message | None
    ) -> tuple[Place, Element]:
        place = None if channel is None else self._channel(channel)
        return self._sight.find(wanted, kinds, channel=place, message=message)

    def _field(self, view: View, name: str) -> Element:
        fields = [each for each in elements(view.blocks) if each.type in VALUE_KEYS]
        for element in fields:
            if element.is_called(name) or element.block_id == name:
                return element
        raise NotVisible(self.user.name, name, [element.name for element in fields])

    def _open_modal(self) -> View:
        view = self.modal
        if view is None:
            raise NotVisible(self.user.name, "a modal", [])
        return view

    def _latest(self) -> int:
        return max((each.order for each in self._workspace.ephemerals.get(self.id, ())), default=0)
