"""A small Bolt app to look at through the page: a command, a form, buttons, a Home tab, shortcuts."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp

from sandbox.server import Sandbox
from tests.sandbox.app_under_test import client
from tests.sandbox.page.gallery import DEEP_FORM, FORM, GALLERY, HOME

Json = dict[str, Any]


def manifest() -> Json:
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Metronome",
            "description": "Keeps the team in time: one short question a day",
            "background_color": "#7a3e12",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Metronome", "always_online": True},
            "slash_commands": [
                {
                    "command": "/standup",
                    "description": "Answer today's question",
                    "usage_hint": "[new | gallery | whisper]",
                    "should_escape": True,
                },
                {
                    "command": "/stanza",
                    "description": "Something that starts alike",
                    "usage_hint": "[line]",
                    "should_escape": True,
                },
            ],
            "shortcuts": [
                {
                    "name": "Answer now",
                    "type": "global",
                    "callback_id": "answer_now",
                    "description": "Today's form",
                },
                {
                    "name": "Note this",
                    "type": "message",
                    "callback_id": "note_this",
                    "description": "Keep it for later",
                },
            ],
        },
        "oauth_config": {
            "scopes": {
                "bot": [
                    "commands",
                    "chat:write",
                    "im:write",
                    "im:history",
                    "users:read",
                    "channels:read",
                    "channels:join",
                ]
            }
        },
        "settings": {
            "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def metronome(slack: Sandbox) -> AsyncApp:
    app = AsyncApp(client=client(slack), signing_secret=slack.signing_secret, process_before_response=True)

    @app.command("/standup")
    async def standup(ack: Any, command: Json, client: Any) -> None:
        word = command["text"].split(" ")[0]
        if word == "new":
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        elif word == "gallery":
            await ack()
            await client.conversations_join(channel=command["channel_id"])
            await client.chat_postMessage(
                channel=command["channel_id"], text="Every block there is", blocks=GALLERY
            )
        elif word == "ask":
            await ack()
            await client.conversations_join(channel=command["channel_id"])
            await client.chat_postMessage(
                channel=command["channel_id"], text="How is it going?", blocks=QUESTION
            )
        else:
            await ack(text=f"Only you read this: <{'script'}>alert(1)</{'script'}> *{command['text']}*")

    @app.view("form")
    async def submitted(ack: Any, view: Json, body: Json, client: Any) -> None:
        moved = view["state"]["values"]["moved"]["moved"]["value"]
        if moved == "nothing":
            await ack(response_action="errors", errors={"moved": "Something always moves."})
        elif moved == "deeper":
            await ack(response_action="push", view=DEEP_FORM)
        else:
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text=f"Noted: {moved}")

    @app.view("deep_form")
    async def deeper(ack: Any) -> None:
        await ack(response_action="clear")

    @app.action("well")
    async def well(ack: Any, respond: Any, body: Json) -> None:
        await ack()
        await respond(replace_original=True, text=f"<@{body['user']['id']}> says it goes well.")

    @app.action("silent")
    async def silent(body: Json) -> None:
        """Never acknowledges: the person is told that the app did not respond."""

    @app.action("pick")
    async def picked(ack: Any, body: Json, client: Any) -> None:
        await ack()
        chosen = body["actions"][0]["selected_option"]["text"]["text"]
        await client.chat_postMessage(
            channel=body["channel"]["id"], text=f"Picked {chosen}", thread_ts=body["message"]["ts"]
        )

    @app.options("cities")
    async def cities(ack: Any, payload: Json) -> None:
        names = ["Berlin", "Bern", "Bergen", "Lisbon"]
        found = [name for name in names if payload["value"].lower() in name.lower()]
        await ack(
            options=[{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in found]
        )

    @app.shortcut("answer_now")
    async def answer_now(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.shortcut("note_this")
    async def note_this(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        text = f"Noted: {shortcut['message']['text']}"
        await client.chat_postMessage(channel=shortcut["user"]["id"], text=text)

    @app.event("app_home_opened")
    async def home(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=HOME)

    @app.event("message")
    async def heard(event: Json) -> None:
        """Nothing to say to messages."""

    return app


QUESTION: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*How is it going?* Answer before `10:00`."}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "well",
                "style": "primary",
                "text": {"type": "plain_text", "text": "Well"},
            },
            {
                "type": "button",
                "action_id": "silent",
                "style": "danger",
                "text": {"type": "plain_text", "text": "Badly"},
                "confirm": {
                    "title": {"type": "plain_text", "text": "Really?"},
                    "text": {"type": "plain_text", "text": "Somebody will come and help."},
                    "confirm": {"type": "plain_text", "text": "Yes, badly"},
                    "deny": {"type": "plain_text", "text": "Not that badly"},
                },
            },
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": {"type": "plain_text", "text": "Or pick a word"},
                "options": [
                    {"text": {"type": "plain_text", "text": word}, "value": word.lower()}
                    for word in ("Steady", "Rushed", "Stuck")
                ],
            },
        ],
    },
]
