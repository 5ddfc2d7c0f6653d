"""What a member and a first visitor do on the page besides answering."""

import re

import pytest_asyncio
from playwright.async_api import expect

from tests.browser.living import (
    MOVED,
    NEXT,
    dialog,
    gone,
    messages,
    newest,
    open_drumbeat,
    open_thread,
    press,
    send,
    write,
)
from tests.chromium import IN_THE_BROWSER, Visit
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import start_check_in

pytestmark = IN_THE_BROWSER


@pytest_asyncio.fixture(loop_scope="session")
async def asked(scene: Scene) -> Scene:
    """Ana has started a check-in, and it is nine o'clock in Berlin: her first question waits."""
    await start_check_in(scene)
    await scene.slack.wind(to=at("2026-10-22 07:00"))
    return scene


async def test_what_is_typed_to_the_bot_is_offered_as_an_answer(asked: Scene, visit: Visit) -> None:
    page = await visit()
    await open_drumbeat(page)
    await write(page, "The refund API is live")
    await expect(newest(page)).to_contain_text("Is that your answer for Daily check-in?")
    await press(page, "Answer")
    await expect(page.get_by_label(MOVED)).to_have_value("The refund API is live")
    await page.get_by_label(NEXT).fill("Its tests")
    await send(page, "Send")
    await gone(page)
    await page.get_by_role("button", name=re.compile("^checkout, channel")).click()
    beside = await open_thread(page, newest(page))
    await expect(beside.locator(".message").last).to_contain_text("The refund API is live")


async def test_a_form_that_lacks_something_says_so_beside_the_field(asked: Scene, visit: Visit) -> None:
    page = await visit()
    await open_drumbeat(page)
    await press(page, "Answer")
    await send(page, "Send")
    await expect(page.locator(".field-error:not(:empty)")).to_have_count(2)
    await page.get_by_label(MOVED).fill("   ")
    await page.get_by_label(NEXT).fill("Its tests")
    await send(page, "Send")
    await expect(page.locator(".field-error:not(:empty)")).to_have_count(1)
    await expect(page.get_by_label(MOVED)).to_be_focused()


async def test_not_for_me_asks_first_and_can_be_taken_back(asked: Scene, visit: Visit) -> None:
    page = await visit()
    await open_drumbeat(page)
    await press(page, "Not for me")
    await (
        page.get_by_role("alertdialog", name="Stop asking you?")
        .get_by_role("button", name="Keep asking")
        .click()
    )
    await expect(newest(page).get_by_role("button", name="Answer")).to_be_visible()
    await press(page, "Not for me")
    await page.get_by_role("button", name="Stop asking").click()
    await expect(newest(page)).to_contain_text("You won't be asked for Daily check-in.")
    await press(page, "Ask me again")
    await expect(page.locator(".message-ephemeral")).to_contain_text("Good to have you back.")
    await expect(messages(page).first.get_by_role("button", name="Answer")).to_be_visible()


async def test_home_starts_the_first_check_in_of_a_first_visitor(scene: Scene, visit: Visit) -> None:
    page = await visit()
    await open_drumbeat(page, "Home")
    home = page.get_by_role("tabpanel")
    await home.get_by_role("button", name="Start the first check-in").click()
    await send(page, "Start")
    await expect(dialog(page).locator(".field-error:not(:empty)")).to_have_count(1)
    await dialog(page).get_by_label("Channel").click()
    await page.get_by_role("option", name="#checkout").click()
    await send(page, "Start")
    await expect(dialog(page)).to_contain_text(
        "Daily check-in is set up for #checkout: every weekday at 09:00"
    )
    await expect(dialog(page).get_by_role("button", name="Done")).to_be_focused()
    await page.keyboard.press("Escape")
    await gone(page)
    await page.get_by_role("tab", name="Messages").click()
    await page.get_by_role("tab", name="Home").click()
    await expect(home).to_contain_text("Daily check-in: today at 09:00")


async def test_help_names_what_works(scene: Scene, visit: Visit) -> None:
    page = await visit()
    await write(page, "/drumbeat help")
    shown = page.locator(".message-ephemeral")
    await expect(shown).to_contain_text("/checkin new")
    await expect(shown).to_contain_text("/digest setup")
    await expect(shown).to_contain_text("/trends checkout")


async def test_a_check_in_is_answered_without_a_mouse(asked: Scene, visit: Visit) -> None:
    page = await visit()
    await page.locator('.side-item[aria-current="page"]').focus()
    for key in ("End", "Enter", "Tab", "ArrowRight", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("tab", name="Messages", selected=True)).to_be_focused()
    await expect(newest(page).get_by_role("button", name="Answer")).to_be_visible()
    for key in ("Tab", "Tab", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_label(MOVED)).to_be_focused()
    await page.keyboard.type("By keyboard")
    await page.keyboard.press("Tab")
    await page.keyboard.type("The mouse")
    await page.keyboard.press("Control+Enter")
    await gone(page)
    await expect(newest(page)).to_contain_text("Thanks, you answered at 09:00.")


async def test_on_a_telephone_nothing_is_cut_off(asked: Scene, visit: Visit) -> None:
    page = await visit(width=400, height=800)
    beside = await page.evaluate("document.documentElement.scrollWidth")
    assert beside == 400
    await page.get_by_role("button", name="Channels and messages").click()
    await open_drumbeat(page)
    for button in ("Answer", "Skip today", "Not for me"):
        await expect(newest(page).get_by_role("button", name=button)).to_be_in_viewport(ratio=1)
    await press(page, "Answer")
    await expect(dialog(page).get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
