"""The demo, as a newcomer lives it."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.living import jump, messages, newest, open_drumbeat, open_thread
from tests.chromium import chromium, look_at
from tests.demo import demo, is_running

pytestmark = pytest.mark.browser


@pytest.mark.timeout(420)
async def test_a_lived_week_a_question_that_waits_and_a_digest_on_monday(tmp_path: Path) -> None:
    complaints: list[str] = []
    async with demo(weeks=1, folder=tmp_path) as running, chromium() as browser:
        page = await look_at(browser, running.page, complaints)
        await expect(page.get_by_role("heading", level=1)).to_have_text("checkout")
        beside = await open_thread(
            page, messages(page).filter(has_text="Daily check-in · Checkout · Wed ").last
        )
        await expect(beside.locator(".message").last).to_contain_text("That was this round")
        await expect(messages(page).filter(has_text="Weekly confidence · Checkout").last).to_contain_text(
            "of 8 answered"
        )
        await open_drumbeat(page)
        await expect(newest(page).get_by_role("button", name="Answer")).to_be_visible()
        await jump(page, "Next Monday 9:00", "Mon ")
        await page.get_by_role("button", name="checkout, channel").click()
        digest = messages(page).filter(has_text="Weekly digest · week").last
        await expect(digest).to_contain_text("people answered")
        await expect(digest).to_contain_text(re.compile(r"Opened [1-9]\d* · cleared \d+ · open \d+"))
        await expect(page.locator(".log-counts")).to_contain_text("0 violations")
        assert complaints == []
        children = await running.children()
        assert (await running.interrupt())[0] == 0
    assert not any(is_running(pid) for pid in children)
