"""`python -m sandbox` as a process of its own, and the manifests it turns away."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox.errors import ManifestRefused
from sandbox.manifest import RESERVED_COMMANDS
from sandbox.server import Sandbox
from tests.sandbox.app_under_test import Json, manifest


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        "--port",
        "0",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_it_says_where_it_is_and_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest()))
    process = await start("--manifest", str(path), "--clock", "2026-09-28T06:00:00Z", "--frozen")
    assert process.stdout is not None
    ready = json.loads(await process.stdout.readline())
    async with aiohttp.ClientSession() as session, session.get(ready["clock_url"]) as response:
        assert (await response.json())["now"] == "2026-09-28T06:00:00.000000+00:00"
    assert ready["bot_token"].startswith("xoxb-")
    assert ready["app_token"].startswith("xapp-")
    process.send_signal(signal.SIGTERM)
    out, error = await process.communicate()
    assert (process.returncode, out, error) == (0, b"", b"")


async def test_a_bad_manifest_stops_it_with_every_reason(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(with_command("/remind")))
    process = await start("--manifest", str(path))
    _, error = await process.communicate()
    assert process.returncode == 1
    assert b"/remind is one of Slack's own commands" in error
    assert b"Traceback" not in error


def with_command(name: str) -> Json:
    document = manifest()
    document["features"]["slash_commands"][0]["command"] = name
    return document


@pytest.mark.parametrize("name", sorted(RESERVED_COMMANDS))
def test_a_name_slack_reserves_is_refused(name: str) -> None:
    with pytest.raises(ManifestRefused, match=name):
        Sandbox(with_command(name))


async def test_a_company_can_be_described_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(manifest()))
    people = [{"name": "ada", "real_name": "Ada Ash", "timezone": "Asia/Tokyo", "id": "U0ADA"}]
    channels = [{"name": "search", "members": ["ada"], "id": "C0SEARCH"}]
    described = {"name": "Described", "people": people, "channels": channels}
    (tmp_path / "company.json").write_text(json.dumps(described))
    (tmp_path / "wrong.json").write_text(json.dumps({**described, "people": [{"nickname": "ada"}]}))
    known = ("--manifest", str(tmp_path / "manifest.json"), "--company")
    process = await start(*known, str(tmp_path / "company.json"))
    assert process.stdout is not None
    ready = json.loads(await process.stdout.readline())
    state = f"{ready['page']}sandbox/state?as=U0ADA"
    async with aiohttp.ClientSession() as session, session.get(state) as response:
        assert "C0SEARCH" in await response.text()
    process.send_signal(signal.SIGTERM)
    await process.communicate()
    _, error = await (await start(*known, str(tmp_path / "wrong.json"))).communicate()
    assert b"is not described as" in error
    assert b"Traceback" not in error
