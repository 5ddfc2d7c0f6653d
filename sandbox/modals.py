"""Views: each person's stack of modals and their Home tab."""

import json
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox.elements import carried_over, initial_state, without_ids_missing
from sandbox.errors import Json, SlackError
from sandbox.ids import fresh_id
from sandbox.model import View
from sandbox.objects import view_object

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

DEEPEST_STACK = 3  # docs.slack.dev/surfaces/modals
LARGEST_VIEW = 250 * 1024  # docs.slack.dev/reference/methods/views.open


class Views:
    """The views of one app. Every change gives a view a new hash."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def top(self, user: str) -> View | None:
        stack = self.stack(user)
        return stack[-1] if stack else None

    def open(self, user: str, definition: Json) -> View:
        """Show a modal as the root of a new stack."""
        view = self._new(user, definition)
        self.stacks[user] = [view]
        self._workspace.changed("view", user=user)
        return view

    def push(self, user: str, definition: Json) -> View:
        stack = self.stack(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST_STACK:
            raise SlackError("push_limit_reached")
        view = self._new(user, definition, below=stack[-1])
        stack.append(view)
        self._workspace.changed("view", user=user)
        return view

    def update(self, view: View, definition: Json, expected_hash: str | None = None) -> View:
        """Replace what a view shows; entered values survive where block_id and action_id stay the same."""
        if expected_hash is not None and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        self._check(definition, replacing=view)
        view.definition = self._complete(definition)
        view.state = carried_over(view.blocks, view.state)
        view.hash = self._fresh_hash()
        view.errors = {}
        self._workspace.changed("view", user=view.user)
        return view

    def publish(self, user: str, definition: Json, expected_hash: str | None = None) -> View:
        home = self.homes.get(user)
        if home is not None:
            return self.update(home, definition, expected_hash)
        if expected_hash is not None:
            raise SlackError("hash_conflict")
        self.homes[user] = self._new(user, definition)
        self._workspace.changed("home", user=user)
        return self.homes[user]

    def close_top(self, user: str) -> list[View]:
        """Close the topmost modal; with `clear_on_close` all of them. Returns what was closed."""
        stack = self.stack(user)
        if not stack:
            return []
        return self.clear(user) if stack[-1].definition.get("clear_on_close") else self._drop(user, 1)

    def remove(self, view: View) -> None:
        """Take a view away wherever it is in its stack; nothing happens when it is gone already."""
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)
            self._workspace.changed("view", user=view.user)

    def clear(self, user: str) -> list[View]:
        return self._drop(user, len(self.stack(user)))

    def _drop(self, user: str, count: int) -> list[View]:
        stack = self.stack(user)
        closed = [stack.pop() for _ in range(count)]
        self._workspace.changed("view", user=user)
        return closed

    def find(self, *, view_id: str = "", external_id: str = "") -> View:
        """A view that is showing somewhere, or `not_found`."""
        for view in self._all():
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        raise SlackError("not_found")

    def json(self, view: View) -> Json:
        app = self._workspace.app
        return view_object(view, team=self._workspace.id, app_id=app.id, bot_id=app.bot_id)

    def _all(self) -> Iterator[View]:
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def _new(self, user: str, definition: Json, below: View | None = None) -> View:
        self._check(definition)
        view_id = fresh_id("V")
        complete = self._complete(definition)
        return View(
            id=view_id,
            user=user,
            definition=complete,
            hash=self._fresh_hash(),
            state=initial_state(complete["blocks"]),
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
        )

    def _check(self, definition: Json, replacing: View | None = None) -> None:
        if len(json.dumps(definition).encode()) > LARGEST_VIEW:
            raise SlackError("view_too_large")
        external_id = definition.get("external_id")
        if external_id and any(
            view.external_id == external_id and view is not replacing for view in self._all()
        ):
            raise SlackError("duplicate_external_id")

    def _complete(self, definition: Json) -> Json:
        return {**definition, "blocks": without_ids_missing(definition["blocks"], _fresh_block_ids())}

    def _fresh_hash(self) -> str:
        return f"{int(self._workspace.clock.now().timestamp())}.{secrets.token_hex(4)}"


def _fresh_block_ids() -> Iterator[str]:
    while True:
        yield secrets.token_urlsafe(4)
