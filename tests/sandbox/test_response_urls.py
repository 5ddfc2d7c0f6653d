"""response_url: five uses, half an hour, and no more rights than the interaction had."""

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.sandbox.app_under_test import Json, client


async def post(url: str, **body: object) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


@pytest.fixture
def url(slack: Sandbox) -> str:
    return slack.response_urls.issue(slack.person("ana").id, slack.channel("checkout"))


async def test_it_whispers_unless_told_to_speak_up(slack: Sandbox, url: str) -> None:
    assert await post(url, text="psst") == (200, "ok")
    await post(url, text="everybody", response_type="in_channel")
    assert [message.text for message in slack.person("ana").sees("checkout")] == ["psst", "everybody"]
    assert [message.text for message in slack.person("ben").sees("checkout")] == ["everybody"]


async def test_it_works_five_times(url: str) -> None:
    statuses = [(await post(url, text="x"))[0] for _ in range(6)]
    assert statuses == [200] * 5 + [404]


async def test_it_expires(slack: Sandbox, url: str) -> None:
    slack.response_urls.lifetime = -1.0
    assert await post(url, text="x") == (404, "expired_url")


async def test_it_replaces_and_deletes_the_message_it_came_from(slack: Sandbox) -> None:
    ana = slack.person("ana")
    await client(slack).chat_postMessage(channel=ana.id, text="before")
    original = ana.direct_messages[0]
    url = slack.response_urls.issue(ana.id, slack.channel(original.channel), original)
    await post(url, text="after", replace_original=True)
    assert ana.direct_messages[0].text == "after"
    await post(url, delete_original=True)
    assert ana.direct_messages == []
    status, told = await post(url, delete_original=True)
    assert (status, "message_not_found" in told) == (400, True)


async def test_an_ephemeral_message_cannot_be_made_public(slack: Sandbox) -> None:
    await slack.invite("app", "checkout")
    ana, checkout = slack.person("ana"), slack.channel("checkout")
    await client(slack).chat_postEphemeral(channel=checkout.id, user=ana.id, text="psst")
    url = slack.response_urls.issue(ana.id, checkout, ana.sees("checkout")[0])
    await post(url, text="aloud", response_type="in_channel")
    assert slack.person("ben").sees("checkout") == []


async def test_what_breaks_a_rule_is_refused_and_uses_nothing_up(slack: Sandbox, url: str) -> None:
    bad: Json = {"type": "section"}
    status, _ = await post(url, text="x", blocks=[bad])
    assert status == 400
    assert slack.violations[0].where == "response_url"
    assert [(await post(url, text="x"))[0] for _ in range(5)] == [200] * 5
