"""Drumbeat as a process of its own, to be killed, frozen and started again."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from config.settings import environment_for_child
from sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]


class Replica:
    """One `python -m bot run`. What it says goes to a file, so that a failed run can be read afterwards."""

    def __init__(
        self, environment: Mapping[str, str], log: Path, program: Sequence[str] = ("bot", "run")
    ) -> None:
        self._environment = {**environment_for_child(environment), "PYTHONPATH": str(ROOT)}
        self._log, self._program = log, program
        self._process: asyncio.subprocess.Process | None = None

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The process that runs now."""
        assert self._process is not None, "it was never started"
        return self._process

    async def start(self) -> None:
        """Start it; it is not ready yet."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self._program),
                env=self._environment,
                cwd=self._log.parent,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )

    async def kill(self) -> None:
        """End it as a power cut does."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    def freeze(self) -> None:
        """Stop it where it stands; its sockets stay open."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on, knowing nothing."""
        self.process.send_signal(signal.SIGCONT)

    def said(self) -> str:
        """Everything it logged, over all its lives."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""


def environment(slack: Sandbox, database_url: str, *, pacing: bool = True) -> dict[str, str]:
    """What the environment says to run Drumbeat in this sandbox."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DRUMBEAT_CLOCK_URL": slack.clock_url,
        "DRUMBEAT_PACING": "on" if pacing else "off",
        "HEARTBEAT_SECONDS": "1",
        "LOG_LEVEL": "WARNING",
        # As an operator would write it: the driver is Drumbeat's own business.
        "DATABASE_URL": database_url.replace("+aiosqlite", "").replace("+psycopg", ""),
    }


@asynccontextmanager
async def replicas(
    slack: Sandbox, database_url: str, count: int, folder: Path, *, pacing: bool = True
) -> AsyncIterator[list[Replica]]:
    """So many connected replicas on one database; killed at the end, whatever happens."""
    settings = environment(slack, database_url, pacing=pacing)
    running = [Replica(settings, folder / f"replica-{number}.log") for number in range(count)]
    async with AsyncExitStack() as stack:
        for replica in running:
            await replica.start()
            stack.push_async_callback(replica.kill)
        assert await slack.socket.until_connected(count, 60), [replica.said() for replica in running]
        yield running
