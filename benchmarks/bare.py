"""What Drumbeat is compared with: Bolt as it comes out of the box, and the client in a plain loop."""

import asyncio
import sys
import time

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient


async def _authorize(**_: object) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T1", bot_user_id="U1", bot_id="B1", bot_token="xoxb-1"
    )


def serve(port: str, secret: str) -> None:
    """A Bolt app with its defaults whose slash command does nothing but acknowledge."""
    app = AsyncApp(signing_secret=secret, authorize=_authorize)

    @app.command("/checkin")
    async def acknowledge(ack: AsyncAck) -> None:
        await ack("Skipped.")

    web.run_app(app.web_app("/slack/events", int(port)), host="127.0.0.1", port=int(port), print=None)


async def post(api_url: str, token: str, in_flight: str, *people: str) -> None:
    """Write to everybody, so many at a time; print how many a second that was."""
    waiting = list(people)
    limit = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=limit) as session:
        client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])

        async def work() -> None:
            while waiting:
                await client.chat_postMessage(channel=waiting.pop(), text="What moved since last time?")

        start = time.monotonic()
        await asyncio.gather(*(work() for _ in range(int(in_flight))))
        print(len(people) / (time.monotonic() - start))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(*sys.argv[2:])
    else:
        asyncio.run(post(*sys.argv[2:]))
