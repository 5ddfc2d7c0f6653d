"""Commands that work until they are done or told to stop, whatever becomes of the children they started."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

from bot.cli.processes import Child

Result = TypeVar("Result")


def told_to_stop() -> asyncio.Event:
    """An event that is set by Ctrl-C, by SIGTERM, and when the terminal goes away."""
    told = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    return told


async def unless(stopped: asyncio.Event, children: Sequence[Child], work: Awaitable[Result]) -> Result | None:
    """The work's result; None when we are told to stop first. Raises Trouble when a child dies first."""
    working = asyncio.ensure_future(work)
    others = [
        asyncio.create_task(stopped.wait()),
        *(asyncio.create_task(one.must_live()) for one in children),
    ]
    try:
        done, _ = await asyncio.wait([working, *others], return_when=asyncio.FIRST_COMPLETED)
        for dead in done - {working}:
            dead.result()
        return working.result() if working in done else None
    finally:
        await _cancel([working, *others])


async def _cancel(tasks: list[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def free_port(wanted: int) -> int:
    """This port of the loopback interface if nobody has it, else any other."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
