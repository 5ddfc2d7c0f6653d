"""A sandbox with a small app in it, and headless Chromium to look at it with."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio
from playwright.async_api import Browser

from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.chromium import Visit, visits
from tests.sandbox.app_under_test import connected
from tests.sandbox.page.app import manifest, metronome

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[Sandbox]:
    """The workspace, with the app connected to it."""
    sandbox = Sandbox(manifest(), small_company(), clock=MONDAY, limits=False)
    async with sandbox, connected(sandbox, metronome(sandbox)):
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session")
async def visit(slack: Sandbox, browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as a person, in a channel."""
    async with visits(slack, browser) as opened:
        yield opened
