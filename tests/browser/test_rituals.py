"""Rituals in full, shown in the browser: somebody starts one, somebody looks after one, somebody answers some."""

from datetime import time

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.living import (
    answer,
    choose,
    dialog,
    gone,
    jump,
    messages,
    newest,
    no_rule_was_broken,
    open_drumbeat,
    open_thread,
    send,
    tab_to,
    write,
)
from tests.chromium import IN_THE_BROWSER, Visit
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle
from tests.scenarios.living import start_check_in as starts_the_daily

pytestmark = IN_THE_BROWSER

CONFIDENT = "How confident are you that we reach this week's goal?"
SURE = "How sure are you that we reach this week's goal?"
NEEDED = "What do you need, and from which team?"
WHO = "Who could give it to you?"


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_first_visitor_starts_a_check_in_with_one_field_and_is_asked_as_everybody(
    scene: Scene, visit: Visit, theme: str
) -> None:
    page = await visit(color_scheme=theme)
    await open_drumbeat(page, "Home")
    home = page.get_by_role("tabpanel")
    await (starts_with_the_mouse if theme == "light" else starts_without_a_mouse)(page)
    await expect(dialog(page)).to_contain_text("is set up for #checkout: every weekday at 09:00")
    await expect(dialog(page)).to_contain_text("I'll say hello in the channel in a moment")
    await page.keyboard.press("Enter")
    await gone(page)
    await expect(home).to_contain_text("Rituals you look after")

    await jump(page, "Next morning 9:00", "Thu 22 Oct, 09:00")
    await open_drumbeat(page)
    await answer(page, "The refund API", "Its tests")
    await expect(newest(page)).to_contain_text("Thanks, you answered at 09:00.")
    await page.get_by_role("tab", name="Home").click()
    await expect(home).to_contain_text("answered, you can change it until the next round opens")
    await no_rule_was_broken(page)


async def starts_with_the_mouse(page: Page) -> None:
    await page.get_by_role("button", name="Start the first check-in").click()
    await choose(page, "Channel", "#checkout")
    await send(page, "Start")


async def starts_without_a_mouse(page: Page) -> None:
    await tab_to(page, page.get_by_role("button", name="Start the first check-in"))
    await page.keyboard.press("Enter")
    await expect(dialog(page).get_by_role("combobox", name="Channel")).to_be_focused()
    await page.keyboard.type("check")
    await expect(page.get_by_role("option")).to_have_count(1)
    for key in ("ArrowDown", "Enter"):
        await page.keyboard.press(key)
    await tab_to(page, dialog(page).get_by_role("button", name="Start"))
    await page.keyboard.press("Enter")


async def test_a_lead_rewords_moves_pauses_resumes_and_runs_a_ritual_from_its_page(
    scene: Scene, visit: Visit
) -> None:
    ana = await visit("ana")
    await starts_the_weekly_confidence(ana)
    await open_drumbeat(ana, "Home")
    await ana.get_by_role("button", name="Open Weekly confidence").click()
    await expect(dialog(ana)).to_contain_text("Next: Wed 28 Oct, Wed 4 Nov and Wed 11 Nov, at 10:00")
    await send(ana, "Edit")
    await rewords_its_first_question(ana)
    await moves_it_by_two_days(ana)
    await ana.get_by_role("button", name="Open Weekly confidence").click()
    await expect(dialog(ana)).to_contain_text("Next: Fri 23 Oct, Fri 30 Oct and Fri 6 Nov")
    await send(ana, "Pause")
    await expect(dialog(ana)).to_contain_text("is paused: nobody is asked until")
    await send(ana, "Resume")
    await expect(dialog(ana)).to_contain_text("Weekly confidence asks again.")
    await runs_it_now(ana)
    await send(ana, "History")
    await expect(dialog(ana)).to_contain_text("Thu 22 Oct: 0 of 4 people answered")
    await send(ana, "Back")
    await send(ana, "Close")
    await gone(ana)

    await ana.get_by_role("tab", name="Messages").click()
    await expect(newest(ana)).to_contain_text(SURE)
    await no_rule_was_broken(ana)


async def starts_the_weekly_confidence(ana: Page) -> None:
    await write(ana, "/checkin new")
    await choose(ana, "Start from", "Weekly confidence")
    await expect(dialog(ana)).to_contain_text(CONFIDENT)
    await send(ana, "Start")
    await send(ana, "Done")
    await gone(ana)


async def rewords_its_first_question(ana: Page) -> None:
    await send(ana, "Change: Questions")
    await dialog(ana).get_by_role("button", name="More options").first.click()
    await ana.get_by_role("menuitem", name="Edit").click()
    wording = dialog(ana).get_by_role("textbox", name="Question")
    await expect(wording).to_have_value(CONFIDENT)
    await wording.fill(SURE)
    await tab_to(ana, dialog(ana).get_by_role("button", name="Save"))
    await ana.keyboard.press("Enter")
    await expect(dialog(ana)).to_contain_text(SURE)
    await send(ana, "Back")


