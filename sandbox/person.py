"""What a person can do with a mouse and a keyboard. Every verb waits until the app has reacted."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sandbox.delivery.answer import Answer
from sandbox.elements import VALUE_KEYS, Element
from sandbox.errors import Json, NotVisible, SlackError
from sandbox.form import by_label, entered, mistakes, option_called
from sandbox.ids import fresh_id
from sandbox.model import Channel, Message, User
from sandbox.reach import Desk, Reach
from sandbox.result import Result
from sandbox.screen import Screen
from sandbox.sight import Place
from sandbox.submission import Submission
from sandbox.text import escape
from sandbox.workspace import SLACKBOT

BUTTONS = frozenset({"button", "workflow_button", "icon_button"})
CHOICES = frozenset(VALUE_KEYS) | {"overflow"}

NO_RESPONSE = "This app did not respond."

_WORDS_FOR = {"timeout": "operation_timeout", "failed": "failed", "unreachable": "lost"}
_COMMAND_ERRORS = {
    "timeout": "operation_timeout",
    "failed": "http_service_error",
    "unreachable": "dispatch_failed",
}


class Person(Screen):
    """One person at their screen. Elements go by their text, label or action_id, newest first."""

    def __init__(self, desk: Desk, user: User) -> None:
        super().__init__(desk.workspace, user)
        self._desk = desk
        self._reach = Reach(desk, user)

    # What they do

    async def command(
        self, name: str, text: str = "", *, channel: str | None = None, thread: Message | None = None
    ) -> Result:
        """Type a slash command into a channel, or into the conversation with the app."""
        place = self._channel(channel)
        declared = self._workspace.app.manifest.commands.get(name)
        if declared is None or not self._workspace.app.installed:
            return self._refused(place, f"{name} is not a valid command.")
        if thread is not None:
            return self._refused(place, f"{name} is not supported in threads. Sorry!")
        if declared.get("should_escape"):
            text = self._sight.written(text)
        since = self._latest()
        answer = await self._reach.command(place, name, text)
        return self._command_answered(place, name, answer, since)

    async def press(
        self, button: str, *, channel: str | None = None, message: Message | None = None
    ) -> Result:
        """Press the newest visible button with this text or action_id."""
        place, element = self._find(button, BUTTONS, channel, message)
        action: Json = {key: element.body[key] for key in ("text", "value", "style") if key in element.body}
        return await self._act(place, element, action)

    async def choose(
        self,
        element: str,
        value: Any,
        *,
        channel: str | None = None,
        message: Message | None = None,
    ) -> Result:
        """Choose in a select, menu, picker or set of boxes, or type into a field."""
        place, found = self._find(element, CHOICES, channel, message)
        if found.type == "overflow":
            return await self._act(place, found, {"selected_option": option_called(found, value)})
        if found.type in ("external_select", "multi_external_select"):
            found = await self._with_suggestions(place, found, str(value))
        state = self._enter(place, found, value)
        if not found.sends_actions:
            return Result("ok")
        return await self._act(place, found, {key: state[key] for key in state if key != "type"})

    async def submit(self, values: Mapping[str, Any] | None = None) -> Result:
        """Fill in the modal on top, by label, action_id or block_id, and submit it."""
        view = self._open_modal()
        if not view.definition.get("submit"):
            raise NotVisible(self.user.name, "a submit button", [view.title])
        for name, value in (values or {}).items():
            place = Place(view=view)
            self._enter(place, self._field(view, name), value)
        self._workspace.changed("view", user=self.id)
        if found := mistakes(view):
            view.errors = found
            return Result("invalid", errors=by_label(view, found), client=True)
        since = self._latest()
        answer = await self._reach.submit(view)
        result = Submission(self._workspace, self._desk.record, view).answered(answer)
        result.seen = lambda: self._sight.ephemerals(since=since)
        return result

    async def close_modal(self, *, everything: bool = False) -> Result:
        """Close the modal on top (Cancel), or the whole stack (the X)."""
        self._open_modal()
        views = self._workspace.views
        closed = views.clear(self.id) if everything else views.close_top(self.id)
        cleared = everything or len(closed) > 1
        answer = Answer("ok")
        for view in closed:
            if view.definition.get("notify_on_close"):
                answer = await self._reach.closed(view, cleared=cleared)
        return self._plain_result(answer, closed=True)

    async def open_home(self, tab: str = "home") -> Result:
        """Open the app's Home tab, or its Messages tab."""
        manifest = self._workspace.app.manifest
        if not (manifest.has_home if tab == "home" else manifest.has_messages_tab):
            return Result("refused", warning=f"This app has no {tab} tab.")
        self._sight.at_home = tab == "home"
        started = time.monotonic()
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self._dm.id, "tab": tab}
        if self.home is not None and tab == "home":
            event["view"] = self._workspace.views.json(self.home)
        self._workspace.happened("app_home_opened", event)
        await self._desk.courier.quiet()
        return Result("ok", time.monotonic() - started)

    async def say(
        self, text: str, *, channel: str | None = None, thread: Message | str | None = None
    ) -> Result:
        """Write a message into a channel or thread, or to the app."""
        place = self._channel(channel)
        if refusal := self._may_write(place):
            return Result("refused", warning=refusal)
        self._sight.at_home = False
        started = time.monotonic()
        self._workspace.messages.post(
            place,
            self.id,
            self._sight.written(escape(text)),
            thread_ts=thread.ts if isinstance(thread, Message) else thread,
        )
        await self._desk.courier.quiet()
        return Result("ok", time.monotonic() - started)

    async def shortcut(self, callback_id: str, *, message: Message | None = None) -> Result:
        """Use a global shortcut, or a message shortcut on `message`."""
        kind = "message" if message is not None else "global"
        shortcuts = self._workspace.app.manifest.shortcuts.items()
        offered = [name for name, entry in shortcuts if entry["type"] == kind]
        if callback_id not in offered:
            raise NotVisible(self.user.name, callback_id, offered)
        if message is not None and message.only_for is not None:
            raise NotVisible(self.user.name, callback_id, ["no shortcuts on ephemeral messages"])
        since = self._latest()
        answer = await self._reach.shortcut(callback_id, message)
        return self._plain_result(answer, since=since)

    async def share(self, file: str, text: str = "", *, channel: str | None = None) -> Result:
        """Send a picture or another file, with or without words."""
        place = self._channel(channel)
        if refusal := self._may_write(place):
            return Result("refused", warning=refusal)
        started = time.monotonic()
        files = [{"id": fresh_id("F"), "name": file, "title": file, "user": self.id, "mode": "hosted"}]
        written = self._sight.written(escape(text))
        self._workspace.messages.post(place, self.id, written, subtype="file_share", files=files)
        await self._desk.courier.quiet()
        return Result("ok", time.monotonic() - started)

    async def snooze(self, *, minutes: int) -> None:
        """Pause notifications for so long; 0 ends it."""
        now = self._workspace.clock.now()
        self.user.snoozed = (now, now + timedelta(minutes=minutes)) if minutes else None
        self._workspace.dnd_changed(self.user)
        await self._desk.courier.quiet()

    def read(self, channel: str | None = None) -> None:
        """Scroll to the end of a channel."""
        self._workspace.messages.mark_read(self._channel(channel), self.id)

    # Inside

    def _command_answered(self, channel: Channel, name: str, answer: Answer, since: int) -> Result:
        warning = None
        if not answer.ok:
            warning = f'{name} failed with the error "{_COMMAND_ERRORS[answer.outcome]}"'
        elif answer.json:
            warning = self._show_acknowledgement(channel, name, answer.json)
        if warning is not None:
            self._slackbot_says(channel, warning)
        result = self._plain_result(answer, since=since)
        result.warning = warning
        return result

    def _show_acknowledgement(self, channel: Channel, name: str, body: Json) -> str | None:
        try:
            self._desk.response_urls.acknowledge(self.id, channel, body)
        except SlackError as refusal:
            self._desk.record.note(name, "acknowledgement", refusal.error)
            return f'{name} failed with the error "invalid_command_response"'
        return None

    def _enter(self, place: Place, element: Element, value: Any) -> Json:
        state = self._state(place).setdefault(element.block_id, {})
        state[element.action_id] = entered(self._workspace, element, value)
        return state[element.action_id]

    def _state(self, place: Place) -> dict[str, dict[str, Json]]:
        if place.view is not None:
            return place.view.state
        return self._workspace.messages.state_for(place.shown_message, self.id)

    async def _with_suggestions(self, place: Place, element: Element, typed: str) -> Element:
        offered = await self._reach.suggestions(place, element, typed)
        return Element(element.block, {**element.body, **offered.json})

    async def _act(self, place: Place, element: Element, value: Json) -> Result:
        action: Json = {
            "type": element.type,
            "action_id": element.action_id,
            "block_id": element.block_id,
            "action_ts": f"{time.time():.6f}",
            **value,
        }
        since = self._latest()
        return self._plain_result(await self._reach.act(place, action), since=since)

    def _may_write(self, channel: Channel) -> str:
        """Why Slack would not let this person write here, or the empty string."""
        if self.id not in channel.members:
            return "You are not in this channel."
        if channel.archived:
            return "This channel is archived."
        talks_to_app = channel.kind == "im" and self._workspace.app.bot_user in channel.members
        if talks_to_app and not self._workspace.app.manifest.takes_messages:
            return "Sending messages to this app has been turned off."
        return ""

    def _slackbot_says(self, channel: Channel, text: str) -> None:
        self._workspace.messages.whisper(channel, self.id, SLACKBOT, text)

    def _refused(self, channel: Channel, warning: str) -> Result:
        since = self._latest()
        self._slackbot_says(channel, warning)
        return Result("refused", warning=warning, seen=lambda: self._sight.ephemerals(since=since))

    def _plain_result(self, answer: Answer, *, since: int | None = None, closed: bool = False) -> Result:
        after = self._latest() if since is None else since
        if not answer.ok:
            self._workspace.warn(self.id, NO_RESPONSE)
        return Result(
            "ok" if answer.ok else _WORDS_FOR[answer.outcome],
            answer.seconds,
            warning=None if answer.ok else NO_RESPONSE,
            closed=closed,
            seen=lambda: self._sight.ephemerals(since=after),
        )
