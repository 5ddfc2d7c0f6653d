"""Drumbeat in a small company, looked at in headless Chromium."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio

from tests.chromium import Visit, chromium, visits
from tests.scenarios.conftest import Scene, play

THURSDAY = datetime(2026, 10, 22, 6, 30, tzinfo=UTC)
"""Half past eight in Berlin, three days before Europe's clocks go back."""


@pytest_asyncio.fixture
async def scene(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """Drumbeat and its workspace; at the end no rule of Slack's may have been broken."""
    async with play(sqlite_database_url, clock=THURSDAY) as playing:
        yield playing


@pytest_asyncio.fixture
async def visit(scene: Scene) -> AsyncIterator[Visit]:
    """Opens the page as a person, in a channel."""
    async with chromium() as browser, visits(scene.slack, browser) as opened:
        yield opened
