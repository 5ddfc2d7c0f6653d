"""A real Bolt app, over Socket Mode and over signed HTTP, cannot tell the sandbox from Slack."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from sandbox.server import Sandbox
from tests.sandbox.app_under_test import bolt, connected, manifest, serving
from tests.sandbox.conftest import MONDAY

MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Beat"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "moved",
            "label": {"type": "plain_text", "text": "What moved?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}
BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "button", "action_id": "answer", "text": {"type": "plain_text", "text": "Answer"}}],
}


def drummer(slack: Sandbox) -> AsyncApp:
    app = bolt(slack)

    @app.command("/drum")
    async def drum(ack: Any, respond: Any, body: Any, client: Any) -> None:
        await ack(f"drumming {body['text']}")
        await client.chat_postMessage(channel=body["user_id"], text="Ready?", blocks=[BUTTON])

    @app.action("answer")
    async def answer(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("form")
    async def form(ack: Any, view: Any) -> None:
        said = view["state"]["values"]["moved"]["text"]["value"]
        if said == "nothing":
            await ack(response_action="errors", errors={"moved": "Really nothing?"})
        else:
            await ack()

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "Welcome"}}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section]})

    @app.event("message")
    async def heard(event: Any, say: Any) -> None:
        if event.get("user") and not event.get("bot_id"):
            await say(f"You said {event['text']}")

    return app


@pytest.fixture(params=["socket mode", "signed http"])
async def drumming(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest(), clock=MONDAY, limits=False) as slack:
        app = drummer(slack)
        if request.param == "socket mode":
            async with connected(slack, app):
                yield slack
        else:
            async with serving(app) as url:
                slack.deliver_to(url)
                yield slack


async def test_a_command_is_answered_and_leads_through_a_button_to_a_modal(drumming: Sandbox) -> None:
    ana = drumming.person("ana")
    reply = await ana.command("/drum", "with @ben", channel="checkout")
    assert (reply.status, reply.text) == ("ok", f"drumming with <@{drumming.person('ben').id}>")
    assert [message.text for message in ana.direct_messages] == ["Ready?"]

    await ana.press("Answer")
    assert ana.modal is not None
    assert ana.modal.title == "Beat"

    empty = await ana.submit({})
    assert (empty.client, list(empty.errors)) == (True, ["What moved?"])
    refused = await ana.submit({"What moved?": "nothing"})
    assert refused.errors == {"What moved?": "Really nothing?"}
    accepted = await ana.submit({"What moved?": "The API"})
    assert accepted.closed
    assert drumming.workspace.views.stack(ana.id) == []
    assert drumming.violations == []


async def test_the_home_tab_is_published_when_it_is_opened(drumming: Sandbox) -> None:
    ana = drumming.person("ana")
    await ana.open_home()
    assert await drumming.until(lambda: ana.home is not None)


async def test_a_message_to_the_app_is_answered(drumming: Sandbox) -> None:
    ana = drumming.person("ana")
    await ana.say("a < b")
    assert await drumming.until(lambda: len(ana.direct_messages) == 2)
    assert ana.direct_messages[-1].text == "You said a &lt; b"
