"""Take the README's picture: the demo after lived weeks, with a team's check-in thread open. `make picture`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Locator, Page

from tests.browser.living import messages, open_thread
from tests.chromium import chromium, look_at
from tests.demo import demo

PICTURE = Path(__file__).with_name("picture.png")
WEEKS = 3
SIZE = {"width": 1360, "height": 860}


async def take() -> None:
    """Live the weeks in a folder that is thrown away, and take the picture."""
    complaints: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        async with demo(WEEKS, Path(folder)) as running, chromium() as browser:
            page = await look_at(browser, running.page, complaints, viewport=SIZE, color_scheme="light")
            await compose(page)
            await page.screenshot(path=PICTURE, animations="disabled")
    if complaints:
        sys.exit("\n".join(complaints))
    sys.stdout.write(f"{PICTURE} is {PICTURE.stat().st_size // 1000} kB.\n")


async def compose(page: Page) -> None:
    """Yesterday's round with its thread from the beginning, today's round below it."""
    check_ins = messages(page).filter(has_text="Daily check-in", has=page.locator(".replies"))
    yesterday = check_ins.nth(-2)
    thread = await open_thread(page, yesterday)
    first = thread.locator(".message").first
    await first.wait_for()
    await scroll_to(first)
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")


async def scroll_to(message: Locator) -> None:
    await message.evaluate("message => message.closest('.message-list').scrollTo(0, 0)")


if __name__ == "__main__":
    asyncio.run(take())
