"""The one place where everything is put together: `serve` is Drumbeat, running."""

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import FollowedCalendar, WorldCalendar
from bot.handlers.doors import open_doors
from bot.handlers.first_served import FirstServed
from bot.handlers.house import House
from bot.handlers.http import build_web_app
from bot.jobs.heartbeat import Heartbeat
from bot.logs import set_up_logging
from bot.loops import categories
from bot.privacy import leaving
from bot.privacy.presence import keep_telling
from bot.rituals.tending.restarting import restart
from bot.slack.gateway import TIMEOUT, Gateway
from bot.slack.identity import NotWelcome, check_app_token, identify
from bot.slack.responding import Responding, Responses
from bot.slack.sender import Sender
from bot.store import leaving as left_workspaces
from bot.store import workspaces
from bot.store.engine import Store, open_store
from bot.store.keys import keyring
from bot.values.people import Workspace
from bot.works import Works, name_of_this_process, put_together
from config.settings import LogFormat, Settings
from config.slack_app import SCOPES

log = logging.getLogger(__name__)

A_TURN = 0.0005
"""Seconds a thread of Python's has before another one that waits. By itself it is ten times as long, and a press that
meets what is read aside waits for it several times."""


class StartUpError(Exception):
    """Drumbeat cannot start. `problems` holds a sentence for each reason, with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Drumbeat:
    """A running Drumbeat: what tests and the clock need to reach."""

    house: House
    app: AsyncApp
    heartbeat: Heartbeat
    sender: Sender
    port: int | None


async def serve(settings: Settings, *, web: bool = True, worker: bool = True) -> None:
    """Run until SIGTERM or SIGINT, then stop in good order. Raises StartUpError."""
    set_up_logging(level=settings.log_level, as_json=settings.log_format == LogFormat.JSON)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, web=web, worker=worker):
        # What start-up made stays. Looking through it for garbage holds everybody up: measured, 90 ms and more.
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(A_TURN)
        log.info("Drumbeat is running.")
        await stop.wait()
        log.info("Stopping: finishing what is on its way.")


@asynccontextmanager
async def running(settings: Settings, *, web: bool = True, worker: bool = True) -> AsyncIterator[Drumbeat]:
    """Drumbeat, from start to stop. `web` opens Slack's doors, `worker` lets the clock and the sender run."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        )
        store = open_store(settings.database_url)
        stack.push_async_callback(store.close)
        calendar = await _calendar(settings, session)
        client = _client(settings, session)
        here, is_installed = await _who_am_i(store, settings, calendar.now())
        # Forms that only read offer categories, too: those that ship are there from the first start on.
        await categories.every(store, here.id)
        keys, name = keyring(settings.keys), name_of_this_process()
        stack.push_async_callback(keys.close)
        works = put_together(settings, store, Gateway(client, session), calendar, keys, name)
        await _in_background(stack, keep_telling(store, keys, name))
        responses = Responses(session)
        stack.push_async_callback(responses.stop)
        app = _bolt_app(settings, works.house, here, responses.to)
        stack.push_async_callback(works.house.afterwards.stop)
        if worker:
            await _start_worker(stack, calendar, works)
        # Without an installation there is nobody to listen to, but whoever watches over us is still answered.
        listens = web and (is_installed or not settings.socket_mode)
        port = await _listen(stack, settings, app, store) if listens else None
        yield Drumbeat(works.house, app, works.heartbeat, works.sender, port)


def _client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    # The SDK's own retries can post a message twice when only the answer was lost: none of them.
    return AsyncWebClient(
        token=settings.bot_token.reveal(),
        base_url=settings.slack_api_url,
        timeout=TIMEOUT,
        session=session,
        retry_handlers=[],
    )


