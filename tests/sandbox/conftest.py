"""An app's manifest, a running sandbox, and small helpers for tests that drive it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.sandbox.app_under_test import manifest

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest(), small_company(), clock=MONDAY, limits=False) as sandbox:
        yield sandbox
