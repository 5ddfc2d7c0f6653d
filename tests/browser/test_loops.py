"""Bottlenecks, shown in the browser: one that is raised, missed, escalated, reopened and solved; and a poll."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.living import (
    choose,
    dialog,
    gone,
    jump,
    look_for,
    messages,
    newest,
    no_rule_was_broken,
    open_drumbeat,
    open_thread,
    press,
    send,
    tab_to,
    wind_to,
    write,
)
from tests.chromium import IN_THE_BROWSER, Visit
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, start_check_in
from tests.scenarios.waiting import make_team

pytestmark = IN_THE_BROWSER

WHAT, WHO = "What are you waiting for?", "Who are you waiting for?"
FAILS = "The refund API fails for orders in Kroner"


async def test_a_bottleneck_is_raised_missed_escalated_reopened_and_solved_and_all_tell_the_same_story(
    scene: Scene, visit: Visit
) -> None:
    await three_teams(scene)
    eve = await visit("eve", "product")
    await is_raised_from_a_message(eve)
    await is_joined_without_a_mouse(await visit("chi", "general", color_scheme="dark"))

    await wind_to(eve, "2026-10-22T09:30")
    dev = await visit("dev", color_scheme="dark")
    await open_drumbeat(dev)
    await is_taken_on_for_friday(dev)
    await jump(eve, "Next Monday 9:00", "Mon 26 Oct, 09:00")
    await expect(newest(dev)).to_contain_text("The day you gave, Fri 23 Oct, has passed.")
    stands = "dev is on it, word was due Fri 23 Oct, 3 days ago"
    await expect(digest(eve)).to_contain_text(f"Product waits on dev: #1 {FAILS}, 4 days, {stands}")
    await expect(digest(eve)).to_contain_text("Product on Checkout 4")
    await is_listed(eve, f"4 days · {stands} · hits 2 people in 2 teams")
    edge = f"Product waits on Checkout: 1 open, 4 days in the last 4 weeks; oldest: #1 {FAILS}, 4 days"
    await who_waits_on_whom(eve, edge)

    await wind_to(eve, "2026-10-29T12:00")
    ana = await visit("ana")
    await open_drumbeat(ana)
    await the_lead_is_told_once(ana)
    await is_answered(dev, "It is live")
    await wind_to(eve, "2026-10-29T13:30")
    await open_drumbeat(eve)
    await is_not_solved_yet(eve)
    await wind_to(eve, "2026-10-30T09:30")
    await expect(newest(dev)).to_contain_text("eve reopened it. “Every third one fails”")
    await is_answered(dev, "It was a cache; it is gone")
    await wind_to(eve, "2026-10-30T12:30")
    await that_did_it(eve)

    await jump(eve, "Next Monday 9:00", "Mon 2 Nov, 09:00")
    await expect(newest(dev)).to_contain_text("eve: that did it. Thank you!")
    await expect(messages(ana).filter(has_text=FAILS)).to_have_count(1)
    await eve.get_by_role("button", name="product, channel").click()
    await expect(digest(eve)).to_contain_text("Opened 0 · cleared 1 · open 0")
    await expect(digest(eve)).to_contain_text("Product on Checkout 8")
    await write(eve, "/bottleneck list")
    await expect(newest(eve)).to_contain_text("Nothing is open")
    await who_waits_on_whom(eve, "Product waits on Checkout: 0 open, 8 days in the last 4 weeks")
    await no_rule_was_broken(eve)


async def three_teams(scene: Scene) -> None:
    """Product, which Eve leads, with a digest; Checkout, which Ana leads and Dev is in; and Chi's Design."""
    await start_check_in(scene, "product", {"Weekly digest": ["yes"], "Days": ["Friday"]}, by="eve")
    await make_team(scene, "Checkout", "ana", ["ana", "ben", "dev"])
    await make_team(scene, "Design", "chi", ["chi"])


async def is_raised_from_a_message(eve: Page) -> None:
    await write(eve, FAILS)
    said = messages(eve).filter(has_text=FAILS)
    await said.hover()
    await said.get_by_role("button", name="More actions").click()
    await eve.get_by_role("menuitem", name="Raise as bottleneck").click()
    await expect(dialog(eve).get_by_label(WHAT)).to_have_value(FAILS)
    await look_for(eve, WHO, "de", "dev")
    await dialog(eve).get_by_role("radio", name="It stops us").check()
    await send(eve, "Raise it")
    await expect(dialog(eve)).to_contain_text("Raised as #1. dev hears of it; you are told at every step.")
    await send(eve, "Close")
    await gone(eve)
    beside = await open_thread(eve, said)
    await expect(beside.locator(".message").last).to_contain_text(
        "Product waits on dev; nobody is on it yet."
    )


async def is_joined_without_a_mouse(chi: Page) -> None:
    await tab_to(chi, chi.get_by_role("button", name="Shortcuts"))
    await chi.keyboard.press("Enter")
    while not await is_focused(chi.get_by_role("menuitem", name="Raise a bottleneck")):
        await chi.keyboard.press("ArrowDown")
    await chi.keyboard.press("Enter")
    form = dialog(chi)
    await expect(form.get_by_label(WHAT)).to_be_focused()
    await chi.keyboard.type("Refund API fails with Kroner")
    await tab_to(chi, form.get_by_role("combobox", name=WHO))
    await chi.keyboard.type("de")
    await expect(chi.get_by_role("option", name="dev")).to_be_visible()
    for key in ("ArrowDown", "Enter", "Control+Enter"):
        await chi.keyboard.press(key)
    await expect(form).to_contain_text("Is it one of these?")
    await tab_to(chi, form.get_by_role("button", name="It hits us, too"))
    await chi.keyboard.press("Enter")
    await expect(form).to_contain_text("Counted: #1 hits you, too. It hits 2 people in 2 teams.")
    await chi.keyboard.press("Escape")
    await gone(chi)


