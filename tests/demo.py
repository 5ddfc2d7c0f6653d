"""The demo as a newcomer starts it: a process of its own, and its children."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 300
"""Seconds the weeks may take to be lived on a busy machine."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo whose page is open."""

    page: str
    _process: asyncio.subprocess.Process

    async def children(self) -> list[int]:
        """The processes it has started."""
        listed = await asyncio.create_subprocess_exec(
            "ps", "-o", "pid=", "--ppid", str(self._process.pid), stdout=asyncio.subprocess.PIPE
        )
        found, _ = await listed.communicate()
        return [int(line) for line in found.split()]

    async def interrupt(self) -> tuple[int | None, str]:
        """Press Ctrl-C; how it ended, and what it still said."""
        self._process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(self._process.communicate(), 60)
        return self._process.returncode, said.decode()


@asynccontextmanager
async def demo(weeks: int, folder: Path) -> AsyncIterator[Demo]:
    """Run `python -m bot demo` until its page is open; what it writes goes into `folder`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--weeks", str(weeks), "--no-browser", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "TMPDIR": str(folder)},
        cwd=Path(__file__).parents[1],
    )
    try:
        yield Demo(await asyncio.wait_for(_address(process), PATIENCE), process)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.communicate()


def is_running(pid: int) -> bool:
    """Whether a process is still there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    said = ""
    while chunk := await process.stdout.read(4096):
        said += chunk.decode(errors="replace")
        if found := re.search(r"Open (http://\S+)\n", said):
            return found[1]
    raise AssertionError(f"the demo ended by itself: {said}")
