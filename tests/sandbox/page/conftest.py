"""A sandbox with a small app in it, and headless Chromium to look at it with."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.chromium import Visit, chromium, visits
from tests.sandbox.app_under_test import connected
from tests.sandbox.page.app import manifest, metronome

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """The workspace, with the app connected to it."""
    sandbox = Sandbox(manifest(), small_company(), clock=MONDAY, limits=False)
    async with sandbox, connected(sandbox, metronome(sandbox)):
        yield sandbox


@pytest.fixture
async def visit(slack: Sandbox) -> AsyncIterator[Visit]:
    """Opens the page as a person, in a channel."""
    async with chromium() as browser, visits(slack, browser) as opened:
        yield opened
