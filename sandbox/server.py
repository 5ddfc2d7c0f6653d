"""`Sandbox`: puts everything together, starts and stops one server."""

import importlib
import importlib.util
import socket
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from sandbox.administration import Administration
from sandbox.clock import Clock, OnProgress, Teammates
from sandbox.clock_routes import add_clock_routes
from sandbox.company import Company, small_company
from sandbox.delivery.answer import Transport
from sandbox.delivery.courier import Courier
from sandbox.delivery.response_urls import ResponseUrls
from sandbox.delivery.signed_http import SignedHttp
from sandbox.delivery.socket_mode import SocketMode
from sandbox.delivery.triggers import Triggers
from sandbox.errors import SlackError
from sandbox.faults import Faults
from sandbox.manifest import Manifest
from sandbox.model import Change, Channel
from sandbox.person import Person
from sandbox.reach import Desk
from sandbox.record import Breach, Call, Delivered, Record
from sandbox.wakeup import Wakeup
from sandbox.web_api.door import Door
from sandbox.web_api.limits import Limits
from sandbox.web_api.service import Service
from sandbox.workspace import Workspace

HOST = "127.0.0.1"
LARGEST_REQUEST = 64 * 1024**2


class Sandbox(Administration):
    """A Slack workspace on this machine, for as long as the `async with` lasts.

    `manifest` is a document or a path; `clock` an aware datetime (None: now), standing still while `frozen`.
    `granted_scopes` are those of the manifest without the optional ones unless given. With `request_url`
    it delivers by signed HTTP, else by Socket Mode. Raises `ManifestRefused` before anything starts.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any] | str | Path,
        company: Company | None = None,
        *,
        clock: datetime | None = None,
        frozen: bool = True,
        limits: bool = True,
        request_url: str | None = None,
        port: int = 0,
        granted_scopes: Iterable[str] | None = None,
        seed: int = 1,
    ) -> None:
        self.clock = Clock(clock, rate=0 if frozen else 1)
        self.workspace = Workspace(
            company or small_company(), Manifest.read(manifest), self.clock, granted_scopes
        )
        self.record = Record()
        self.limits = Limits(enabled=limits)
        self.faults = Faults(seed)
        self.triggers = Triggers()
        self.changed = Wakeup()
        self.socket = SocketMode(self.workspace.app.id)
        self._request_url = request_url
        self._port = port
        self._people: dict[str, Person] = {}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on `port` (0: any free one) of the loopback interface."""
        listener = socket.create_server((HOST, self._port))
        self._port = listener.getsockname()[1]
        application = web.Application(client_max_size=LARGEST_REQUEST)
        self._assemble(application)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.SockSite(self._runner, listener).start()
        self.workspace.on_change(self._on_change)
        self.delivery.later(self._live())

    async def stop(self) -> None:
        self.faults.stopping.set()
        self.clock.close()
        try:
            await self.delivery.close()
        finally:
            await self.socket.close()
            await self._runner.cleanup()

    def _assemble(self, application: web.Application) -> None:
        self.response_urls = ResponseUrls(self.workspace, self.record, self.base_url, self.faults)
        self.delivery = Courier(self.workspace, self._transport(), self.record, self.faults)
        self.desk = Desk(self.workspace, self.delivery, self.triggers, self.response_urls, self.record)
        self.service = Service(self.workspace, self.triggers, self.record, self._socket_url, self.base_url)
        door = Door(self.service, self.limits, self.faults)
        application.router.add_route("*", "/api/{method}", door.answer)
        application.router.add_post("/response/{key}", self.response_urls.answer)
        application.router.add_post("/upload/v1/{ticket}", self.workspace.files.upload)
        application.router.add_get("/socket/{ticket}", self.socket.serve)
        add_clock_routes(application, self.clock)
        _mount_page(application, self)

    def _transport(self) -> Transport:
        if self._request_url is None:
            return self.socket
        return SignedHttp(self._request_url, self.workspace.app.signing_secret)

    def deliver_to(self, request_url: str) -> None:
        """Enter a request URL: from now on deliver by signed HTTP, whatever was said at the start."""
        self._request_url = request_url
        self.delivery.transport = self._transport()

    def _socket_url(self) -> str:
        if self._request_url is not None:
            raise SlackError("socket_mode_not_enabled")
        return f"ws://{HOST}:{self._port}/socket/{self.socket.ticket()}"

    # Addresses and secrets

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    @property
    def clock_url(self) -> str:
        return f"{self.base_url}/clock"

    @property
    def bot_token(self) -> str:
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        return self.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.workspace.app.signing_secret

    # What was recorded

    @property
    def calls(self) -> list[Call]:
        """Every Web API call, oldest first."""
        return self.record.calls

    @property
    def call_log(self) -> list[Call]:
        return self.record.calls

    @property
    def violations(self) -> list[Breach]:
        """Everything that broke a rule of Slack's, whether Slack would have refused it or not."""
        return self.record.breaches

    @property
    def deliveries(self) -> list[Delivered]:
        """Every attempt to hand something to the app, oldest first."""
        return self.record.deliveries

    @property
    def latency(self) -> float:
        """Real seconds that every Web API call takes on top."""
        return self.faults.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self.faults.latency = seconds

    @property
    def takes_pictures(self) -> bool:
        """Whether this workspace takes Slack's own charts and tables; some refuse them."""
        return self.workspace.takes_pictures

    @takes_pictures.setter
    def takes_pictures(self, taken: bool) -> None:
        self.workspace.takes_pictures = taken

    # People and time

    @property
    def teammates(self) -> Teammates | None:
        return self.clock.teammates

    @teammates.setter
    def teammates(self, teammates: Teammates | None) -> None:
        self.clock.teammates = teammates
        self.clock.changed.ring()

    def person(self, name_or_id: str) -> Person:
        """The person with this short name or id; the same object every time."""
        user = self.workspace.user(name_or_id)
        return self._people.setdefault(user.id, Person(self.desk, user))

    async def wind(
        self,
        *,
        to: datetime | None = None,
        hours: float = 0,
        days: float = 0,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Move calendar time to an instant, or on by so much, halting wherever something is due."""
        goal = to or self.clock.now() + timedelta(hours=hours, days=days)
        await self.clock.wind(goal, on_progress=on_progress)

    async def until(self, happened: Callable[[], bool], timeout: float = 30.0) -> bool:
        """Wait until `happened()`, looking again at every change; False after `timeout` real seconds."""
        return await self.changed.until(happened, timeout)

    def channel(self, name_or_id: str) -> Channel:
        return self.workspace.channel(name_or_id)

    # Inside

    def _on_change(self, change: Change) -> None:
        self.changed.ring()
        if change.kind == "message" and self.teammates is not None:
            self._tell_teammates(change)

    def _tell_teammates(self, change: Change) -> None:
        teammates = self.teammates
        channel = self.workspace.channels.get(change.channel or "")
        if teammates is None or channel is None or change.ts is None:
            return
        self.delivery.promised(teammates.on_message(channel.messages[change.ts]))

    async def _live(self) -> None:
        """While time flows by itself, let teammates act when their moment comes."""
        while True:
            due = self.teammates.next_action_at() if self.teammates and self.clock.rate else None
            left = None if due is None else max(0.0, (due - self.clock.now()).total_seconds())
            if left is None or left > 0:
                await self.clock.changed.wait(left)
            elif not self.clock.winding:
                await self.clock.let_teammates_act()
            else:
                await self.clock.changed.wait()


def _mount_page(application: web.Application, sandbox: Sandbox) -> None:
    """The page is a guest: without `control.py` the workspace is complete, only invisible."""
    if importlib.util.find_spec("sandbox.control") is not None:
        importlib.import_module("sandbox.control").add_routes(application, sandbox)