async def is_taken_on_for_friday(dev: Page) -> None:
    await expect(messages(dev).first).to_contain_text("Product is held up, and it waits on you.")
    await press(dev, "I'm on it…")
    await dialog(dev).get_by_label("This day").fill("2026-10-23")
    await send(dev, "I'm on it")
    await expect(dialog(dev)).to_contain_text("You are on it, and say more by Fri 23 Oct. eve is told.")
    await send(dev, "Close")
    await gone(dev)


async def the_lead_is_told_once(ana: Page) -> None:
    about_it = messages(ana).filter(has_text=f"#1 {FAILS}")
    await expect(about_it).to_have_count(1)
    await expect(about_it).to_contain_text("Product has waited on dev since Thu 22 Oct")


async def is_answered(dev: Page, words: str) -> None:
    await press(dev, "Answer…")
    await dialog(dev).get_by_label("What is the answer?").fill(words)
    await send(dev, "Answer")
    await expect(dialog(dev)).to_contain_text("Answered. eve is told, and says whether that did it.")
    await send(dev, "Close")
    await gone(dev)


async def is_not_solved_yet(eve: Page) -> None:
    await expect(newest(eve)).to_contain_text("dev answered. “It is live”")
    await press(eve, "Not yet…")
    await dialog(eve).get_by_label("What is still missing?").fill("Every third one fails")
    await send(eve, "Reopen it")
    await expect(dialog(eve)).to_contain_text("Reopened. dev is told.")
    await send(eve, "Close")
    await gone(eve)


async def that_did_it(eve: Page) -> None:
    told = messages(eve).filter(has_text="dev answered. “It was a cache; it is gone”").last
    await told.get_by_role("button", name="That did it").click()
    await expect(messages(eve).filter(has_text="eve: that did it.").last).to_contain_text("unblocked")


async def is_listed(page: Page, standing: str) -> None:
    await write(page, "/bottleneck list")
    await expect(newest(page)).to_contain_text("Bottlenecks · 1 open: 1 past its day")
    await expect(newest(page)).to_contain_text(f"#1 {FAILS}")
    await expect(newest(page)).to_contain_text(standing)


async def who_waits_on_whom(page: Page, edge: str) -> None:
    await press(page, "Who waits on whom")
    await expect(page.get_by_role("dialog", name="Who waits on whom")).to_contain_text(edge)
    await send(page, "Close")
    await gone(page)


def digest(page: Page) -> Locator:
    """The newest weekly digest of the channel."""
    return messages(page).filter(has_text="Weekly digest · week").last


async def is_focused(target: Locator) -> bool:
    return bool(await target.evaluate("node => node === document.activeElement"))


async def test_a_poll_is_answered_with_one_tap_and_changed_with_another(scene: Scene, visit: Visit) -> None:
    for who, channel in (("ana", "checkout"), ("eve", "product")):
        await start_check_in(scene, channel, {"Days": ["Friday"]}, by=who)
    for title in ("The refund API", "A legal review of the new terms for the north"):
        dev = scene.slack.person("dev")
        await dev.command("/bottleneck", title, channel="checkout")
        await dev.submit({})
        await dev.close_modal()
    await settle(scene)
    await scene.slack.wind(to=at("2026-10-22 12:00"))

    eve = await visit("eve", "product", color_scheme="dark")
    await write(eve, "/bottleneck poll")
    await choose(eve, "Which teams?", "Checkout")
    await send(eve, "Ask now")
    await expect(dialog(eve)).to_contain_text("runs now: 5 people in Checkout and Product are asked")
    await send(eve, "Close")

    ana = await visit("ana")
    await open_drumbeat(ana)
    await expect(newest(ana)).to_contain_text("Hello! eve set this up")
    await press(ana, "#1 The refund API")
    await expect(newest(ana)).to_contain_text("You answered #1 The refund API at 14:00.")
    await press(ana, "#2 A legal review of the new terms for the north")
    await expect(newest(ana)).to_contain_text("You answered #2 A legal review of the new terms for the north")
    await expect(newest(ana).locator(".button-primary")).to_have_text(re.compile("#2"))
    await wind_to(ana, "2026-10-23T08:00")
    await ana.get_by_role("button", name="checkout, channel").click()
    beside = await open_thread(ana, messages(ana).filter(has_text="Bottleneck poll · Checkout"))
    ranking = beside.locator(".message").last
    await expect(ranking).to_contain_text("What holds us back most, by how many people picked it")
    await expect(ranking).to_contain_text("new terms for the north: 1 person in 1 team")
    await ranking.get_by_role("button", name="Open").click()
    await expect(dialog(ana)).to_contain_text("Checkout waits · raised yesterday, Thu 22 Oct")
    await no_rule_was_broken(ana)
