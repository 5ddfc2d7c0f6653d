"""What reaches the app, how it is signed, and what people see when it does not answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.delivery.signature import sign
from sandbox.server import Sandbox
from tests.sandbox.app_under_test import Json, bolt, client, connected, manifest, serving
from tests.sandbox.conftest import MONDAY
from tests.sandbox.test_views import field, modal, trigger

DOCS_BODY = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


def test_the_signature_is_the_one_in_slacks_documentation() -> None:
    signature = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", DOCS_BODY)
    assert signature == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


@pytest.fixture
async def over_http() -> AsyncIterator[Sandbox]:
    """A sandbox whose app acknowledges `/drum` with nothing."""
    async with Sandbox(manifest(), clock=MONDAY, limits=False) as slack:
        app = bolt(slack)
        app.command("/drum")(_acknowledge)
        app.event("message")(_nothing)
        async with serving(app) as url:
            slack.deliver_to(url)
            yield slack


async def _acknowledge(ack: Any) -> None:
    await ack()


async def _nothing() -> None:
    pass


async def test_an_app_rejects_what_is_not_signed_by_slack_now(over_http: Sandbox) -> None:
    body = {"command": "/drum", "text": ""}
    transport: Any = over_http.delivery.transport
    forged = over_http.delivery.signed_request("slash_commands", body, secret="wrong")
    stale = over_http.delivery.signed_request("slash_commands", body, timestamp=1_500_000_000)
    genuine = over_http.delivery.signed_request("slash_commands", body)
    statuses = [(await transport.post(request)).status for request in (forged, stale, genuine)]
    assert statuses == [401, 401, 200]


async def test_the_url_handshake_succeeds_with_an_app_that_echoes(over_http: Sandbox) -> None:
    transport: Any = over_http.delivery.transport
    assert await transport.verify_url()


async def test_nobody_at_the_url_is_told_to_the_person(slack: Sandbox) -> None:
    slack.deliver_to("http://127.0.0.1:9/slack/events")
    reply = await slack.person("ana").command("/drum", channel="checkout")
    assert reply.status == "lost"
    assert reply.text == '/drum failed with the error "dispatch_failed"'


async def test_a_late_acknowledgement_is_a_timeout(over_http: Sandbox) -> None:
    over_http.faults.add("slash_commands", "ack_lost")
    reply = await over_http.person("ana").command("/drum", channel="checkout")
    assert reply.status == "operation_timeout"
    assert "operation_timeout" in reply.text


async def test_an_event_that_fails_comes_again_with_the_same_id(over_http: Sandbox) -> None:
    over_http.delivery.retry_after = (0.0, 0.0, 0.0)
    over_http.faults.add("events_api", "ack_lost", times=2)
    await over_http.person("ana").say("hello")
    assert await over_http.until(lambda: len(over_http.deliveries) == 3)
    assert [(each.attempt, each.outcome) for each in over_http.deliveries] == [
        (0, "timeout"),
        (1, "timeout"),
        (2, "ok"),
    ]
    assert len({each.body["event_id"] for each in over_http.deliveries}) == 1


async def test_any_delivery_can_be_repeated(over_http: Sandbox) -> None:
    await over_http.person("ana").say("hello")
    assert (await over_http.delivery.redeliver(over_http.deliveries[0])).ok
    assert over_http.deliveries[1].attempt == 1


async def test_without_a_connection_socket_mode_loses_events_at_once(slack: Sandbox) -> None:
    await slack.person("ana").say("hello")
    assert [each.outcome for each in slack.deliveries] == ["unreachable"]


async def test_a_command_the_manifest_does_not_declare_is_not_a_command(slack: Sandbox) -> None:
    reply = await slack.person("ana").command("/unknown", channel="checkout")
    assert (reply.status, reply.text) == ("refused", "/unknown is not a valid command.")


async def test_a_command_does_not_work_in_a_thread(slack: Sandbox) -> None:
    ana = slack.person("ana")
    await ana.say("parent", channel="checkout")
    reply = await ana.command("/drum", channel="checkout", thread=ana.sees("checkout")[0])
    assert reply.status == "refused"


async def test_mentions_are_resolved_only_for_commands_that_ask_for_it(over_http: Sandbox) -> None:
    ana, ben = over_http.person("ana"), over_http.person("ben")
    await ana.command("/drum", "for @ben in #checkout and @nobody", channel="checkout")
    checkout = over_http.channel("checkout").id
    text = over_http.deliveries[0].body["text"]
    assert text == f"for <@{ben.id}> in <#{checkout}|checkout> and @nobody"
    await ana.command("/plain", "for @ben", channel="checkout")
    assert over_http.deliveries[1].body["text"] == "for @ben"


async def test_an_event_without_its_scope_or_subscription_is_not_sent(slack: Sandbox) -> None:
    slack.workspace.app.scopes -= {"im:history"}
    await slack.person("ana").say("hello")
    await slack.person("ana").say("hello", channel="checkout")
    assert slack.deliveries == []


async def test_events_about_people_and_channels_arrive(over_http: Sandbox) -> None:
    await over_http.invite("app", "checkout")
    await over_http.change_timezone("ana", "America/Lima")
    await over_http.rename("checkout", "payments")
    await over_http.archive("payments")
    await over_http.uninstall()
    events = [each.body["event"] for each in over_http.deliveries if each.attempt == 0]
    assert [event["type"] for event in events] == [
        "member_joined_channel",
        "user_change",
        "channel_rename",
        "channel_archive",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert events[1]["user"]["tz"] == "America/Lima"


async def test_connections_share_the_work_and_survive_a_drop(slack: Sandbox) -> None:
    app = bolt(slack)
    app.command("/drum")(_acknowledge)
    async with connected(slack, app), connected(slack, app):
        await slack.socket.until_connected(2)
        for _ in range(4):
            assert (await slack.person("ana").command("/drum", channel="checkout")).ok
        await slack.socket.drop()
        assert await slack.socket.changed.until(lambda: not slack.socket.connections, 30)
    assert (await slack.person("ana").command("/drum", channel="checkout")).status == "lost"


async def test_a_refresh_makes_the_app_reconnect(slack: Sandbox) -> None:
    app = bolt(slack)
    app.command("/drum")(_acknowledge)
    async with connected(slack, app):
        first = slack.socket.connections[0]
        await slack.socket.refresh("warning")
        assert await slack.socket.changed.until(
            lambda: any(each is not first for each in slack.socket.connections), 10
        )


async def test_a_socket_address_works_once(slack: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {slack.app_token}"}
        async with session.post(f"{slack.api_url}apps.connections.open", headers=headers) as response:
            url = (await response.json())["url"]
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_unacknowledged_envelope_is_sent_again(slack: Sandbox) -> None:
    slack.socket.deadline = 0.05
    slack.delivery.retry_after = (0.0,)
    async with aiohttp.ClientSession() as session:
        url = f"ws{slack.base_url.removeprefix('http')}/socket/{slack.socket.ticket()}"
        async with session.ws_connect(url) as socket:
            await socket.receive_json()
            saying = asyncio.create_task(slack.person("ana").say("hello"))
            first, again = await socket.receive_json(), await socket.receive_json()
            await saying
    assert (first["retry_attempt"], again["retry_attempt"]) == (0, 1)
    assert again["retry_reason"] == "timeout"
    assert first["payload"]["event_id"] == again["payload"]["event_id"]


async def test_an_eleventh_connection_is_one_too_many(slack: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, AsyncExitStack() as open_ones:
        greetings = []
        for _ in range(11):
            url = f"ws{slack.base_url.removeprefix('http')}/socket/{slack.socket.ticket()}"
            socket = await open_ones.enter_async_context(session.ws_connect(url))
            greetings.append(await socket.receive_json())
    assert [greeting["type"] for greeting in greetings] == ["hello"] * 10 + ["disconnect"]
    assert greetings[-1]["reason"] == "too_many_websockets"


@pytest.mark.parametrize(("headers", "attempts"), [({}, [0, 1]), ({"X-Slack-No-Retry": "1"}, [0])])
async def test_an_app_can_ask_not_to_be_tried_again(
    slack: Sandbox, headers: dict[str, str], attempts: list[int]
) -> None:
    seen: list[str | None] = []

    async def fail(request: web.Request) -> web.Response:
        seen.append(request.headers.get("X-Slack-Retry-Reason"))
        return web.Response(status=500, headers=headers)

    slack.delivery.retry_after = (0.0,)
    application = web.Application()
    application.router.add_post("/", fail)
    async with TestServer(application) as server:
        slack.deliver_to(str(server.make_url("/")))
        await slack.person("ana").say("hello")
        assert await slack.until(lambda: len(slack.deliveries) >= len(attempts))
    assert [each.attempt for each in slack.deliveries] == attempts
    assert seen == [None, "http_error"][: len(attempts)]


# The answers of a submission


async def submitted(slack: Sandbox, answer: Json) -> Any:
    """Submit a modal to an app that acknowledges with `answer`."""
    async with aiohttp.ClientSession() as session:
        url = f"ws{slack.base_url.removeprefix('http')}/socket/{slack.socket.ticket()}"
        async with session.ws_connect(url) as socket:
            await socket.receive_json()
            view = modal(field("Name", "name"), notify_on_close=True)
            await client(slack).views_open(trigger_id=trigger(slack), view=view)
            submitting = asyncio.create_task(slack.person("ana").submit({"Name": "Ana"}))
            envelope = await socket.receive_json()
            await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": answer})
            return await submitting


async def test_an_update_takes_the_place_of_the_submitted_view(slack: Sandbox) -> None:
    after = modal(title={"type": "plain_text", "text": "Thanks"})
    result = await submitted(slack, {"response_action": "update", "view": after})
    view = slack.person("ana").modal
    assert result.ok
    assert view is not None
    assert view.title == "Thanks"


async def test_a_push_lies_on_the_submitted_view_and_a_clear_takes_all(slack: Sandbox) -> None:
    await submitted(slack, {"response_action": "push", "view": modal()})
    assert len(slack.workspace.views.stack(slack.person("ana").id)) == 2
    assert (await submitted(slack, {"response_action": "clear"})).closed
    assert slack.person("ana").modal is None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "No"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "dance"},
        {"response_action": "update", "view": {"type": "modal"}},
    ],
)
async def test_an_answer_slack_does_not_understand_is_trouble_and_keeps_the_modal(
    slack: Sandbox, answer: Json
) -> None:
    result = await submitted(slack, answer)
    assert (result.status, result.warning) == ("failed", "We had some trouble connecting. Try again?")
    assert slack.person("ana").modal is not None
    assert slack.violations


async def test_closing_tells_only_an_app_that_wants_to_know(slack: Sandbox) -> None:
    await client(slack).views_open(trigger_id=trigger(slack), view=modal())
    await slack.person("ana").close_modal()
    assert slack.deliveries == []
    await client(slack).views_open(trigger_id=trigger(slack), view=modal(notify_on_close=True))
    await slack.person("ana").close_modal(everything=True)
    assert slack.deliveries[0].body["type"] == "view_closed"
    assert slack.deliveries[0].body["is_cleared"] is True
