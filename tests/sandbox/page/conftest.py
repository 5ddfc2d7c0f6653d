"""A sandbox with a small app in it, and headless Chromium to look at it with."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.not_run import not_run
from tests.sandbox.app_under_test import connected
from tests.sandbox.page.app import manifest, metronome

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Visit = Callable[..., Awaitable[Page]]


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """The workspace, with the app connected to it."""
    sandbox = Sandbox(manifest(), small_company(), clock=MONDAY, limits=False)
    async with sandbox, connected(sandbox, metronome(sandbox)):
        yield sandbox


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        not_run("there is no chromium to look at the page with")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=QUIETLY)
        yield launched
        await launched.close()


@pytest.fixture
async def visit(slack: Sandbox, browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as a person, in a channel; whatever the page complains about fails the test."""
    complaints: list[str] = []

    async def open_page(
        who: str = "ana",
        channel: str = "checkout",
        *,
        hint: bool = False,
        width: int = 1280,
        height: int = 800,
        **context: Any,
    ) -> Page:
        session = await browser.new_context(viewport={"width": width, "height": height}, **context)
        if not hint:
            await session.add_init_script("localStorage.setItem('sandbox.hint.seen', 'yes')")
        page = await session.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        where = slack.channel(channel).id
        await page.goto(f"{slack.base_url}/?as={slack.person(who).id}#{where}")
        await page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    assert complaints == []