async def _calendar(settings: Settings, session: aiohttp.ClientSession) -> WorldCalendar | FollowedCalendar:
    if settings.clock_url is None:
        return WorldCalendar()
    followed = FollowedCalendar(session, settings.clock_url)
    try:
        await followed.start()
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise StartUpError(
            [
                f"The clock at {settings.clock_url} does not answer. Start the sandbox, or unset DRUMBEAT_CLOCK_URL."
            ]
        ) from error
    return followed


async def _who_am_i(store: Store, settings: Settings, now: datetime) -> tuple[Workspace, bool]:
    """The workspace we work for, and whether we are installed there."""
    try:
        me = await identify(settings.slack_api_url, settings.bot_token.reveal(), SCOPES)
        if settings.app_token is not None:
            await check_app_token(settings.slack_api_url, settings.app_token.reveal())
    except NotWelcome as refusal:
        left = await _whom_we_left(store) if refusal.is_refused else None
        if left is None:
            raise StartUpError(refusal.problems) from refusal
        log.warning(
            "Drumbeat is not installed in %s any more. It waits to be installed again, and to be restarted then; a"
            " week after it was uninstalled it deletes everything.",
            left.name,
        )
        return left, False
    async with store.transaction() as tx:
        here = await workspaces.save(
            tx,
            slack_id=me.team_id,
            name=me.team_name,
            bot_user_id=me.bot_user_id,
            bot_id=me.bot_id,
            now=now,
        )
    await leaving.restore(store, restart, here.slack_id, now)
    return here, True


async def _whom_we_left(store: Store) -> Workspace | None:
    async with store.reading() as tx:
        gone = await left_workspaces.all_uninstalled(tx)
        return await workspaces.by_slack_id(tx, gone[0].slack_id) if gone else None


def _bolt_app(
    settings: Settings, house: House, here: Workspace, respond_to: Callable[[str], Responding]
) -> AsyncApp:
    async def authorize(**_: Any) -> AuthorizeResult:
        # Our own answer instead of Bolt's auth.test per request.
        return AuthorizeResult(
            enterprise_id=None,
            team_id=here.slack_id,
            bot_user_id=here.bot_user_id,
            bot_id=here.bot_id,
            bot_token=settings.bot_token.reveal(),
        )

    secret = settings.signing_secret.reveal() if settings.signing_secret else ""
    app = FirstServed(
        house.store.right_of_way,
        respond_to,
        name="drumbeat",
        # A client without a token: with one, Bolt would ask Slack who it is before the first answer.
        client=AsyncWebClient(base_url=settings.slack_api_url),
        authorize=authorize,
        signing_secret=secret,
        # Handlers finish before Slack is acknowledged: what is saved is true, what failed is sent again. What saves
        # nothing may come `afterwards`.
        process_before_response=True,
        request_verification_enabled=not settings.socket_mode,
    )
    open_doors(app, house)
    return app


async def _start_worker(
    stack: AsyncExitStack,
    calendar: WorldCalendar | FollowedCalendar,
    works: Works,
) -> None:
    await _in_background(stack, works.sender.run())
    works.heartbeat.start()
    stack.push_async_callback(works.heartbeat.stop)
    if isinstance(calendar, FollowedCalendar):
        await _in_background(stack, calendar.follow(works.at_rest.settle))


async def _listen(stack: AsyncExitStack, settings: Settings, app: AsyncApp, store: Store) -> int | None:
    if settings.app_token is not None:
        handler = AsyncSocketModeHandler(app, settings.app_token.reveal(), web_client=app.client)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        stack.push_async_callback(handler.close_async)
        return None
    runner = web.AppRunner(build_web_app(app, store), access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, port=settings.port)
    try:
        await site.start()
    except OSError as error:
        raise StartUpError(
            [f"Port {settings.port} cannot be opened ({error.strerror}). Set PORT to another one."]
        ) from error
    # With port 0, IPv4 and IPv6 are given different ones; an IPv4 address has two parts, and is what people type.
    addresses = sorted(runner.addresses, key=len)
    return int(addresses[0][1])


async def _in_background(stack: AsyncExitStack, work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)

    async def stop() -> None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(stop)
