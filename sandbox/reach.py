"""How what a person does reaches the app: payloads with fresh triggers and response URLs."""

from dataclasses import dataclass

from sandbox.delivery import payloads
from sandbox.delivery.answer import Answer
from sandbox.delivery.courier import Courier
from sandbox.delivery.response_urls import ResponseUrls
from sandbox.delivery.triggers import Triggers
from sandbox.elements import Element
from sandbox.errors import Json
from sandbox.model import Channel, Message, User, View
from sandbox.record import Record
from sandbox.sight import Place
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """What everybody's actions go through."""

    workspace: Workspace
    courier: Courier
    triggers: Triggers
    response_urls: ResponseUrls
    record: Record


class Reach:
    """One person's line to the app. Every method waits for the acknowledgement, at most Slack's 3 s."""

    def __init__(self, desk: Desk, user: User) -> None:
        self._desk = desk
        self._user = user
        self._workspace = desk.workspace

    async def command(self, channel: Channel, name: str, text: str) -> Answer:
        url = self._desk.response_urls.issue(self._user.id, channel)
        body = payloads.command(
            self._workspace, self._user, channel, name, text, trigger=self._trigger(), url=url
        )
        return await self._desk.courier.ask("slash_commands", body)

    async def act(self, place: Place, action: Json) -> Answer:
        if place.view is not None:
            return await self._interact(
                payloads.view_actions(
                    self._workspace, self._user, place.view, action, trigger=self._trigger()
                )
            )
        message = place.shown_message
        url = self._response_url(message)
        return await self._interact(
            payloads.message_actions(
                self._workspace, self._user, message, action, trigger=self._trigger(), url=url
            )
        )

    async def submit(self, view: View) -> Answer:
        return await self._interact(
            payloads.view_submission(self._workspace, self._user, view, trigger=self._trigger())
        )

    async def closed(self, view: View, *, cleared: bool) -> Answer:
        return await self._interact(payloads.view_closed(self._workspace, self._user, view, cleared=cleared))

    async def shortcut(self, callback_id: str, message: Message | None) -> Answer:
        trigger = self._trigger()
        if message is None:
            return await self._interact(
                payloads.global_shortcut(self._workspace, self._user, callback_id, trigger=trigger)
            )
        url = self._response_url(message)
        return await self._interact(
            payloads.message_shortcut(
                self._workspace, self._user, callback_id, message, trigger=trigger, url=url
            )
        )

    async def suggestions(self, place: Place, element: Element, typed: str) -> Answer:
        """Ask for the options of an external select, as typing into it does."""
        where: Json = {}
        if place.view is not None:
            where["view"] = self._workspace.views.json(place.view)
            where["container"] = {"type": "view", "view_id": place.view.id}
        return await self._interact(
            payloads.suggestion(
                self._workspace, self._user, element.block_id, element.action_id, typed, where
            )
        )

    def _trigger(self) -> str:
        return self._desk.triggers.issue(self._user.id)

    def _response_url(self, message: Message) -> str:
        channel = self._workspace.channels[message.channel]
        return self._desk.response_urls.issue(self._user.id, channel, message)

    async def _interact(self, payload: Json) -> Answer:
        app = self._workspace.app
        if not app.manifest.interactive or not app.installed:
            return Answer("unreachable", reason="interactivity is switched off")
        return await self._desk.courier.ask("interactive", payload)
