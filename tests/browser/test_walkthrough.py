"""Issue 2, shown in the browser: a check-in over a weekend in which the clocks change, and its digest."""

import re

from playwright.async_api import Page, expect

from tests.browser.living import (
    answer,
    jump,
    messages,
    newest,
    open_drumbeat,
    open_thread,
    press,
    send,
    start_check_in,
    wind_to,
    write,
)
from tests.chromium import IN_THE_BROWSER, Visit
from tests.scenarios.conftest import Scene

pytestmark = IN_THE_BROWSER


async def test_a_team_in_three_zones_is_asked_over_a_weekend_in_which_the_clocks_change(
    scene: Scene, visit: Visit
) -> None:
    ana = await visit("ana")
    await start_check_in(ana)
    await expect(newest(ana)).to_contain_text("ana set up Daily check-in for this channel")

    await jump(ana, "Next morning 9:00", "Thu 22 Oct, 09:00")
    await the_first_question_says_who_asks_and_why(ana)
    await answer(ana, "The refund API", "Its tests")
    await expect(newest(ana)).to_contain_text("Thanks, you answered at 09:00.")

    await jump(ana, "Next morning 9:00", "Fri 23 Oct, 09:00")
    await answer(ana, "Tests for the refund API", "The release")
    await answers_and_changes_her_mind(await visit("chi"))
    await skips(await visit("dev"))
    await wind_to(ana, "2026-10-23T15:00")
    await answers_at_nine_in_new_york(await visit("ben"))

    await jump(ana, "Next Monday 9:00", "Mon 26 Oct, 09:00")
    await expect(ana.locator(".clock-line")).to_contain_text("08:00 UTC")
    await expect(newest(ana)).to_contain_text("Daily check-in · Checkout · Mon 26 Oct")
    await expect(newest(ana).get_by_role("button", name="Answer")).to_be_visible()
    await the_thread_of_friday_tells_what_everybody_said(await visit("ana"))
    await the_digest_of_the_week_is_there(await visit("ben"))
    await expect(ana.locator(".log-counts")).to_contain_text("0 violations")


async def the_first_question_says_who_asks_and_why(page: Page) -> None:
    await expect(
        page.get_by_role("button", name=re.compile("^Drumbeat, direct message, 1 unread"))
    ).to_be_visible()
    await open_drumbeat(page)
    await expect(newest(page)).to_contain_text("You set this up so that the Checkout team sees what moved")
    await expect(newest(page)).to_contain_text("Open until 17:00 your time.")
    for button in ("Answer", "Skip today", "Not for me"):
        await expect(newest(page).get_by_role("button", name=button)).to_be_visible()


async def answers_and_changes_her_mind(chi: Page) -> None:
    await open_drumbeat(chi)
    await expect(newest(chi)).to_contain_text("ana set this up")
    await answer(chi, "Icons", "More icons", "Copy from Ana")
    await expect(newest(chi)).to_contain_text("Thanks, you answered at 16:00.")
    await answer(chi, "Icons for every size", "More icons", "Copy from Ana", button="Edit my answer")


async def skips(dev: Page) -> None:
    await open_drumbeat(dev)
    await press(dev, "Skip today")
    await dev.get_by_label("Want to say why?").fill("Travelling")
    await send(dev, "Skip")
    await expect(newest(dev)).to_contain_text("You skipped this one: Travelling.")


async def answers_at_nine_in_new_york(ben: Page) -> None:
    await open_drumbeat(ben)
    await expect(newest(ben).locator("time").first).to_have_text("09:00")
    await answer(ben, "The invoice job", "Its alarms")


async def the_thread_of_friday_tells_what_everybody_said(page: Page) -> None:
    friday = messages(page).filter(has_text="Fri 23 Oct")
    await expect(friday).to_contain_text("3 of 4 answered · 1 skipped")
    beside = await open_thread(page, friday)
    said = beside.locator(".message")
    await expect(said).to_have_count(6)
    await expect(said.filter(has_text="16:00 their time")).to_contain_text("Icons for every size")
    await expect(said.filter(has_text="skips this one")).to_contain_text("Travelling")
    await expect(said.filter(has_text="09:00 their time").first).to_contain_text("The release")
    await expect(said.last).to_contain_text("1 person is waiting on someone else")


async def the_digest_of_the_week_is_there(page: Page) -> None:
    digest = messages(page).filter(has_text="Weekly digest · week 43 (19–25 Oct)")
    await expect(digest).to_contain_text("Copy from Ana")
    await expect(digest).to_contain_text("3 of 4 people answered")
    beside = await open_thread(page, digest)
    await expect(beside.locator(".message").last).to_contain_text("Details")
    await write(page, "/digest")
    await expect(page.locator(".message-ephemeral")).to_contain_text("Only you see this preview.")
