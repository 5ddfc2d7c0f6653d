"""A workspace in this process, Drumbeat in another, as in production: what is measured is not slowed by measuring."""

import asyncio
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from sandbox.model import Change
from sandbox.server import Sandbox
from tests.databases import make_tables, sqlite_url
from tests.reliability.crowd import MANIFEST, MONDAY, crowd
from tests.reliability.replica import ROOT, Replica, environment

PATIENCE = 120.0


@dataclass(slots=True)
class Stage:
    """A workspace and Drumbeat in it, on this `database`. `posts` holds the second of every message to a person."""

    slack: Sandbox
    replica: Replica
    port: int
    database: str
    posts: list[float] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where Slack's requests go."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    def note(self, change: Change) -> None:
        """Write down when somebody was written to."""
        channel = self.slack.workspace.channels.get(change.channel or "")
        if change.kind == "message" and channel is not None and channel.kind == "im":
            self.posts.append(time.monotonic())


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@asynccontextmanager
async def stage(
    people: int,
    *,
    transport: str = "http",
    pacing: bool = True,
    limits: bool = False,
    program: Sequence[str] = ("bot", "run"),
    database: str | None = None,
) -> AsyncIterator[Stage]:
    """A crowd, and Drumbeat on SQLite or on a database that has its tables, ready."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        url = database or sqlite_url(Path(name) / "bench.db")
        if database is None:
            await make_tables(url)
        async with Sandbox(MANIFEST, crowd(people), clock=MONDAY, limits=limits) as slack:
            settings = environment(slack, url, pacing=pacing) | {"PORT": str(free_port())}
            if transport == "http":
                del settings["SLACK_APP_TOKEN"]
            replica = Replica(settings, Path(name) / "drumbeat.log", program)
            here = Stage(slack, replica, int(settings["PORT"]), url)
            slack.workspace.on_change(here.note)
            await replica.start()
            try:
                await _ready(here, transport)
                yield here
            finally:
                await replica.kill()


async def _ready(here: Stage, transport: str) -> None:
    if transport == "socket":
        assert await here.slack.socket.until_connected(1, PATIENCE), here.replica.said()
        return
    await until_healthy(here.port)
    here.slack.deliver_to(here.url)


async def until_healthy(port: int, path: str = "/healthz") -> None:
    """Wait until a server answers."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}{path}") as response:
                    if response.status < 500:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def program(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """One of our own programs beside us, ended at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *arguments), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def per_second(times: Sequence[float]) -> float:
    """How many a second between the first and the last."""
    return (len(times) - 1) / (times[-1] - times[0])
