"""Headless Chromium, and people who look at a sandbox's page with it."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox.server import Sandbox
from tests.not_run import not_run

QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HINT_WAS_SEEN = "localStorage.setItem('sandbox.hint.seen', 'yes')"
PATIENCE = 30_000
"""Milliseconds the page may take to show what is expected."""

Visit = Callable[..., Awaitable[Page]]

IN_THE_BROWSER = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    # Weeks go by in some, and what fails is to say why before the time is up.
    pytest.mark.timeout(360),
]
"""Marks tests that look at pages with the `browser` all of them share: it lives as long as the run."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser. Without Chromium the test is left out."""
    path = shutil.which("chromium")
    if path is None:
        not_run("there is no chromium to look at the page with")
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIETLY)
        yield browser
        await browser.close()


async def look_at(
    browser: Browser, address: str, complaints: list[str], *, hint: bool = False, **context: Any
) -> Page:
    """Open a page of the sandbox and wait until it is drawn; what it complains about is kept."""
    session = await browser.new_context(**context)
    if not hint:
        await session.add_init_script(HINT_WAS_SEEN)
    page = await session.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(address)
    await page.wait_for_selector("html[data-ready]")
    return page


@asynccontextmanager
async def visits(slack: Sandbox, browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as a person, in a channel; whatever the page complains about fails the test. Each visit has
    cookies and a storage of its own, and ends with the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    async def visit(
        who: str = "ana", channel: str = "checkout", *, width: int = 1280, height: int = 800, **context: Any
    ) -> Page:
        address = f"{slack.base_url}/?as={slack.person(who).id}#{slack.channel(channel).id}"
        size = {"width": width, "height": height}
        pages.append(await look_at(browser, address, complaints, viewport=size, **context))
        return pages[-1]

    try:
        yield visit
    finally:
        for page in pages:
            await page.context.close()
    assert complaints == []
