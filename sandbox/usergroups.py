"""User groups: who is in them, and what an app hears of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sandbox.company import UsergroupSeed
from sandbox.errors import SlackError
from sandbox.ids import stable_id
from sandbox.model import Usergroup
from sandbox.objects import usergroup_object

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


class Usergroups:
    """The user groups of a workspace."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.groups: dict[str, Usergroup] = {}

    def found(self, seed: UsergroupSeed, *, creator: str) -> Usergroup:
        """A group that was there from the beginning."""
        now = int(self._workspace.clock.now().timestamp())
        members = [self._workspace.user(name).id for name in seed.members]
        known = seed.id or stable_id("S", seed.handle)
        group = Usergroup(known, seed.handle, seed.name, creator, now, now, members=members)
        self.groups[group.id] = group
        return group

    def group(self, handle_or_id: str) -> Usergroup:
        """A group by id, or by handle with or without `@`; `no_such_subteam` otherwise."""
        handle = handle_or_id.removeprefix("@")
        known = self.groups.values()
        found = self.groups.get(handle_or_id) or next((each for each in known if each.handle == handle), None)
        if found is None:
            raise SlackError("no_such_subteam")
        return found

    def set_members(self, group: Usergroup, users: Iterable[str]) -> None:
        """Somebody edits who is in the group."""
        before, group.members = group.members, list(dict.fromkeys(users))
        added = [user for user in group.members if user not in before]
        removed = [user for user in before if user not in group.members]
        previous, group.updated = group.updated, int(self._workspace.clock.now().timestamp())
        event = {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": self._workspace.id,
            "date_previous_update": previous,
            "date_update": group.updated,
            "added_users": added,
            "added_users_count": str(len(added)),
            "removed_users": removed,
            "removed_users_count": str(len(removed)),
        }
        self._workspace.happened("subteam_members_changed", event)
        self._announce(group)

    def switch_off(self, group: Usergroup) -> None:
        """Somebody disables the group; its members are kept."""
        group.deleted = group.updated = int(self._workspace.clock.now().timestamp())
        self._announce(group)

    def _announce(self, group: Usergroup) -> None:
        shown = usergroup_object(group, self._workspace.id, with_users=True, with_count=True)
        self._workspace.happened("subteam_updated", {"type": "subteam_updated", "subteam": shown})
        self._workspace.changed("usergroup")
