"""People before the clock: while somebody waits for an answer, the work of the background lets them pass.

A burst of presses meets a fan-out in the same process and, on SQLite, on the same connection. Whatever the
heartbeat and the sender do can wait some milliseconds; a person cannot.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PATIENCE = 1.0
"""Seconds one transaction of the background lets others pass: a crowd that never ends must not stop it."""

_in_the_background: ContextVar[bool] = ContextVar("in_the_background", default=False)
_begins_anew: ContextVar[bool] = ContextVar("begins_anew", default=False)


class GaveWay(Exception):
    """Somebody at a door wants to write: what this transaction did is taken back, and done again after them."""


def work_in_the_background() -> None:
    """Say that this task, and whatever it starts, is work nobody waits for."""
    _in_the_background.set(True)


def is_in_the_background() -> bool:
    """Whether nobody waits for what this task does."""
    return _in_the_background.get()


async def let_others_run() -> None:
    """Between two steps that take their time without asking anybody: whoever waits for the event loop has it first,
    if this is work of the background."""
    if is_in_the_background():
        await asyncio.sleep(0)


@contextmanager
def begins_anew() -> Iterator[None]:
    """Say that the transaction of this task may be taken back for the sake of people, since it is done again."""
    token = _begins_anew.set(True)
    try:
        yield
    finally:
        _begins_anew.reset(token)


def gives_way() -> bool:
    """Whether this task can be stopped in the middle of its transaction."""
    return is_in_the_background() and _begins_anew.get()


class RightOfWay:
    """Counts who is being served at a door, and holds back the background until they are."""

    def __init__(self) -> None:
        self._being_served = 0
        self._way_is_free = asyncio.Event()
        self._way_is_free.set()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Somebody is served for as long as this lasts."""
        self._being_served += 1
        self._way_is_free.clear()
        try:
            yield
        finally:
            self._being_served -= 1
            if not self._being_served:
                self._way_is_free.set()

    async def give(self) -> None:
        """Let people pass, if this is work of the background; return at once if it is not."""
        if not is_in_the_background() or self._way_is_free.is_set():
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._way_is_free.wait()
        except TimeoutError:
            return
