"""The HTTP door: only what Slack signed just now comes in."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio

from sandbox.delivery.signed_http import SignedRequest
from tests.scenarios.conftest import Scene, play

HELP = {"command": "/drumbeat", "text": "help", "channel_id": "C1", "trigger_id": "1.2.3", "type": ""}
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


@dataclass(frozen=True, slots=True)
class Door:
    """Drumbeat over HTTP, and somebody who knocks."""

    scene: Scene
    session: aiohttp.ClientSession

    @property
    def base(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.scene.drumbeat.port}"

    def genuine(self, **forged: object) -> SignedRequest:
        """A command as Slack would send it."""
        slack = self.scene.slack
        body = HELP | {"user_id": slack.person("ana").id, "team_id": slack.workspace.id}
        return slack.delivery.signed_request("slash_commands", body, **forged)  # type: ignore[arg-type]

    async def knock(self, request: SignedRequest, **headers: str) -> tuple[int, str]:
        """What the door answers, with some headers replaced; an empty one is left out."""
        shown = {name: value for name, value in {**request.headers, **headers}.items() if value}
        async with self.session.post(
            f"{self.base}/slack/events", data=request.body.encode(), headers=shown
        ) as response:
            return response.status, await response.text()


@pytest_asyncio.fixture
async def door(sqlite_database_url: str) -> AsyncIterator[Door]:
    """A door with Slack's signing secret behind it."""
    async with play(sqlite_database_url, transport="http") as scene, aiohttp.ClientSession() as session:
        yield Door(scene, session)


async def test_what_slack_signed_just_now_comes_in(door: Door) -> None:
    status, text = await door.knock(door.genuine())
    assert status == 200
    assert "/checkin" in text


@pytest.mark.parametrize(
    "headers",
    [
        {SIGNATURE: ""},
        {STAMP: ""},
        {SIGNATURE: "", STAMP: ""},
        {SIGNATURE: "v0=" + "0" * 64},
        {SIGNATURE: "v1=abc"},
        {SIGNATURE: "v0=äöü"},
        {STAMP: "yesterday"},
        {STAMP: "12.5"},
        {STAMP: "-1"},
        {STAMP: "٣٤"},
        {STAMP: "9" * 40},
    ],
    ids=str,
)
async def test_what_is_unsigned_or_malformed_stays_outside(door: Door, headers: dict[str, str]) -> None:
    status, text = await door.knock(door.genuine(), **headers)
    assert status == 401
    assert "/checkin" not in text


# Until it is looked at, what was signed ahead comes closer.
@pytest.mark.parametrize("seconds", [-3600, -301, 330, 3600])
async def test_what_was_signed_long_ago_or_far_ahead_stays_outside(door: Door, seconds: int) -> None:
    status, _ = await door.knock(door.genuine(timestamp=int(time.time()) + seconds))
    assert status == 401


async def test_what_somebody_else_signed_stays_outside(door: Door) -> None:
    status, _ = await door.knock(door.genuine(secret="f" * 32))
    assert status == 401


async def test_a_body_that_was_changed_on_the_way_stays_outside(door: Door) -> None:
    request = door.genuine()
    changed = SignedRequest(request.headers, request.body.replace("help", "erase"))
    assert (await door.knock(changed))[0] == 401


async def test_a_signature_of_bytes_that_are_no_text_is_refused_and_not_an_error(door: Door) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.scene.drumbeat.port)
    stamp = str(int(time.time())).encode()
    writer.write(
        b"POST /slack/events HTTP/1.1\r\nHost: here\r\nContent-Length: 1\r\nConnection: close\r\n"
        b"X-Slack-Request-Timestamp: " + stamp + b"\r\nX-Slack-Signature: v0=\xff\xfe\r\n\r\nx"
    )
    answer = await reader.read()
    writer.close()
    assert answer.split(b" ")[1] == b"401"


async def test_a_signed_body_that_is_no_text_is_refused_and_not_an_error(door: Door) -> None:
    headers = door.genuine().headers
    async with door.session.post(f"{door.base}/slack/events", data=b"\xff\xfe", headers=headers) as response:
        assert response.status in (400, 401)


async def test_health_says_that_all_is_well(door: Door) -> None:
    async with door.session.get(f"{door.base}/healthz") as response:
        assert (response.status, await response.json()) == (200, {"ok": True})


TEXTS = (
    "the payload is slow",
    "payload",
    "",
    "x" * 3000,
    "<!channel> & <https://example.com|here> <@U1>",
    "🎉🥁",
    "سلام ‏שלום",
)


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("command", ["/checkin", "/signal", "/drumbeat", "/digest"])
async def test_whatever_is_typed_after_a_command_is_answered(
    sqlite_database_url: str, transport: str, command: str
) -> None:
    async with play(sqlite_database_url, transport=transport) as scene:
        ana = scene.slack.person("ana")
        for text in TEXTS:
            result = await ana.command(command, text, channel="product")
            assert result.ok, (text, result)
            assert result.warning is None
            assert result.text or ana.modal is not None
            assert "<!channel>" not in result.text
