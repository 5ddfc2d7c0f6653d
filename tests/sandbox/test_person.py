"""What a person can do, and what the app is told about it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, time
from typing import Any

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.sandbox.app_under_test import Json, client
from tests.sandbox.test_views import field, modal, trigger


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": words(text), "value": value}


def row(*elements: Json, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(text: str, action_id: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": words(text), "value": f"{action_id}-value"}


class AcknowledgesEverything:
    """An app that says yes to whatever comes, with `answers` by payload type."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.answers: dict[str, Json] = {}

    async def run(self) -> None:
        async with aiohttp.ClientSession() as session:
            url = f"ws{self.slack.base_url.removeprefix('http')}/socket/{self.slack.socket.ticket()}"
            async with session.ws_connect(url) as socket:
                await socket.receive_json()
                async for message in socket:
                    envelope = message.json()
                    payload = self.answers.get(envelope["payload"]["type"])
                    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": payload})


@pytest.fixture
async def app(slack: Sandbox) -> AsyncIterator[AcknowledgesEverything]:
    app = AcknowledgesEverything(slack)
    running = asyncio.create_task(app.run())
    assert await slack.socket.until_connected()
    yield app
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def last(slack: Sandbox) -> Json:
    return slack.deliveries[-1].body


async def test_the_newest_button_of_that_name_is_pressed(slack: Sandbox, app: Any) -> None:
    ana = slack.person("ana")
    for text in ("old", "new"):
        blocks = [row(button("Answer", "answer"))]
        await client(slack).chat_postMessage(channel=ana.id, text=text, blocks=blocks)
    assert (await ana.press("Answer")).ok
    body = last(slack)
    assert body["message"]["text"] == "new"
    assert body["actions"][0] | {"action_ts": ""} == {
        "type": "button",
        "action_id": "answer",
        "block_id": "row",
        "action_ts": "",
        "text": words("Answer") | {"emoji": True},
        "value": "answer-value",
    }
    assert body["container"]["message_ts"] == body["message"]["ts"]
    assert body["response_url"].startswith(slack.base_url)
    await ana.press("answer", message=ana.direct_messages[0])
    assert last(slack)["message"]["text"] == "old"


async def test_what_cannot_be_seen_cannot_be_pressed(slack: Sandbox, app: Any) -> None:
    ana = slack.person("ana")
    await client(slack).chat_postMessage(channel=ana.id, text="x", blocks=[row(button("Answer", "answer"))])
    with pytest.raises(LookupError, match="ana sees no 'Skip'; visible: Answer"):
        await ana.press("Skip")
    with pytest.raises(LookupError):
        await slack.person("ben").press("Answer")


async def test_a_button_in_an_ephemeral_message_comes_without_the_message(slack: Sandbox, app: Any) -> None:
    await slack.invite("app", "checkout")
    ana = slack.person("ana")
    await client(slack).chat_postEphemeral(
        channel=slack.channel("checkout").id, user=ana.id, text="x", blocks=[row(button("Go", "go"))]
    )
    await ana.press("Go", channel="checkout")
    assert "message" not in last(slack)
    assert last(slack)["container"]["is_ephemeral"]


async def test_a_press_nobody_answers_is_shown_to_the_person(slack: Sandbox) -> None:
    ana = slack.person("ana")
    await client(slack).chat_postMessage(channel=ana.id, text="x", blocks=[row(button("Go", "go"))])
    result = await ana.press("Go")
    assert (result.status, result.warning) == ("lost", "This app did not respond.")
    assert slack.workspace.warnings[ana.id] == ["This app did not respond."]


async def test_interactivity_that_is_switched_off_reaches_nobody(slack: Sandbox, app: Any) -> None:
    slack.workspace.app.manifest.document["settings"]["interactivity"]["is_enabled"] = False
    ana = slack.person("ana")
    await client(slack).chat_postMessage(channel=ana.id, text="x", blocks=[row(button("Go", "go"))])
    assert (await ana.press("Go")).status == "lost"
    assert not [each for each in slack.deliveries if each.kind == "interactive"]


async def test_menus_and_selects_tell_what_was_chosen(slack: Sandbox, app: Any) -> None:
    ana = slack.person("ana")
    menu = {"type": "overflow", "action_id": "menu", "options": [option("Stop", "s"), option("Go", "g")]}
    select = {"type": "users_select", "action_id": "who", "placeholder": words("Who?")}
    await client(slack).chat_postMessage(channel=ana.id, text="x", blocks=[row(menu, select)])
    await ana.choose("menu", "Go")
    assert last(slack)["actions"][0]["selected_option"]["value"] == "g"
    assert last(slack)["state"]["values"] == {"row": {"who": {"type": "users_select", "selected_user": None}}}
    await ana.choose("Who?", "ben")
    assert last(slack)["actions"][0]["selected_user"] == slack.person("ben").id
    with pytest.raises(LookupError, match="visible: Stop, Go"):
        await ana.choose("menu", "Fly")


