"""What it costs to have Drumbeat running, and how soon after its start it answers."""

import asyncio
import time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.stage import Stage, stage
from tests.reliability.crowd import LEAD

MEGABYTES = 90
SECONDS = 2.0


async def measure() -> list[Figure]:
    """Idle memory, and the best of three starts to the first acknowledged command."""
    async with stage(20) as here:
        assert (await here.slack.person(LEAD).command("/drumbeat", "help")).ok
        await asyncio.sleep(5)
        resident = _megabytes(here.replica.process.pid)
        starts = []
        for _ in range(3):
            await here.replica.kill()
            start = time.monotonic()
            await here.replica.start()
            await _answered(here)
            starts.append(time.monotonic() - start)
    best = min(starts)
    return [
        Figure("idle memory (RSS)", f"{resident:.0f} MB", "< 90 MB", resident < MEGABYTES),
        Figure("start to first ack, best of 3", f"{best:.2f} s", "< 2 s", best < SECONDS),
    ]


async def _answered(here: Stage) -> None:
    for _ in range(1000):
        if (await here.slack.person(LEAD).command("/drumbeat", "help")).ok:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(here.replica.said())


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]
    return int(kilobytes) / 1024
