"""Answers through the address that comes with a press or a command, over the connections there are.

Bolt opens one for each answer: a millisecond of the event loop, and a handshake with Slack before anything is said.

An answer that Slack did not take, or did not say so, is sent again: people wait for it. Where Slack waits for our
acknowledgement, that happens beside it. A replaced message is the same twice; what only one person sees may stand
there twice where just Slack's word for it was lost, which is better than not at all.
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.slack.verdicts import retry_after

log = logging.getLogger(__name__)

WAITS = (1.0, 4.0, 15.0)
"""Seconds before each further try. An address takes five uses within half an hour (docs:
interactivity/handling-user-interaction), and Slack may count those it did not answer: one is left."""

WHILE_SLACK_WAITS = 1.5
"""Seconds for the first try where Slack is not acknowledged yet: it waits for 3."""


class Responses:
    """Hands out what doors are given as `respond`, and knows what is still to be said again."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._under_way: set[asyncio.Task[WebhookResponse]] = set()

    def to(self, url: str) -> "Responding":
        """What doors say things with where this address leads."""
        return Responding(self, AsyncWebhookClient(url, session=self._session, retry_handlers=[]))

    def go_on(self, trying: Coroutine[Any, Any, WebhookResponse]) -> asyncio.Task[WebhookResponse]:
        """Go on trying, beside everything else, until it is done or Drumbeat stops."""
        task = asyncio.create_task(trying)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def stop(self) -> None:
        """Give up what Slack has not taken yet."""
        for task in self._under_way:
            task.cancel()
        if self._under_way:
            log.warning("Drumbeat stops. Answers that were given up: %s.", len(self._under_way))
            await asyncio.wait(self._under_way)


class Responding:
    """What a door is handed as `respond`."""

    def __init__(self, responses: Responses, webhook: AsyncWebhookClient) -> None:
        self._responses, self._webhook = responses, webhook
        self._request = asyncio.current_task()

    async def __call__(self, **said: Any) -> WebhookResponse:
        """Say this where it was pressed or typed. What Slack says of it; status 0 where it said nothing."""
        # The task of the request is not done before Slack is acknowledged.
        is_waited_for = asyncio.current_task() is self._request
        answer = await self._say(said, WHILE_SLACK_WAITS if is_waited_for else None)
        if not _is_passing(answer):
            return _told(answer)
        again = self._responses.go_on(self._say_again(said, answer))
        return answer if is_waited_for else await again

    async def _say_again(self, said: dict[str, Any], answer: WebhookResponse) -> WebhookResponse:
        """After this answer, say it until Slack takes or refuses it, a few times."""
        for wait in WAITS:
            await asyncio.sleep(max(wait, _asked_to_wait(answer)))
            answer = await self._say(said)
            if not _is_passing(answer):
                return _told(answer)
        log.warning("An answer was given up after %s tries: %s.", len(WAITS) + 1, _named(answer))
        return answer

    async def _say(self, said: dict[str, Any], patience: float | None = None) -> WebhookResponse:
        try:
            async with asyncio.timeout(patience):
                return await self._webhook.send(**said)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return WebhookResponse(
                url=self._webhook.url, status_code=0, body=type(error).__name__, headers={}
            )


def _is_passing(answer: WebhookResponse) -> bool:
    return answer.status_code == 0 or answer.status_code == 429 or answer.status_code >= 500


def _asked_to_wait(answer: WebhookResponse) -> float:
    return retry_after(answer.headers) if answer.status_code == 429 else 0.0


def _told(answer: WebhookResponse) -> WebhookResponse:
    if answer.status_code != 200:
        # The address was used up or is too old, or what it came from is gone.
        log.warning("An answer could not be shown: %s.", _named(answer))
    return answer


def _named(answer: WebhookResponse) -> str:
    return f"{answer.status_code} {answer.body[:60]}"
