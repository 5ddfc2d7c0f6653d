"""An answer through the address that came with a press or a command arrives, also where Slack is in trouble."""

import asyncio
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.slack import responding
from bot.slack.responding import WAITS, Responses
from sandbox.faults import Kind
from tests.slack.conftest import IMPATIENT, Wire

SAID = {"text": "Here is your list.", "response_type": "ephemeral"}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long here."""
    monkeypatch.setattr(responding, "WAITS", tuple(0.01 for _ in WAITS))
    monkeypatch.setattr(responding, "WHILE_SLACK_WAITS", 0.1)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """The connections there are."""
    limit = aiohttp.ClientTimeout(total=IMPATIENT / 2)
    async with aiohttp.ClientSession(timeout=limit) as session:
        yield session


def address(wire: Wire) -> str:
    """Where what Ana typed in a channel is answered."""
    ana = wire.slack.person("ana")
    return wire.slack.response_urls.issue(ana.id, wire.slack.channel("checkout"))


def read(wire: Wire) -> list[str]:
    """What Ana reads in that channel that is meant for her alone."""
    return [each.text for each in wire.slack.person("ana").sees("checkout") if each.only_for is not None]


@pytest.mark.parametrize("kind", ["error_500", "timeout_before", "rate_limited"])
async def test_an_answer_that_slack_did_not_take_is_sent_again_beside_the_acknowledgement(
    wire: Wire, session: aiohttp.ClientSession, kind: Kind
) -> None:
    responses = Responses(session)
    wire.slack.faults.add("response_url", kind, times=2, seconds=0)
    answer = await responses.to(address(wire))(**SAID)
    assert answer.status_code != 200
    assert read(wire) == [], "nobody waits for it who has not acknowledged Slack yet"
    assert await wire.slack.until(lambda: read(wire) == [SAID["text"]], 10)


async def test_whoever_answers_afterwards_waits_until_it_stands_there(
    wire: Wire, session: aiohttp.ClientSession
) -> None:
    respond = Responses(session).to(address(wire))
    wire.slack.faults.add("response_url", "stored_then_500")
    wire.slack.faults.add("response_url", "lost_answer")
    answer = await asyncio.create_task(respond(**SAID))
    assert answer.status_code == 200
    assert set(read(wire)) == {SAID["text"]}


async def test_an_answer_that_never_arrives_is_given_up_and_one_use_of_the_address_is_left(
    wire: Wire, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    respond = Responses(session).to(address(wire))
    fault = wire.slack.faults.add("response_url", "error_500", times=len(WAITS) + 1)
    with caplog.at_level(logging.WARNING):
        answer = await asyncio.create_task(respond(**SAID))
    assert answer.status_code == 500
    assert fault.struck == len(WAITS) + 1
    assert "given up after 4 tries: 500" in caplog.text
    assert (await respond(**SAID)).status_code == 200


async def test_an_address_that_is_too_old_or_used_up_is_tried_once(
    wire: Wire, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    responses = Responses(session)
    respond = responses.to(address(wire))
    assert [(await respond(**SAID)).status_code for _ in range(6)] == [200] * 5 + [404]
    wire.slack.response_urls.lifetime = -1.0
    with caplog.at_level(logging.WARNING):
        assert (await responses.to(address(wire))(**SAID)).status_code == 404
    assert "could not be shown: 404 expired_url" in caplog.text
    await responses.stop()
    assert "Drumbeat stops" not in caplog.text


async def test_what_is_still_to_be_said_when_drumbeat_stops_is_told(
    wire: Wire,
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(responding, "WAITS", (60.0,))
    responses = Responses(session)
    wire.slack.faults.add("response_url", "error_500")
    await responses.to(address(wire))(**SAID)
    with caplog.at_level(logging.WARNING):
        await responses.stop()
    assert "Answers that were given up: 1." in caplog.text
