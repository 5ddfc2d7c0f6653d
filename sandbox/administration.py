"""What administrators and colleagues do to a workspace. Every verb waits until the app has been told."""

from abc import ABC, abstractmethod

from sandbox.company import PersonSeed
from sandbox.delivery.courier import Courier
from sandbox.model import User
from sandbox.person import Person
from sandbox.workspace import Workspace


class Administration(ABC):
    """The verbs of those who run the workspace; `Sandbox` lends them its parts."""

    workspace: Workspace
    delivery: Courier

    @abstractmethod
    def person(self, name_or_id: str) -> Person:
        """The person with this short name or id."""

    async def archive(self, channel: str) -> None:
        self.workspace.archive(self.workspace.channel(channel))
        await self.delivery.quiet()

    async def delete_channel(self, channel: str) -> None:
        self.workspace.delete_channel(self.workspace.channel(channel))
        await self.delivery.quiet()

    async def rename(self, channel: str, name: str) -> None:
        self.workspace.rename(self.workspace.channel(channel), name)
        await self.delivery.quiet()

    async def invite(self, who: str, channel: str, *, by: str | None = None) -> None:
        """Add a person, or with `who="app"` the app itself, to a channel."""
        inviter = self.workspace.user(by).id if by else None
        self.workspace.add_member(self.workspace.channel(channel), self._member(who), inviter=inviter)
        await self.delivery.quiet()

    async def remove(self, who: str, channel: str) -> None:
        self.workspace.remove_member(self.workspace.channel(channel), self._member(who))
        await self.delivery.quiet()

    async def change_timezone(self, person: str, timezone: str) -> None:
        user = self.workspace.user(person)
        user.timezone = timezone
        await self._announce(user)

    async def deactivate(self, person: str) -> None:
        user = self.workspace.user(person)
        user.deactivated = True
        await self._announce(user)

    async def add_person(self, seed: PersonSeed) -> Person:
        user = self.workspace.add_person(seed)
        await self.delivery.quiet()
        return self.person(user.id)

    async def uninstall(self) -> None:
        self.workspace.uninstall()
        await self.delivery.quiet()

    async def reinstall(self) -> None:
        """Install the app again after `uninstall`; its token is the one it had. Slack tells the app nothing."""
        self.workspace.reinstall()
        await self.delivery.quiet()

    async def set_usergroup(self, group: str, *members: str) -> None:
        """Make exactly these people a user group's members."""
        users = [self.workspace.user(name).id for name in members]
        self.workspace.usergroups.set_members(self.workspace.usergroups.group(group), users)
        await self.delivery.quiet()

    async def disable_usergroup(self, group: str) -> None:
        """Switch a user group off."""
        self.workspace.usergroups.switch_off(self.workspace.usergroups.group(group))
        await self.delivery.quiet()

    def _member(self, who: str) -> str:
        return self.workspace.app.bot_user if who == "app" else self.workspace.user(who).id

    async def _announce(self, user: User) -> None:
        self.workspace.user_changed(user)
        await self.delivery.quiet()
