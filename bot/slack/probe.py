"""Asking Slack about ourselves: is the token good, what may it do, what time is it there."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.gateway import TIMEOUT, Gateway


class Unreachable(Exception):
    """Slack did not answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What Slack said. `error` is its own name for what is wrong; `scopes` is None where it did not tell."""

    error: str | None
    body: Mapping[str, Any]
    scopes: frozenset[str] | None
    date: datetime | None


@asynccontextmanager
async def slack_at(api_url: str, token: str) -> AsyncIterator[AsyncWebClient]:
    """A client for a short conversation with Slack."""
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token, base_url=api_url, timeout=TIMEOUT, session=session, retry_handlers=[])


@asynccontextmanager
async def gateway_to(api_url: str, token: str) -> AsyncIterator[Gateway]:
    """A gateway for a command that looks things up and leaves."""
    async with slack_at(api_url, token) as client:
        assert client.session is not None
        yield Gateway(client, client.session)


async def ask(api_url: str, token: str, method: str) -> Reply:
    """Call a method that takes nothing but the token. Raises Unreachable."""
    async with slack_at(api_url, token) as client:
        try:
            response = await client.api_call(method)
        except SlackApiError as error:
            response = error.response
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unreachable(str(error) or type(error).__name__) from error
    return _reply(response)


def _reply(response: Any) -> Reply:
    body = response.data if isinstance(response.data, dict) else {}
    headers = {str(name).lower(): str(value) for name, value in (response.headers or {}).items()}
    if not body:
        raise Unreachable(f"the answer was no JSON (HTTP {response.status_code}); is SLACK_API_URL right?")
    error = None if body.get("ok") else str(body.get("error") or f"HTTP {response.status_code}")
    return Reply(error, body, _scopes(headers), _date(headers))


def _scopes(headers: Mapping[str, str]) -> frozenset[str] | None:
    granted = headers.get("x-oauth-scopes")
    return (
        None if granted is None else frozenset(scope.strip() for scope in granted.split(",") if scope.strip())
    )


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return None