async def test_a_form_is_filled_in_as_a_person_would_say_it(slack: Sandbox, app: Any) -> None:
    options = [option("Low", "1"), option("High", "2")]
    fields: dict[str, tuple[Json, Any]] = {
        "select": ({"type": "static_select", "options": options}, "High"),
        "boxes": ({"type": "checkboxes", "options": options}, ["Low", "2"]),
        "people": ({"type": "multi_users_select"}, ["ana", "ben"]),
        "place": ({"type": "conversations_select"}, "checkout"),
        "day": ({"type": "datepicker"}, date(2026, 12, 1)),
        "hour": ({"type": "timepicker", "timezone": "Europe/Berlin"}, time(9, 30)),
        "number": ({"type": "number_input", "is_decimal_allowed": False}, 7),
        "rich": ({"type": "rich_text_input"}, "Hello"),
    }
    view = modal(*(field(name.title(), name, **element) for name, (element, _) in fields.items()))
    await client(slack).views_open(trigger_id=trigger(slack), view=view)
    result = await slack.person("ana").submit({name: value for name, (_, value) in fields.items()})
    assert result.closed
    values = {name: value["value"] for name, value in last(slack)["view"]["state"]["values"].items()}
    assert values["select"]["selected_option"]["value"] == "2"
    assert [each["value"] for each in values["boxes"]["selected_options"]] == ["1", "2"]
    assert values["people"]["selected_users"] == [slack.person("ana").id, slack.person("ben").id]
    assert values["place"]["selected_conversation"] == slack.channel("checkout").id
    assert values["day"]["selected_date"] == "2026-12-01"
    assert values["hour"] == {
        "type": "timepicker",
        "timezone": "Europe/Berlin",
        "selected_time": "09:30",
    }
    assert values["number"]["value"] == "7"
    assert values["rich"]["rich_text_value"]["type"] == "rich_text"


async def test_an_external_select_asks_the_app_for_options(slack: Sandbox, app: Any) -> None:
    app.answers["block_suggestion"] = {"options": [option("Payments", "p")]}
    view = modal(field("Team", "team", type="external_select"))
    await client(slack).views_open(trigger_id=trigger(slack), view=view)
    await slack.person("ana").choose("Team", "Payments")
    await slack.person("ana").submit()
    chosen = last(slack)["view"]["state"]["values"]["team"]["value"]["selected_option"]
    assert chosen["value"] == "p"


async def test_a_field_of_a_form_is_silent_unless_it_asks_to_be_heard(slack: Sandbox, app: Any) -> None:
    loud = field("Loud", "loud") | {"dispatch_action": True}
    await client(slack).views_open(trigger_id=trigger(slack), view=modal(field("Quiet", "quiet"), loud))
    ana = slack.person("ana")
    await ana.choose("Quiet", "x")
    assert slack.deliveries == []
    await ana.choose("Loud", "x")
    assert last(slack)["actions"][0]["value"] == "x"
    assert last(slack)["container"]["type"] == "view"


async def test_shortcuts_carry_what_they_were_used_on(slack: Sandbox, app: Any) -> None:
    ana = slack.person("ana")
    await ana.shortcut("everywhere")
    assert (last(slack)["type"], "response_url" in last(slack)) == ("shortcut", False)
    await ana.say("look at this", channel="checkout")
    await ana.shortcut("on_this", message=ana.sees("checkout")[0])
    assert last(slack)["type"] == "message_action"
    assert last(slack)["message"]["text"] == "look at this"
    with pytest.raises(LookupError, match="visible: everywhere"):
        await ana.shortcut("on_this")


async def test_opening_home_tells_the_app_with_the_view_it_has(slack: Sandbox, app: Any) -> None:
    ana = slack.person("ana")
    await ana.open_home()
    assert "view" not in last(slack)["event"]
    home = {"type": "home", "blocks": [row(button("Start", "start"))]}
    await client(slack).views_publish(user_id=ana.id, view=home)
    await ana.open_home()
    assert last(slack)["event"]["tab"] == "home"
    assert last(slack)["event"]["view"]["type"] == "home"
    await ana.press("Start")
    assert last(slack)["view"]["type"] == "home"


async def test_a_home_tab_that_is_switched_off_does_not_open(slack: Sandbox) -> None:
    slack.workspace.app.manifest.document["features"]["app_home"]["home_tab_enabled"] = False
    assert (await slack.person("ana").open_home()).status == "refused"


async def test_typed_text_is_escaped_and_mentions_are_resolved(slack: Sandbox) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    await ana.say("<b> & @ben, see #checkout", channel="checkout")
    place = slack.channel("checkout").id
    assert ben.sees("checkout")[0].text == f"&lt;b&gt; &amp; <@{ben.id}>, see <#{place}|checkout>"


async def test_unread_messages_are_counted_until_they_are_read(slack: Sandbox) -> None:
    ana, ben, checkout = slack.person("ana"), slack.person("ben"), slack.channel("checkout")
    await ana.say("one", channel="checkout")
    await ana.say("two", channel="checkout")
    assert slack.workspace.messages.unread(checkout, ben.id) == 2
    assert slack.workspace.messages.unread(checkout, ana.id) == 0
    ben.read("checkout")
    assert slack.workspace.messages.unread(checkout, ben.id) == 0


async def test_nobody_writes_where_they_are_not(slack: Sandbox) -> None:
    assert (await slack.person("eve").say("hi", channel="checkout")).status == "refused"
    with pytest.raises(LookupError):
        await slack.person("ben").say("hi", channel="leads")
    with pytest.raises(LookupError):
        await slack.person("fay").command("/drum", channel="general")


async def test_watchers_hear_of_every_change(slack: Sandbox) -> None:
    kinds: list[str] = []
    stop = slack.workspace.on_change(lambda change: kinds.append(change.kind))
    await slack.person("ana").say("hi", channel="checkout")
    stop()
    await slack.person("ana").say("hi", channel="checkout")
    assert kinds == ["message"]
