"""A little app that asks people every morning, without Bolt: signed HTTP in, Web API out, following the clock."""

import asyncio
import heapq
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web

from sandbox.server import Sandbox

Json = dict[str, Any]
MORNING, REMINDER = time(9, 0), time(16, 0)


def manifest() -> Json:
    scopes = ["commands", "chat:write", "im:write", "users:read", "channels:read", "groups:read"]
    hint = "[new | setup | status]"
    return {
        "_metadata": {"major_version": 2},
        "display_information": {"name": "Drummer"},
        "features": {
            "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
            "bot_user": {"display_name": "drummer"},
            "slash_commands": [
                {
                    "command": "/beat",
                    "description": "Beat",
                    "usage_hint": hint,
                    "url": "https://beat.example.com",
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {
            "interactivity": {"is_enabled": True, "request_url": "https://beat.example.com"},
            "event_subscriptions": {
                "request_url": "https://beat.example.com",
                "bot_events": ["app_uninstalled"],
            },
        },
    }


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def ask(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "value", **element},
        **more,
    }


def modal(title: str, blocks: list[Json], **more: Any) -> Json:
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": blocks, **more}


def new_form() -> Json:
    daily = {"text": plain("Every day"), "value": "daily"}
    cadence = {"type": "static_select", "options": [daily], "initial_option": daily}
    return modal(
        "New beat",
        [
            ask("channel", "Channel", {"type": "conversations_select"}),
            ask("cadence", "How often", cadence),
            ask("name", "Name", {"type": "plain_text_input"}, optional=True),
        ],
        callback_id="new",
    )


def answer_form(value: str, before: Json) -> Json:
    def text(key: str) -> Json:
        known = {"initial_value": before[key]} if before.get(key) else {}
        return {"type": "plain_text_input", "multiline": True, **known}

    steps = [{"text": plain(str(step)), "value": str(step)} for step in range(1, 6)]
    return modal(
        "Daily beat",
        [
            ask("moved", "What moved since last time?", text("moved")),
            ask("next", "What will you move next?", text("next")),
            ask("stuck", "What are you waiting for, if anything?", text("stuck"), optional=True),
            ask("sure", "How confident are you in the goal?", {"type": "radio_buttons", "options": steps}),
        ],
        callback_id="answer",
        private_metadata=value,
    )


def skip_form(value: str) -> Json:
    why = ask("why", "Want to say why?", {"type": "plain_text_input"}, optional=True)
    return modal("Skip", [why], callback_id="skip", private_metadata=value)


def prompt(day: str, text: str) -> list[Json]:
    buttons = [("Answer", "answer"), ("Skip today", "skip"), ("Not for me", "leave")]
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}, row(day, buttons)]


def row(day: str, buttons: list[tuple[str, str]]) -> Json:
    elements = [
        {"type": "button", "text": plain(text), "action_id": action, "value": day} for text, action in buttons
    ]
    return {"type": "actions", "elements": elements}


@dataclass
class Prompted:
    """One question to one person on one day."""

    user: str
    day: date
    due: datetime | None = None
    channel: str = ""
    ts: str = ""


Send = Callable[[datetime, Prompted], Awaitable[None]]


