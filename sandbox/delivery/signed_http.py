"""Delivery by signed HTTP POST to the app's request URL."""

import json
import secrets
import time
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import aiohttp

from sandbox import fair_time
from sandbox.delivery.answer import DEADLINE, Answer, Kind
from sandbox.delivery.signature import sign
from sandbox.errors import Json

_BY_THE_DEADLINE = aiohttp.ClientTimeout(total=None)
MOST_REDIRECTS = 2  # docs.slack.dev/apis/events-api


@dataclass(frozen=True)
class SignedRequest:
    headers: dict[str, str]
    body: str


class SignedHttp:
    """Posts to one URL. Commands and interactions are form-encoded, events are JSON."""

    def __init__(self, url: str, secret: str, deadline: float = DEADLINE) -> None:
        self.url = url
        self.deadline = deadline
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    def signed_request(
        self, kind: Kind, body: Json, *, timestamp: int | str | None = None, secret: str | None = None
    ) -> SignedRequest:
        """A request as Slack would send it; give a stale `timestamp` or a wrong `secret` to forge one."""
        raw = _encoded(kind, body)
        stamp = str(int(time.time()) if timestamp is None else timestamp)
        form = "application/x-www-form-urlencoded"
        headers = {
            "Content-Type": "application/json" if kind == "events_api" else form,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(secret or self._secret, stamp, raw),
        }
        return SignedRequest(headers, raw)

    async def deliver(self, kind: Kind, body: Json, *, attempt: int = 0, reason: str = "") -> Answer:
        request = self.signed_request(kind, body)
        retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
        return await self.post(SignedRequest(request.headers | retry, request.body))

    async def post(self, request: SignedRequest) -> Answer:
        """Send a request, genuine or not, and wait as long as Slack would."""
        started = time.monotonic()
        try:
            answer = await fair_time.within(self.deadline, self._posted(request))
        except TimeoutError:
            answer = Answer("timeout", reason="http_timeout")
        except aiohttp.TooManyRedirects:
            answer = Answer("failed", reason="too_many_redirects")
        except aiohttp.ClientError:
            answer = Answer("unreachable", reason="connection_failed")
        return replace(answer, seconds=time.monotonic() - started)

    async def verify_url(self) -> bool:
        """The handshake Slack does when a request URL is entered: the app echoes a challenge."""
        challenge = secrets.token_hex(20)
        answer = await self.deliver("events_api", {"type": "url_verification", "challenge": challenge})
        return answer.ok and challenge in (answer.json.get("challenge"), answer.json.get("text"))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _posted(self, request: SignedRequest) -> Answer:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector)
        posting = self._session.post(
            self.url,
            data=request.body.encode(),
            headers=request.headers,
            timeout=_BY_THE_DEADLINE,
            max_redirects=MOST_REDIRECTS,
        )
        async with posting as response:
            text = await response.text()
            no_retry = response.headers.get("X-Slack-No-Retry") == "1"
            if 200 <= response.status < 300:
                return Answer("ok", response.status, _decoded(text))
            return Answer("failed", response.status, text, reason="http_error", no_retry=no_retry)


def _encoded(kind: Kind, body: Json) -> str:
    if kind == "slash_commands":
        return urlencode(body)
    return json.dumps(body) if kind == "events_api" else urlencode({"payload": json.dumps(body)})


def _decoded(text: str) -> Json | str:
    try:
        body = json.loads(text)
    except ValueError:
        return text
    return body if isinstance(body, dict) else text
