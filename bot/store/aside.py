"""Reading aside: what takes long to read and to put together holds up nobody who waits for an answer.

The digest of a whole workspace is thousands of rows and some hundred milliseconds of Python. In the event loop, every
press would wait for them. So both happen in a thread with an event loop and connections of its own, where only what
else is read aside waits for them, and of what the database held at one instant.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")


class Aside:
    """A thread that reads, started when it is first needed."""

    def __init__(self, open_engine: Callable[[], AsyncEngine]) -> None:
        self._open_engine = open_engine
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._engine: AsyncEngine | None = None

    async def do(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Have this done there, and wait for what comes of it."""
        loop = self._started()
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._done(work), loop))

    async def close(self) -> None:
        """Give up what is still being read, and end the thread."""
        if self._loop is None or self._thread is None:
            return
        loop, thread, self._loop = self._loop, self._thread, None
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._ended(), loop))
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            # Only read from, so nothing is lost where a process ends without closing it.
            self._thread = threading.Thread(
                target=_run, args=(self._loop,), name="reading aside", daemon=True
            )
            self._thread.start()
        return self._loop

    async def _done(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        # Opened here: connections belong to the event loop they were opened in.
        self._engine = self._engine or self._open_engine()
        async with self._engine.connect() as connection:
            return await work(connection)

    async def _ended(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._engine is not None:
            engine, self._engine = self._engine, None
            await engine.dispose()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()
