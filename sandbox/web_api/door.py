"""The door of the Web API: token, scope, rate limit, fault, method, answer, record."""

import time
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.errors import Json, SlackError
from sandbox.faults import HAPPENS_FIRST, Fault, Faults
from sandbox.record import Call
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.catalogue import MethodFacts, catalogue
from sandbox.web_api.limits import Limits
from sandbox.web_api.methods import methods
from sandbox.web_api.service import Service

_BY_CONVERSATION = "conversations."


@dataclass(frozen=True)
class Answer:
    """What is sent back; status 0 when the connection breaks before anything is."""

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def _broken(why: str, status: int = 500) -> Answer:
    return Answer({"ok": False, "error": why}, status)


class Door:
    """Answers `/api/METHOD`. Everything Slack would check comes before the method itself."""

    def __init__(self, service: Service, limits: Limits, faults: Faults) -> None:
        self._service = service
        self._limits = limits
        self._faults = faults
        self._methods = methods()
        self._facts = catalogue()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        started = time.monotonic()
        name = request.match_info["method"]
        args = Arguments({})
        try:
            args = await Arguments.of(request)
            await self._faults.hang(self._faults.latency)
            fault = self._faults.strike(name, args.raw)
            answer = await self._faulty(request, name, args, fault)
        except SlackError as refusal:
            answer = self._response(refusal.body())
        self._write_down(name, args, answer, started)
        return web.json_response(answer.body, status=answer.status or 500, headers=answer.headers)

    async def _faulty(self, request: web.Request, name: str, args: Arguments, fault: Fault | None) -> Answer:
        if fault is None:
            return self._faithful(request, name, args)
        if fault.kind in HAPPENS_FIRST:
            self._faithful(request, name, args)
            return await self._afterwards(request, fault)
        return await self._instead(request, name, args, fault)

    async def _afterwards(self, request: web.Request, fault: Fault) -> Answer:
        if fault.kind == "stored_then_500":
            return _broken("stored_then_500")
        if fault.kind == "stored_then_hang":
            await self._faults.hang()
        if request.transport is not None:
            request.transport.abort()
        return _broken(fault.kind, status=0)

    async def _instead(self, request: web.Request, name: str, args: Arguments, fault: Fault) -> Answer:
        if fault.kind == "rate_limited":
            return self._too_fast(int(fault.seconds))
        if fault.kind == "refused":
            raise SlackError(fault.error)
        if fault.kind == "delay":
            await self._faults.hang(fault.seconds)
            return self._faithful(request, name, args)
        if fault.kind == "timeout_before":
            await self._faults.hang()
            return _broken("timeout_before", status=0)
        return _broken("error_500")

    def _faithful(self, request: web.Request, name: str, args: Arguments) -> Answer:
        method, facts = self._methods.get(name), self._facts.get(name)
        if method is None or facts is None:
            raise SlackError("unknown_method", req_method=name)
        if name != "api.test":
            self._authenticate(request, name)
        if wait := self._limits.wait_for(name, facts.tier, self._conversation(args.text("channel"))):
            return self._too_fast(wait)
        self._check_scope(name, facts)
        self._check_required(facts, args)
        return self._response({"ok": True, **method(self._service, args)})

    def _authenticate(self, request: web.Request, name: str) -> None:
        """Only a Bearer header counts: Slack's security page forbids tokens in query strings."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        app = self._service.workspace.app
        if scheme != "Bearer" or not token:
            raise SlackError("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise SlackError("invalid_auth")
        if (token == app.app_token) != (name == "apps.connections.open"):
            raise SlackError("not_allowed_token_type")
        if not app.installed:
            raise SlackError("account_inactive")

    def _conversation(self, addressed: str) -> str:
        """A person and the direct conversation with them share one posting limit."""
        channel = self._service.workspace.channels.get(addressed)
        if channel is None or channel.kind != "im":
            return addressed
        return next(member for member in channel.members if member != self._service.bot)

    def _check_scope(self, name: str, facts: MethodFacts) -> None:
        """Conversation methods decide by the kind of conversation, so they ask for themselves."""
        by_kind = name.startswith(_BY_CONVERSATION) or name == "users.conversations"
        if not by_kind or name == "conversations.join":
            self._service.require(*facts.scopes)

    def _check_required(self, facts: MethodFacts, args: Arguments) -> None:
        missing = [name for name in facts.required if not args.given(name)]
        if missing:
            told = [f"[ERROR] missing required field: {name}" for name in missing]
            raise SlackError("invalid_arguments", messages=told)

    def _too_fast(self, wait: int) -> Answer:
        return Answer(SlackError("ratelimited").body(), status=429, headers={"Retry-After": str(wait)})

    def _response(self, body: Json) -> Answer:
        scopes = ",".join(sorted(self._service.workspace.app.scopes))
        return Answer(body, headers={"x-oauth-scopes": scopes, "x-slack-req-id": "sandbox"})

    def _write_down(self, name: str, args: Arguments, answer: Answer, started: float) -> None:
        workspace = self._service.workspace
        took = time.monotonic() - started
        now = workspace.clock.now()
        call = Call(name, args.raw, now, answer.body["ok"], answer.body.get("error"), answer.status, took)
        self._service.record.calls.append(call)
        workspace.changed("call")
