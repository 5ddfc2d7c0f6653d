"""response_url: five uses in thirty minutes (docs.slack.dev/interactivity/handling-user-interaction)."""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.errors import Json, SlackError
from sandbox.faults import HAPPENS_FIRST, Fault, Faults
from sandbox.judgement import judge
from sandbox.model import Channel, Message
from sandbox.pictures import refuse_pictures
from sandbox.record import Record
from sandbox.rules.blocks import check_message
from sandbox.workspace import Workspace

MOST_USES = 5
LIFETIME = 30 * 60.0


@dataclass
class ResponseUrl:
    """What an address stands for. `original` is the message the interaction came from."""

    user: str
    channel: Channel
    original: Message | None
    issued_at: float
    uses: int = 0


class ResponseUrls:
    """`lifetime` (seconds of real time) may be changed by tests."""

    def __init__(self, workspace: Workspace, record: Record, base_url: str, faults: Faults) -> None:
        self.lifetime = LIFETIME
        self._faults = faults
        self._workspace = workspace
        self._record = record
        self._base_url = base_url
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: Channel, original: Message | None = None) -> str:
        key = secrets.token_urlsafe(18)
        self._issued[key] = ResponseUrl(user, channel, original, time.monotonic())
        return f"{self._base_url}/response/{key}"

    async def answer(self, request: web.Request) -> web.Response:
        address = self._issued.get(request.match_info["key"])
        if address is None or time.monotonic() - address.issued_at > self.lifetime:
            return web.Response(status=404, text="expired_url")
        if address.uses >= MOST_USES:
            return web.Response(status=404, text="used_url")
        try:
            body = await request.json()
            body = body if isinstance(body, dict) else {}
            return await self._answer(request, address, body, self._faults.strike("response_url", body))
        except (ValueError, SlackError) as refusal:
            told = refusal.error if isinstance(refusal, SlackError) else "invalid_payload"
            return web.json_response({"ok": False, "error": told}, status=400)

    async def _answer(
        self, request: web.Request, address: ResponseUrl, body: Json, fault: Fault | None
    ) -> web.Response:
        if fault is not None and fault.kind == "delay":
            await self._faults.hang(fault.seconds)
            fault = None
        if fault is None or fault.kind in HAPPENS_FIRST:
            self.use(address, body)
        address.uses += 1
        if fault is None:
            return web.Response(text="ok")
        if fault.kind == "refused":
            raise SlackError(fault.error)
        if fault.kind == "rate_limited":
            return web.Response(status=429, headers={"Retry-After": str(int(fault.seconds))})
        if fault.kind in ("timeout_before", "stored_then_hang"):
            await self._faults.hang()
        if fault.kind == "lost_answer" and request.transport is not None:
            request.transport.abort()
        return web.Response(status=500, text="error_500")

    def use(self, address: ResponseUrl, body: Json) -> None:
        """Do what a POST to the address, or a slash command's acknowledgement, asks for."""
        if body.get("delete_original"):
            self._workspace.messages.delete(self._original(address))
            return
        self._check(body)
        if body.get("replace_original"):
            self._replace(self._original(address), body)
        elif body.get("response_type") == "in_channel":
            self._say(address, body)
        else:
            self._whisper(address, body)

    def acknowledge(self, user: str, channel: Channel, body: Json) -> None:
        """Show what a slash command answered directly."""
        self.use(ResponseUrl(user, channel, None, time.monotonic()), body)

    def _original(self, address: ResponseUrl) -> Message:
        """The message the interaction came from, if it is the app's own and still there."""
        original = address.original
        if original is None or not self._workspace.messages.exists(original):
            raise SlackError("message_not_found")
        if not self._workspace.is_app(original.user):
            raise SlackError("cant_update_message")
        return original

    def _check(self, body: Json) -> None:
        refuse_pictures(self._workspace, body.get("blocks"))
        content = {key: body[key] for key in ("text", "blocks", "attachments") if body.get(key)}
        violations = check_message(content, surface="response_url")
        judge(self._record, "response_url", violations, "invalid_blocks")

    def _replace(self, original: Message, body: Json) -> None:
        text, blocks = body.get("text"), body.get("blocks")
        self._workspace.messages.update(
            original,
            text=text,
            blocks=[] if blocks is None and text is not None else blocks,
            by=self._workspace.app.bot_user,
        )

    def _say(self, address: ResponseUrl, body: Json) -> None:
        if address.original is not None and address.original.only_for is not None:
            self._whisper(address, body)
        else:
            self._workspace.messages.post(address.channel, **self._written(body))

    def _whisper(self, address: ResponseUrl, body: Json) -> None:
        self._workspace.messages.whisper(address.channel, address.user, **self._written(body))

    def _written(self, body: Json) -> dict[str, Any]:
        app = self._workspace.app
        return {
            "user": app.bot_user,
            "text": body.get("text") or "",
            "blocks": body.get("blocks"),
            "thread_ts": body.get("thread_ts"),
            "bot_id": app.bot_id,
            "app_id": app.id,
        }
