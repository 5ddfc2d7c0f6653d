"""What is shown once Slack is acknowledged: in order, the newest last, and before we stop."""

import asyncio

import pytest

from bot.handlers import afterwards
from bot.handlers.afterwards import Afterwards, Work


class Shelf:
    """Where things are put one by one, each as soon as it is let through."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.stands: list[str] = []
        self._gates: dict[str, asyncio.Event] = {}

    def put(self, what: str) -> Work:
        """Put it there once it is let through."""
        gate = self._gates[what] = asyncio.Event()

        async def work() -> None:
            self.begun.append(what)
            await gate.wait()
            self.stands.append(what)

        return work

    def let(self, *whats: str) -> None:
        """Let these through."""
        for what in whats:
            self._gates[what].set()


async def test_the_newest_of_what_waits_comes_last_and_nothing_overtakes_it() -> None:
    shelf, later = Shelf(), Afterwards()
    later.start("ana", shelf.put("first"))
    await asyncio.sleep(0)
    for what in ("second", "third"):
        later.start("ana", shelf.put(what))
    later.start("ben", shelf.put("ben's"))
    shelf.let("second", "third", "ben's")
    await asyncio.sleep(0)
    assert shelf.begun == ["first", "ben's"], "one at a time in a place, and others are not held up"
    shelf.let("first")
    await later.finish()
    assert shelf.stands == ["ben's", "first", "third"], "nobody would have seen the second"


async def test_what_fails_holds_up_nothing_that_follows() -> None:
    shelf, later = Shelf(), Afterwards()

    async def fail() -> None:
        raise RuntimeError

    failed = later.start("ana", fail)
    await asyncio.wait([failed])
    assert isinstance(failed.exception(), RuntimeError)
    shown = later.start("ana", shelf.put("next"))
    shelf.let("next")
    await shown
    assert shelf.stands == ["next"]


async def test_stopping_waits_for_what_is_on_its_way_but_not_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, later = Shelf(), Afterwards()
    shown = later.start("ana", shelf.put("on its way"))
    stopping = asyncio.create_task(later.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    shelf.let("on its way")
    await stopping
    assert shown.done()

    monkeypatch.setattr(afterwards, "PATIENCE", 0.01)
    stuck = later.start("ana", shelf.put("stuck"))
    behind = later.start("ana", shelf.put("behind"))
    await later.stop()
    await asyncio.wait([stuck, behind])
    assert shelf.stands == ["on its way"]
