"""A Bolt app that plays the app under test, and the manifest that describes it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox

Json = dict[str, Any]


def manifest() -> Json:
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": "Drummer"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "drummer", "always_online": True},
            "slash_commands": [
                {"command": "/drum", "description": "Drum", "should_escape": True},
                {"command": "/plain", "description": "Not escaped"},
            ],
            "shortcuts": [
                {"name": "Everywhere", "type": "global", "callback_id": "everywhere", "description": "d"},
                {"name": "On this", "type": "message", "callback_id": "on_this", "description": "d"},
            ],
        },
        "oauth_config": {
            "scopes": {
                "bot": [
                    "commands",
                    "chat:write",
                    "im:write",
                    "im:read",
                    "im:history",
                    "users:read",
                    "channels:read",
                    "channels:join",
                    "groups:read",
                    "channels:history",
                ],
                "bot_optional": ["channels:history"],
            }
        },
        "settings": {
            "event_subscriptions": {
                "bot_events": [
                    "app_home_opened",
                    "app_uninstalled",
                    "channel_archive",
                    "channel_rename",
                    "member_joined_channel",
                    "message.im",
                    "team_join",
                    "tokens_revoked",
                    "user_change",
                ]
            },
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def client(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def bolt(slack: Sandbox) -> AsyncApp:
    return AsyncApp(client=client(slack), signing_secret=slack.signing_secret, process_before_response=True)


@asynccontextmanager
async def connected(slack: Sandbox, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Run `app` in Socket Mode against the sandbox."""
    handler = AsyncSocketModeHandler(app, app_token=slack.app_token, web_client=client(slack))
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.socket.until_connected()
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def serving(app: AsyncApp) -> AsyncIterator[str]:
    """Run `app` behind a request URL, which is what this gives."""
    runner = web.AppRunner(app.web_app(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
