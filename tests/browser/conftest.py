"""Drumbeat in a small company, looked at in headless Chromium."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio
from playwright.async_api import Browser

from tests.chromium import Visit, visits
from tests.scenarios.conftest import Scene, play

THURSDAY = datetime(2026, 10, 22, 6, 30, tzinfo=UTC)
"""Half past eight in Berlin, three days before Europe's clocks go back."""


@pytest_asyncio.fixture(loop_scope="session")
async def scene(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """Drumbeat and its workspace; at the end no rule of Slack's may have been broken."""
    async with play(sqlite_database_url, one_by_one=True, clock=THURSDAY) as playing:
        yield playing


@pytest_asyncio.fixture(loop_scope="session")
async def visit(scene: Scene, browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as a person, in a channel."""
    async with visits(scene.slack, browser) as opened:
        yield opened
