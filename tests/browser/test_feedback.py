"""Feedback, shown in the browser: given with the name withheld, asked back, decided, told; and taken down."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.living import (
    dialog,
    gone,
    jump,
    look_for,
    messages,
    newest,
    no_rule_was_broken,
    open_drumbeat,
    press,
    send,
    wind_to,
    write,
)
from tests.chromium import IN_THE_BROWSER, Visit
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import start_check_in

pytestmark = IN_THE_BROWSER

SAID = "Our planning takes a whole day"
WHOM = "Who is it for?"
FRIDAYS = {"Days": ["Friday"]}
NOON = at("2026-10-22 10:00")
"""In Berlin, on the first day."""


async def test_feedback_with_the_name_withheld_is_asked_back_decided_told_and_counted(
    scene: Scene, visit: Visit
) -> None:
    await start_check_in(scene, fields={**FRIDAYS, "Weekly digest": ["yes"]})
    await scene.slack.wind(to=NOON)
    dev = await visit("dev", color_scheme="dark")
    await is_given_from_a_message(dev)
    ana = await visit("ana")
    await write(ana, "/give-feedback list")
    await expect(dialog(ana)).to_contain_text("Nothing is for you.")
    await send(ana, "Close")
    await gone(ana)

    await wind_to(ana, "2026-10-23T12:00")
    await open_drumbeat(ana)
    await expect(newest(ana)).to_contain_text(f"{SAID} · feedback from somebody who withheld their name")
    await asks_back(ana)
    await wind_to(ana, "2026-10-26T12:00")
    await open_drumbeat(dev)
    await the_news_say_nothing(dev)
    await replies(dev)

    await wind_to(ana, "2026-10-26T16:00")
    await expect(newest(ana)).to_contain_text(
        "Somebody who withheld their name replied. “The whole afternoon”"
    )
    await decides(ana)
    await tells_the_team(ana)
    await wind_to(ana, "2026-10-27T12:00")
    await says_that_settles_it(dev)
    await wind_to(ana, "2026-10-28T12:00")
    await expect(newest(ana)).to_contain_text("Somebody who withheld their name: that settles it.")

    await jump(ana, "Next Monday 9:00", "Mon 2 Nov, 09:00")
    await ana.get_by_role("button", name=re.compile("^checkout, channel")).click()
    digest = messages(ana).filter(has_text="Weekly digest · week").last
    await expect(digest).to_contain_text("Planning is two hours from November on")
    await expect(digest).not_to_contain_text(SAID)
    await no_rule_was_broken(ana)


async def is_given_from_a_message(dev: Page) -> None:
    await write(dev, SAID)
    said = messages(dev).filter(has_text=SAID)
    await said.hover()
    await said.get_by_role("button", name="More actions").click()
    await dev.get_by_role("menuitem", name="Turn into feedback").click()
    await expect(dialog(dev)).to_contain_text("You wrote this message yourself.")
    await expect(dialog(dev).get_by_role("checkbox", name="Keep a link to the message")).not_to_be_checked()
    await send(dev, "Give it")
    await expect(dev.locator(".field-error:not(:empty)")).to_have_count(1)
    await look_for(dev, WHOM, "check", "Checkout")
    await dialog(dev).get_by_role("radio", name="Withhold my name").check()
    await expect(dialog(dev)).to_contain_text("whoever it is for never sees your name")
    await expect(dialog(dev)).to_contain_text("This is less than anonymous, so I don't call it that.")
    await send(dev, "Give it")
    await expect(dialog(dev)).to_contain_text("It waits, locked away, and goes to Checkout on Fri 23 Oct")
    await send(dev, "What I gave")
    await expect(dialog(dev)).to_contain_text("Waiting to be handed on · 1 piece of feedback")
    await send(dev, "Close")
    await gone(dev)


async def asks_back(ana: Page) -> None:
    await press(ana, "Ask back…")
    await expect(dialog(ana)).to_contain_text("They can reply, and their name stays withheld.")
    await dialog(ana).get_by_label("What do you want to know?").fill("Which part of it?")
    await send(ana, "Ask")
    await expect(dialog(ana)).to_contain_text("hears that there is news on the next working morning")
    await expect(dialog(ana)).to_contain_text("asked back, and waiting for their reply")
    await send(ana, "Close")
    await gone(ana)


async def the_news_say_nothing(dev: Page) -> None:
    """What Slack keeps of it does not tell what it is about."""
    await expect(newest(dev)).to_contain_text("There is news on feedback you gave.")
    await expect(newest(dev)).not_to_contain_text("planning")
    await expect(newest(dev)).not_to_contain_text("ana")


async def replies(dev: Page) -> None:
    await press(dev, "See it")
    await expect(dialog(dev)).to_contain_text("ana asked back. “Which part of it?”")
    await send(dev, f"Open {SAID}")
    await expect(dialog(dev)).to_contain_text("From you, with your name withheld, for Checkout")
    await expect(dialog(dev)).to_contain_text("asked back, and waiting for your reply")
    await send(dev, "Reply…")
    await dialog(dev).get_by_label("Your reply").fill("The whole afternoon")
    await send(dev, "Send it")
    await expect(dialog(dev)).to_contain_text("Sent. Checkout hears of it from me, without your name.")
    await closes_everything(dev)


async def decides(ana: Page) -> None:
    await press(ana, "Answer…")
    await dialog(ana).get_by_label("What do you decide or do?").fill("Two hours are enough")
    await send(ana, "Answer")
    await expect(dialog(ana)).to_contain_text("They say whether that settles it.")


async def tells_the_team(ana: Page) -> None:
    await send(ana, "You said, we did…")
    await expect(dialog(ana)).to_contain_text("Don't quote")
    await dialog(ana).get_by_label("You said").fill("Planning days are long")
    await dialog(ana).get_by_label("We did").fill("Planning is two hours from November on")
    await send(ana, "Tell the team")
    await expect(dialog(ana)).to_contain_text("Checkout reads it in its channel in a moment.")
    await closes_everything(ana)
    await ana.get_by_role("button", name=re.compile("^checkout, channel")).click()
    await expect(newest(ana)).to_contain_text("You said, we did · ana")
    await expect(newest(ana)).to_contain_text("Planning is two hours from November on")
    await open_drumbeat(ana)


async def says_that_settles_it(dev: Page) -> None:
    await press(dev, "See it")
    await expect(dialog(dev)).to_contain_text("ana answered. “Two hours are enough”")
    await expect(dialog(dev)).to_contain_text("ana told Checkout what came of it.")
    await send(dev, f"Open {SAID}")
    await send(dev, "That settles it")
    await expect(dialog(dev)).to_contain_text("It is settled. What led from it to you is deleted for good")
    await closes_everything(dev)
    await write(dev, "/give-feedback mine")
    await expect(dialog(dev)).to_contain_text("You gave nothing lately.")
    await send(dev, "Close")
    await gone(dev)


async def closes_everything(page: Page) -> None:
    await dialog(page).get_by_role("button", name="Close everything").click()
    await gone(page)


async def test_feedback_is_taken_back_before_it_is_handed_on_and_words_that_hurt_are_taken_down(
    scene: Scene, visit: Visit
) -> None:
    await start_check_in(scene, fields=FRIDAYS)
    await scene.slack.wind(to=NOON)
    dev = await visit("dev")
    await gives(dev, "Ana never listens", withheld=True)
    await send(dev, "What I gave")
    await dialog(dev).get_by_role("button", name="Take back Ana never listens").click()
    sure = dev.get_by_role("alertdialog", name="Take it back?")
    await expect(sure).to_contain_text("Nothing of it is left, anywhere.")
    await sure.get_by_role("button", name="Take it back").click()
    await expect(dialog(dev)).to_contain_text("Taken back. Nothing of it is left.")
    await closes_everything(dev)
    await gives(dev, "Ana is a fool", withheld=True)
    await closes_everything(dev)

    ana = await visit("ana", color_scheme="dark")
    await wind_to(ana, "2026-10-23T12:00")
    await open_drumbeat(ana, "Home")
    home = ana.get_by_role("tabpanel")
    await expect(home).not_to_contain_text("Ana never listens")
    await home.get_by_role("button", name="Open Ana is a fool").click()
    await dialog(ana).get_by_role("button", name="More options").click()
    await ana.get_by_role("menuitem", name="Take it down…").click()
    await expect(dialog(ana)).to_contain_text("Who withholds their name stays unknown.")
    await send(ana, "Take it down")
    await expect(ana.locator(".field-error:not(:empty)")).to_have_count(1)
    await why(ana).fill("Say it about the work, and I listen")
    await send(ana, "Take it down")
    await expect(dialog(ana)).to_contain_text("Taken down: what was written is gone.")
    await closes_everything(ana)
    await expect(home).not_to_contain_text("Ana is a fool")

    await wind_to(ana, "2026-10-26T12:00")
    await open_drumbeat(dev)
    await press(dev, "See it")
    await expect(dialog(dev)).to_contain_text(
        "ana took its words down. “Say it about the work, and I listen”"
    )
    await no_rule_was_broken(dev)


async def gives(page: Page, about: str, *, withheld: bool) -> None:
    """By the command, to Ana."""
    await write(page, f"/give-feedback {about}")
    await look_for(page, WHOM, "ana", "ana")
    if withheld:
        await dialog(page).get_by_role("radio", name="Withhold my name").check()
    await send(page, "Give it")
    await expect(dialog(page)).to_contain_text("Thank you.")


def why(page: Page) -> Locator:
    return dialog(page).get_by_role("textbox")
