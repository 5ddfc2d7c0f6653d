"""A gateway to a real workspace, impatient enough for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.gateway import Gateway
from bot.values.deliveries import Delivery, DeliveryKind, Message, Method
from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.slack.post_office import NOON

MANIFEST = Path(__file__).parents[2] / "manifest.json"
IMPATIENT = 1.0
"""Seconds after which the gateway gives a call up."""


@asynccontextmanager
async def open_gateway(api_url: str, token: str) -> AsyncIterator[Gateway]:
    """A gateway as the house builds it, except that it gives up sooner."""
    limit = aiohttp.ClientTimeout(total=IMPATIENT)
    async with aiohttp.ClientSession(timeout=limit) as session:
        client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])
        yield Gateway(client, session)


@dataclass(frozen=True, slots=True)
class Wire:
    """A workspace and the gateway to it."""

    slack: Sandbox
    gateway: Gateway

    def dm(self, person: str = "ana", text: str = "hello", *, ident: str = "1" * 32) -> Delivery:
        """A message to a person, on its way."""
        return delivery(self.slack.person(person).id, text, ident=ident)

    def texts(self, person: str = "ana") -> list[str]:
        """What this person reads in their conversation with the app."""
        return [message.text for message in self.slack.person(person).direct_messages]


def delivery(
    channel: str,
    text: str = "hello",
    *,
    ident: str = "1" * 32,
    method: Method = Method.POST,
    thread_ts: str | None = None,
    ts: str | None = None,
    response_url: str | None = None,
    fenced_at: datetime = NOON,
) -> Delivery:
    """A delivery past the fence."""
    return Delivery(
        id=ident,
        workspace_id=1,
        key="letter",
        kind=DeliveryKind.PROMPT,
        method=method,
        channel=channel,
        message=Message(text=text),
        revision=1,
        attempts=1,
        thread_ts=thread_ts,
        ts=ts,
        response_url=response_url,
        fenced_at=fenced_at,
    )


@pytest_asyncio.fixture
async def wire() -> AsyncIterator[Wire]:
    """A small workspace whose app may read channels, and the gateway to it."""
    scopes = ("channels:history", "groups:history")
    async with Sandbox(MANIFEST, small_company(), clock=NOON, limits=False) as slack:
        slack.workspace.app.scopes |= frozenset(scopes)
        async with open_gateway(slack.api_url, slack.bot_token) as gateway:
            yield Wire(slack, gateway)
        assert slack.violations == []
