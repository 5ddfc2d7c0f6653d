"""Child processes that never outlive us, and whose last words are heard."""

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.cli.speech import Trouble

LAST_WORDS = 12
"""Lines of a child that died which are shown."""
PATIENCE = 10.0
"""Seconds a child has to stop by itself."""


class Child:
    """A running Python module, e.g. the sandbox. Its output is read all the time, so that it never blocks."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self._process = process
        self._lines: deque[str] = deque(maxlen=LAST_WORDS)
        self._first: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read())

    async def first_line(self, seconds: float) -> str:
        """The first line it writes. Raises Trouble when it ends or stays silent instead."""
        try:
            line = await asyncio.wait_for(asyncio.shield(self._first), seconds)
        except TimeoutError as error:
            raise Trouble(
                [f"{self.name} said nothing for {seconds:.0f} seconds.{self._last_words()}"]
            ) from error
        if line is None:
            raise Trouble([self._obituary()])
        return line

    async def must_live(self) -> None:
        """Wait until it ends, which it should not. Raises Trouble with its last words."""
        await self._process.wait()
        await self._reading
        raise Trouble([self._obituary()])

    async def stop(self) -> None:
        """End it: kindly, then not. Its own children share its process group and go with it."""
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE)
        except TimeoutError:
            pass
        finally:
            self._signal(signal.SIGKILL)
            await self._process.wait()
            await self._reading

    def _signal(self, sign: signal.Signals) -> None:
        # The group is ours alone: start_new_session made the child its leader.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, sign)

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._heard(line.decode(errors="replace").rstrip())
        if not self._first.done():
            await self._process.wait()
            self._first.set_result(None)

    def _heard(self, line: str) -> None:
        self._lines.append(line)
        if not self._first.done():
            self._first.set_result(line)

    def _obituary(self) -> str:
        return f"{self.name} stopped by itself (exit code {self._process.returncode}).{self._last_words()}"

    def _last_words(self) -> str:
        return "".join(f"\n    {line}" for line in self._lines) or " It left no word."


@asynccontextmanager
async def child(
    name: str, module: str, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
) -> AsyncIterator[Child]:
    """A child that runs `python -m module` in `folder`; stopped at the end, whatever happens."""
    packages = os.pathsep.join(filter(None, [str(_packages()), environment.get("PYTHONPATH")]))
    # A session of its own keeps Ctrl-C in the terminal to us; we stop the children in order.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        env={**environment, "PYTHONPATH": packages},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        cwd=folder,
    )
    running = Child(name, process)
    try:
        yield running
    finally:
        await asyncio.shield(running.stop())


def _packages() -> Path:
    """The folder that bot, config and sandbox are in, whether installed or a work tree."""
    return Path(__file__).resolve().parents[2]
