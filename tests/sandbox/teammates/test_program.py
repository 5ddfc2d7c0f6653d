"""`python -m sandbox --live-weeks` as a process of its own."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from tests.sandbox.teammates.drummer import manifest


async def test_without_an_app_no_weeks_are_lived_and_it_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest()))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--port", "0", "--company", "travel", "--live-weeks", "2"),
        *("--manifest", str(path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert "page" in json.loads(await process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    _, error = await process.communicate()
    assert (process.returncode, error) == (0, b"")
