"""Children never outlive us, and what they said last is heard."""

import os
from pathlib import Path

import pytest

from bot.cli.processes import child
from bot.cli.speech import Trouble
from tests.demo import demo, is_running


def module(folder: Path, source: str) -> str:
    (folder / "errand.py").write_text(source, "utf-8")
    return "errand"


async def test_the_first_line_is_what_a_child_has_to_say(tmp_path: Path) -> None:
    name = module(tmp_path, "print('ready', flush=True); import time; time.sleep(60)")
    async with child("The errand", name, [], os.environ, tmp_path) as errand:
        assert await errand.first_line(20) == "ready"


async def test_a_child_is_gone_when_we_are_done_with_it(tmp_path: Path) -> None:
    name = module(tmp_path, "import os; print(os.getpid(), flush=True); import time; time.sleep(60)")
    async with child("The errand", name, [], os.environ, tmp_path) as errand:
        pid = int(await errand.first_line(20))
        assert is_running(pid)
    assert not is_running(pid)


async def test_a_child_that_will_not_listen_is_ended_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.processes.PATIENCE", 0.2)
    deaf = "import os, signal, time; signal.signal(15, signal.SIG_IGN); print(os.getpid(), flush=True)"
    deaf += "; time.sleep(60)"
    async with child("The errand", module(tmp_path, deaf), [], os.environ, tmp_path) as errand:
        pid = int(await errand.first_line(20))
    assert not is_running(pid)


async def test_a_child_that_dies_is_reported_with_its_last_words(tmp_path: Path) -> None:
    name = module(tmp_path, "print('hello', flush=True)\nraise SystemExit('out of coffee')")
    async with child("The errand", name, [], os.environ, tmp_path) as errand:
        with pytest.raises(Trouble) as caught:
            await errand.must_live()
    assert str(caught.value) == "The errand stopped by itself (exit code 1).\n    hello\n    out of coffee"


async def test_a_child_that_dies_before_it_spoke_is_reported_too(tmp_path: Path) -> None:
    async with child(
        "The errand", module(tmp_path, "raise SystemExit(3)"), [], os.environ, tmp_path
    ) as errand:
        with pytest.raises(Trouble, match=r"stopped by itself \(exit code 3\). It left no word"):
            await errand.first_line(20)


async def test_a_child_that_stays_silent_is_not_waited_for_forever(tmp_path: Path) -> None:
    name = module(tmp_path, "import time; time.sleep(60)")
    async with child("The errand", name, [], os.environ, tmp_path) as errand:
        with pytest.raises(Trouble, match="The errand said nothing for 0 seconds"):
            await errand.first_line(0.3)


@pytest.mark.timeout(420)
async def test_the_demo_opens_a_page_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with demo(weeks=0, folder=tmp_path) as running:
        children = await running.children()
        assert len(children) == 2
        code, said = await running.interrupt()
    assert code == 0
    assert said.endswith("\nStopped. Nothing is left behind.\n")
    assert not any(is_running(pid) for pid in children)
    assert os.listdir(tmp_path) == []