@dataclass
class Drummer:
    """`answers` by (user id, day); `skips` with their reasons; `refuse_first`: it insists on an optional field."""

    slack: Sandbox
    session: aiohttp.ClientSession
    answers: dict[tuple[str, str], Json] = field(default_factory=dict)
    edits: int = 0
    skips: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: list[Prompted] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    refuse_first: bool = False
    digests: int = 0
    following: asyncio.Task[None] = field(init=False)
    _dues: list[tuple[datetime, int, Send, Prompted]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        form = await request.post()
        if "payload" not in form:
            return await self._command(dict(form))
        payload: Json = json.loads(str(form["payload"]))
        if payload["type"] == "block_actions":
            await self._pressed(payload)
            return web.Response()
        return await self._submitted(payload) if payload["type"] == "view_submission" else web.Response()

    async def _command(self, form: Json) -> web.Response:
        if form["text"] == "status":
            return web.json_response({"text": f"{len(self.answers)} answers"})
        view = new_form()
        if form["text"] == "setup":
            view = modal(
                "Digest", [ask("channel", "Channel", {"type": "channels_select"})], callback_id="digest"
            )
        await self.call("views.open", trigger_id=form["trigger_id"], view=view)
        return web.Response()

    async def _pressed(self, payload: Json) -> None:
        action, user = payload["actions"][0], payload["user"]["id"]
        key = (user, action["value"])
        if action["action_id"] in ("answer", "skip"):
            is_skip = action["action_id"] == "skip"
            view = skip_form(key[1]) if is_skip else answer_form(key[1], self.answers.get(key, {}))
            await self.call("views.open", trigger_id=payload["trigger_id"], view=view)

    async def _submitted(self, payload: Json) -> web.Response:
        view, user = payload["view"], payload["user"]["id"]
        values = {block: state["value"] for block, state in view["state"]["values"].items()}
        if view["callback_id"] == "new":
            self._start(values["channel"]["selected_conversation"])
            done = modal("All set", [{"type": "divider"}], close=plain("Done"))
            del done["submit"]
            return web.json_response({"response_action": "update", "view": done})
        if view["callback_id"] == "digest":
            self.digests += 1
            return web.Response()
        key = (user, view["private_metadata"])
        if view["callback_id"] == "skip":
            self.skips[key] = values["why"]["value"] or ""
            await self._redraw(key, "Skipped.", [("Answer after all", "answer")])
            return web.Response()
        if self.refuse_first and not values["stuck"]["value"]:
            return web.json_response({"response_action": "errors", "errors": {"stuck": "Say something"}})
        self.edits += key in self.answers
        chosen = values["sure"]["selected_option"]["value"]
        self.answers[key] = {**{block: values[block].get("value") for block in values}, "sure": int(chosen)}
        await self._redraw(key, "Thanks.", [("Edit my answer", "answer")])
        return web.Response()

    async def _redraw(self, key: tuple[str, str], text: str, buttons: list[tuple[str, str]]) -> None:
        sent = next(each for each in self.prompts if (each.user, each.day.isoformat()) == key)
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}, row(key[1], buttons)]
        await self.call("chat.update", channel=sent.channel, ts=sent.ts, text=text, blocks=blocks)

    def _start(self, channel: str) -> None:
        self.channels.append(self.slack.channel(channel).name)
        now = self.slack.clock.now()
        for user_id in self.slack.channel(channel).members:
            zone = ZoneInfo(self.slack.workspace.user(user_id).timezone or "UTC")
            for days in range(70):
                day = now.astimezone(zone).date() + timedelta(days=days)
                if day.weekday() < 5 and datetime.combine(day, MORNING, zone) > now:
                    self._plan(Prompted(user_id, day), zone)

    def _plan(self, prompted: Prompted, zone: ZoneInfo) -> None:
        self.prompts.append(prompted)
        for at in (MORNING, REMINDER):
            due = datetime.combine(prompted.day, at, zone).astimezone(UTC)
            heapq.heappush(
                self._dues, (due, len(self.prompts), self._ask if at is MORNING else self._remind, prompted)
            )

    async def drum(self) -> None:
        """Follow the clock and send what is due, until cancelled."""
        tick = 0
        while True:
            while self._dues and self._dues[0][0] <= self.slack.clock.now():
                due, _, send, prompted = heapq.heappop(self._dues)
                await send(due, prompted)
            due_next = self._dues[0][0].isoformat() if self._dues else None
            report = {"follower": "drummer", "tick": tick, "idle": True, "next_due": due_next}
            async with self.session.post(f"{self.slack.clock_url}/follow", json=report) as answer:
                tick = (await answer.json())["tick"]

    async def _ask(self, due: datetime, prompted: Prompted) -> None:
        blocks = prompt(prompted.day.isoformat(), "*Daily beat*")
        sent = await self.call("chat.postMessage", channel=prompted.user, text="Beat", blocks=blocks)
        prompted.due, prompted.channel, prompted.ts = due, sent["channel"], sent["ts"]

    async def _remind(self, due: datetime, prompted: Prompted) -> None:
        if (prompted.user, prompted.day.isoformat()) not in {*self.answers, *self.skips}:
            text = "Still time for the beat, this is a reminder."
            reply = {"channel": prompted.channel, "thread_ts": prompted.ts, "text": text}
            await self.call("chat.postMessage", **reply, blocks=prompt(prompted.day.isoformat(), text))

    async def call(self, method: str, **arguments: Any) -> Json:
        headers = {"Authorization": f"Bearer {self.slack.bot_token}"}
        url = f"{self.slack.api_url}{method}"
        async with self.session.post(url, json=arguments, headers=headers) as answer:
            body: Json = await answer.json()
            assert body["ok"], (method, body)
            return body


@asynccontextmanager
async def drumming(slack: Sandbox) -> AsyncIterator[Drummer]:
    """The app, behind a request URL of its own, for as long as the block lasts."""
    async with aiohttp.ClientSession() as session:
        drummer = Drummer(slack, session)
        app = web.Application()
        app.router.add_post("/", drummer.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/")
        drummer.following = asyncio.create_task(drummer.drum())
        try:
            yield drummer
        finally:
            drummer.following.cancel()
            with suppress(asyncio.CancelledError):
                await drummer.following
            await runner.cleanup()
