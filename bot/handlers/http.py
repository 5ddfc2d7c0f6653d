"""The HTTP door: Slack's signed requests in, Bolt's answers out, and a word on whether we are well."""

from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.store import leaving
from bot.store.engine import Store, StoreUnavailable, check_usable

EVENTS = "/slack/events"
HEALTH = "/healthz"
MOST_BYTES = 1024 * 1024


def build_web_app(app: AsyncApp, store: Store) -> web.Application:
    """An aiohttp application with Slack's door and the health check."""

    async def slack(request: web.Request) -> web.Response:
        if not _may_be_signed(request):
            return web.Response(status=401, text="This door is for requests signed by Slack.")
        try:
            bolt_request = await _read(request)
        except ValueError:
            return web.Response(status=400, text="This is not a request Slack would send.")
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    async def health(_request: web.Request) -> web.Response:
        try:
            await check_usable(store)
        except StoreUnavailable:
            return web.json_response({"ok": False, "database": "unreachable"}, status=503)
        async with store.reading() as tx:
            is_gone = await leaving.is_silent(tx)
        # Uninstalled we are well all the same: to be started again would not help.
        return web.json_response({"ok": True, "installed": False} if is_gone else {"ok": True})

    web_app = web.Application(client_max_size=MOST_BYTES)
    web_app.add_routes([web.post(EVENTS, slack), web.get(HEALTH, health)])
    return web_app


async def _read(request: web.Request) -> AsyncBoltRequest:
    bolt_request = AsyncBoltRequest(
        body=(await request.read()).decode("utf-8"),
        query=request.query_string,
        headers=dict(request.headers.items()),
    )
    return _mended(bolt_request)


def _mended(request: AsyncBoltRequest) -> AsyncBoltRequest:
    # Bolt takes any form that contains the letters "payload" for an interaction, and so reads nothing of a slash
    # command like `/signal the payload is slow` (reference: slack-platform.md §9.2).
    if request.body or not request.raw_body:
        return request
    fields = dict(parse_qsl(request.raw_body, keep_blank_values=True))
    mended = AsyncBoltRequest(body=fields, query=request.query, headers=request.headers, mode="socket_mode")
    mended.mode, mended.raw_body = "http", request.raw_body
    return mended


def _may_be_signed(request: web.Request) -> bool:
    # Bolt answers 500 to a timestamp that is not a number and to a signature that is not ASCII.
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    return timestamp.isascii() and timestamp.isdigit() and signature.isascii() and bool(signature)
