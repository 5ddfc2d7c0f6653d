"""A command line in a folder of its own, and a Slack for it to talk to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli.commands import main
from sandbox.company import small_company
from sandbox.server import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.json"
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """What a command said and how it left."""

    code: int
    out: str
    err: str


Drumbeat = Callable[..., Awaitable[Said]]


@pytest.fixture
def drumbeat(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Drumbeat:
    """Run a command as a person would, in an empty folder. It has an event loop of its own, so a thread too."""
    monkeypatch.chdir(tmp_path)

    async def command(*arguments: str) -> Said:
        capsys.readouterr()
        code = await asyncio.to_thread(main, arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A small company's Slack with the app installed."""
    async with Sandbox(MANIFEST, small_company(), clock=MONDAY) as sandbox:
        yield sandbox


@pytest.fixture
def settings(slack: Sandbox, sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment in which everything is well."""
    environment = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": sqlite_database_url,
        "DRUMBEAT_CLOCK_URL": slack.clock_url,
    }
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    return environment
