"""What keeps Drumbeat from starting is said in a sentence with what to do, and the exit code is not zero."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import pytest

from config.slack_app import SCOPES
from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.cli.conftest import MANIFEST, MONDAY

ROOT = Path(__file__).parents[2]


async def start(folder: Path, environ: dict[str, str]) -> tuple[int, str]:
    """`drumbeat run` as its own process, until it gives up: its exit code and what it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK", "DRUMBEAT"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), timeout=100)
    assert process.returncode is not None
    return process.returncode, said.decode()


def environ_for(slack: Sandbox, folder: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'drumbeat.db'}",
    }


async def test_tokens_and_scopes_slack_does_not_accept_are_named(tmp_path: Path) -> None:
    scopes = set(SCOPES) - {"im:history"}
    async with Sandbox(MANIFEST, small_company(), clock=MONDAY, granted_scopes=scopes) as slack:
        environ = environ_for(slack, tmp_path)
        wrong_bot, missing_scope = await asyncio.gather(
            start(tmp_path, {**environ, "SLACK_BOT_TOKEN": "xoxb-1-1-nobody"}), start(tmp_path, environ)
        )
    assert wrong_bot[0] == 1
    assert "SLACK_BOT_TOKEN (invalid_auth)" in wrong_bot[1]
    assert missing_scope[0] == 1
    assert "im:history" in missing_scope[1]
    assert "reinstall" in missing_scope[1]


async def test_an_app_token_slack_does_not_accept_does_not_leave_us_knocking(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST, small_company(), clock=MONDAY) as slack:
        environ = {**environ_for(slack, tmp_path), "SLACK_APP_TOKEN": "xapp-1-A1-1-nobody"}
        code, said = await start(tmp_path, environ)
    assert code == 1
    assert "SLACK_APP_TOKEN" in said
    assert "connections:write" in said


async def test_a_slack_nobody_can_reach_is_said(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-1-1-somebody",
        "SLACK_APP_TOKEN": "xapp-1-A1-1-somebody",
        "SLACK_API_URL": address,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'drumbeat.db'}",
    }
    code, said = await start(tmp_path, environ)
    assert code == 1
    assert "cannot be reached" in said


async def test_a_taken_port_is_said(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST, small_company(), clock=MONDAY) as slack:
        environ = environ_for(slack, tmp_path)
        del environ["SLACK_APP_TOKEN"]
        with socket.socket() as taken:
            taken.bind(("0.0.0.0", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            code, said = await start(
                tmp_path, {**environ, "SLACK_SIGNING_SECRET": slack.signing_secret, "PORT": port}
            )
    assert code == 1
    assert f"Port {port}" in said


@pytest.mark.parametrize("name", ["missing/drumbeat.db", "folder"])
async def test_a_database_that_cannot_be_opened_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-1-1-somebody",
        "SLACK_APP_TOKEN": "xapp-1-A1-1-somebody",
        "DATABASE_URL": f"sqlite:///{tmp_path / name}",
    }
    code, said = await start(tmp_path, environ)
    assert code == 1
    assert "cannot be opened" in said


async def test_every_mistake_in_the_settings_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxp-user\nPORT=many\nthis is no line\n", "utf-8")
    code, said = await start(tmp_path, {})
    assert code == 1
    assert "SLACK_BOT_TOKEN" in said
    assert "PORT" in said
    assert "line 3" in said
    assert "xoxp-user" not in said
