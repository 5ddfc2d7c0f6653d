"""Children never outlive us, and what they said last is heard."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from bot.cli.processes import child
from bot.cli.speech import Trouble


def module(folder: Path, source: str) -> str:
    (folder / "errand.py").write_text(source, "utf-8")
    return "errand"


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


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


async def test_the_demo_opens_a_page_and_leaves_nothing_behind(tmp_path: Path) -> None:
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--weeks", "0", "--no-browser", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert demo.stdout is not None
    said = b""
    while b"Open http://" not in said:
        line = await asyncio.wait_for(demo.stdout.readline(), 60)
        assert line, await demo.communicate()
        said += line
    port = re.search(rb"127\.0\.0\.1:(\d+)", said)
    assert port
    children = await _children_of(demo.pid)
    demo.send_signal(signal.SIGINT)
    _, complaints = await asyncio.wait_for(demo.communicate(), 60)
    assert (demo.returncode, complaints) == (0, b"")
    assert len(children) == 2
    assert not any(is_running(pid) for pid in children)
    assert os.listdir(tmp_path) == []


async def _children_of(pid: int) -> list[int]:
    listed = await asyncio.create_subprocess_exec(
        "ps", "-o", "pid=", "--ppid", str(pid), stdout=asyncio.subprocess.PIPE
    )
    found, _ = await listed.communicate()
    return [int(line) for line in found.split()]
