"""Answers through the address that comes with a press or a command, over the connections there are.

Bolt opens one for each answer: a millisecond of the event loop, and a handshake with Slack before anything is said.
"""

from typing import Any

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse


class Responding:
    """What doors are handed as `respond`."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._webhook = AsyncWebhookClient(url, session=session)

    async def __call__(self, **said: Any) -> WebhookResponse:
        """Say this where it was pressed or typed."""
        return await self._webhook.send(**said)