async def moves_it_by_two_days(ana: Page) -> None:
    await send(ana, "Change: When it asks")
    await dialog(ana).get_by_role("checkbox", name="Wednesday").uncheck()
    await dialog(ana).get_by_role("checkbox", name="Friday").check()
    await send(ana, "Show the dates")
    await expect(ana.get_by_role("dialog", name="Does this fit?")).to_contain_text(
        "Fri 23 Oct, Fri 30 Oct and Fri 6 Nov, at 10:00 wherever each person is"
    )
    await send(ana, "Save")
    await expect(dialog(ana)).to_contain_text("Weekly confidence asks every Fri at 10:00")
    await send(ana, "Done")
    await gone(ana)


async def runs_it_now(ana: Page) -> None:
    await send(ana, "Run now")
    await ana.get_by_role("alertdialog").get_by_role("button", name="Run now").click()
    await expect(dialog(ana)).to_contain_text("runs now: 4 people in Checkout are asked")


async def test_a_member_answers_what_applies_taps_has_nothing_new_and_goes_away(
    scene: Scene, visit: Visit
) -> None:
    await three_rituals_ask_on_friday(scene)
    dev = await visit("dev", color_scheme="dark")
    await open_drumbeat(dev)
    await questions_come_and_go_as_they_apply(dev)
    await one_tap_is_enough_and_another_changes_it(dev)
    await nothing_is_new(dev)
    await goes_away_and_takes_it_back(dev)
    await everybody_reads_what_was_said(dev)
    await no_rule_was_broken(dev)


async def three_rituals_ask_on_friday(scene: Scene) -> None:
    ana = scene.slack.person("ana")
    await starts_the_daily(scene)
    for template, hour in (("Cross-team dependencies", 10), ("Weekly confidence", 11)):
        await ana.command("/checkin", "new", channel="checkout")
        await ana.choose("Start from", template)
        await ana.submit(
            {"Channel": "checkout", "Days": ["Friday"], "Time, in each person's own zone": time(hour, 0)}
        )
        assert (await ana.submit()).ok, "the dates are as they should be"
        await ana.close_modal(everything=True)
    await ana.command("/drumbeat", "rituals Weekly confidence")
    await ana.press("Edit")
    await ana.press("Change: Questions")
    await ana.choose("ritual_question:raise_it", "Remove")
    await ana.submit()
    await ana.close_modal(everything=True)
    await settle(scene)
    await scene.slack.wind(to=at("2026-10-23 05:40"))


def asking(page: Page, ritual: str) -> Locator:
    """The DM that asks for a ritual."""
    return messages(page).filter(has_text=ritual).last


async def questions_come_and_go_as_they_apply(dev: Page) -> None:
    await asking(dev, "Cross-team dependencies").get_by_role("button", name="Answer").click()
    form = dialog(dev)
    await expect(form.get_by_role("radio", name="Yes", exact=True)).to_be_focused()
    await expect(form.get_by_label(NEEDED)).to_have_count(0)
    await dev.keyboard.press("Space")
    await expect(form.get_by_label(NEEDED)).to_be_visible()
    await tab_to(dev, form.get_by_label(NEEDED))
    await dev.keyboard.type("The tax rates, from Finance")
    await form.get_by_role("radio", name="5 · I cannot go on").check()
    await expect(form.get_by_label(WHO)).to_be_visible()
    await form.get_by_role("radio", name="No", exact=True).check()
    await expect(form.get_by_label(NEEDED)).to_have_count(0)
    await expect(form.get_by_label(WHO)).to_have_count(0)
    await form.get_by_role("radio", name="Yes", exact=True).check()
    await expect(form.get_by_label(NEEDED)).to_have_value("The tax rates, from Finance")
    await choose(dev, WHO, "Ben Brooks")
    await send(dev, "Send")
    await gone(dev)
    await expect(asking(dev, "Cross-team dependencies")).to_contain_text("Thanks, you answered at 11:10.")


async def one_tap_is_enough_and_another_changes_it(dev: Page) -> None:
    dm = asking(dev, "Weekly confidence")
    await dm.get_by_role("button", name="4", exact=True).click()
    await expect(dm).to_contain_text("You answered 4 of 5 at 11:10.")
    await dm.get_by_role("button", name="2", exact=True).click()
    await expect(dm).to_contain_text("You answered 2 of 5 at 11:10.")


async def nothing_is_new(dev: Page) -> None:
    dm = asking(dev, "Daily check-in")
    await dm.get_by_role("button", name="Nothing new today").click()
    await expect(dm).to_contain_text("Nothing new today, noted at 11:10.")


async def goes_away_and_takes_it_back(dev: Page) -> None:
    await write(dev, "/drumbeat away 20 Dec – 3 Jan")
    told = dev.locator(".message-ephemeral")
    await expect(told.last).to_contain_text("from Sun 20 Dec to Sun 3 Jan, both included")
    await write(dev, "/drumbeat away off")
    await expect(told.last).to_contain_text("Welcome back: Sun 20 Dec to Sun 3 Jan is taken back.")


async def everybody_reads_what_was_said(dev: Page) -> None:
    await dev.get_by_role("button", name="checkout, channel").click()
    beside = await open_thread(dev, messages(dev).filter(has_text="Cross-team dependencies · Checkout").last)
    said = beside.locator(".message").last
    await expect(said).to_contain_text("The tax rates, from Finance")
    await expect(said).to_contain_text("5 of 5")
    await expect(said).to_contain_text("ben")
