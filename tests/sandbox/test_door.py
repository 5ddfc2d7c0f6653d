"""The Web API's door: tokens, unknown methods, rate limits and faults."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.app_under_test import Json, client, manifest
from tests.sandbox.test_chat import refusal


async def call(slack: Sandbox, method: str, bearer: str | None, **args: str) -> Json:
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.api_url + method, data=args, headers=headers) as response,
    ):
        body: Json = await response.json()
        return body


async def test_who_asks_has_to_say_so_in_the_header(slack: Sandbox) -> None:
    assert (await call(slack, "auth.test", None))["error"] == "not_authed"
    assert (await call(slack, "auth.test", None, token=slack.bot_token))["error"] == "not_authed"
    assert (await call(slack, "auth.test", "xoxb-wrong"))["error"] == "invalid_auth"
    assert (await call(slack, "auth.test", slack.app_token))["error"] == "not_allowed_token_type"
    assert (await call(slack, "apps.connections.open", slack.bot_token))["error"] == "not_allowed_token_type"
    assert (await call(slack, "auth.test", slack.bot_token))["user_id"] == slack.workspace.app.bot_user


async def test_a_method_the_sandbox_does_not_know_is_unknown(slack: Sandbox) -> None:
    assert await refusal(slack, "chat.scheduleMessage") == "unknown_method"


async def test_after_uninstalling_the_token_is_dead(slack: Sandbox) -> None:
    await slack.uninstall()
    assert await refusal(slack, "auth.test") == "account_inactive"


async def test_every_call_is_recorded(slack: Sandbox) -> None:
    await client(slack).chat_postMessage(channel=slack.person("ana").id, text="x")
    await refusal(slack, "users.info", user="UNOBODY")
    assert [(each.method, each.ok, each.error, each.status) for each in slack.calls] == [
        ("chat.postMessage", True, None, 200),
        ("users.info", False, "user_not_found", 200),
    ]
    assert slack.calls[0].args["text"] == "x"


async def test_too_many_messages_to_one_channel_are_told_to_wait() -> None:
    async with Sandbox(manifest()) as slack:
        ana = slack.person("ana").id
        for _ in range(slack.limits.channel_burst):
            await client(slack).chat_postMessage(channel=ana, text="x")
        with pytest.raises(SlackApiError) as refused:
            await client(slack).chat_postMessage(channel=ana, text="x")
        assert refused.value.response.status_code == 429
        assert int(refused.value.response.headers["Retry-After"]) == 1
        assert refused.value.response["error"] == "ratelimited"
        assert slack.limits.refused["chat.postMessage"] == 1
        ben = slack.person("ben").id
        await client(slack).chat_postMessage(channel=ben, text="others are not held up")
        direct = slack.workspace.direct(slack.workspace.app.bot_user, ana)
        assert await refusal(slack, "chat.postMessage", channel=direct.id, text="x") == "ratelimited"


async def test_the_workspace_has_a_limit_of_its_own() -> None:
    async with Sandbox(manifest()) as slack:
        slack.limits.posts_per_minute, slack.limits.burst = 60, 3
        people = [slack.person(name).id for name in ("ana", "ben", "chi", "dev", "eve")]
        answers = [
            await call(slack, "chat.postMessage", slack.bot_token, channel=person, text="x")
            for person in people
        ]
        assert [answer["ok"] for answer in answers] == [True, True, True, False, False]


async def test_a_tier_2_method_refuses_a_burst() -> None:
    async with Sandbox(manifest()) as slack:
        errors = [await call(slack, "users.list", slack.bot_token) for _ in range(8)]
        assert errors[0]["ok"]
        assert errors[-1]["error"] == "ratelimited"


async def test_a_lost_answer_leaves_the_message_there(slack: Sandbox) -> None:
    slack.faults.add("chat.postMessage", "lost_answer")
    ana = slack.person("ana")
    with pytest.raises(aiohttp.ClientError):
        await client(slack).chat_postMessage(channel=ana.id, text="there")
    assert [message.text for message in ana.direct_messages] == ["there"]
    assert slack.calls[-1].status == 0
    await client(slack).chat_postMessage(channel=ana.id, text="once only")


@pytest.mark.parametrize(
    ("kind", "stored"),
    [("timeout_before", 0), ("stored_then_hang", 1)],
)
async def test_a_hanging_answer_is_never_sent(slack: Sandbox, kind: str, stored: int) -> None:
    slack.faults.add("chat.postMessage", kind)  # type: ignore[arg-type]
    impatient = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=[])
    with pytest.raises(asyncio.TimeoutError):
        await impatient.chat_postMessage(channel=slack.person("ana").id, text="x")
    assert await slack.until(lambda: len(slack.person("ana").direct_messages) == stored)


@pytest.mark.parametrize(("kind", "stored"), [("error_500", 0), ("stored_then_500", 1)])
async def test_a_500_may_or_may_not_have_posted(slack: Sandbox, kind: str, stored: int) -> None:
    slack.faults.add("chat.postMessage", kind)  # type: ignore[arg-type]
    with pytest.raises(SlackApiError) as refused:
        await client(slack).chat_postMessage(channel=slack.person("ana").id, text="x")
    assert refused.value.response.status_code == 500
    assert len(slack.person("ana").direct_messages) == stored


async def test_a_fault_can_be_aimed(slack: Sandbox) -> None:
    ben = slack.person("ben").id
    slack.faults.add("*", "refused", error="fatal_error", match=lambda args: args.get("channel") == ben)
    await client(slack).chat_postMessage(channel=slack.person("ana").id, text="x")
    assert await refusal(slack, "chat.postMessage", channel=ben, text="x") == "fatal_error"
    await client(slack).chat_postMessage(channel=ben, text="x")


async def test_a_rate_limit_can_be_had_on_demand(slack: Sandbox) -> None:
    slack.faults.add("chat.postMessage", "rate_limited", seconds=7)
    with pytest.raises(SlackApiError) as refused:
        await client(slack).chat_postMessage(channel=slack.person("ana").id, text="x")
    assert refused.value.response.headers["Retry-After"] == "7"


async def test_the_same_seed_gives_the_same_misfortune() -> None:
    async def misfortune(seed: int) -> list[bool]:
        async with Sandbox(manifest(), limits=False, seed=seed) as slack:
            slack.faults.add("api.test", "error_500", probability=0.5)
            return ["error" not in await call(slack, "api.test", None) for _ in range(20)]

    first = await misfortune(3)
    assert first == await misfortune(3)
    assert 0 < sum(first) < 20


async def test_every_call_can_be_slowed_down(slack: Sandbox) -> None:
    slack.latency = 0.05
    await client(slack).auth_test()
    assert slack.calls[0].seconds >= 0.05
