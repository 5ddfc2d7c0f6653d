"""What people do on the page, in their words."""

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from playwright.async_api import Locator, Page, expect

MOVED = "What moved since last time?"
NEXT = "What will you move next?"
STUCK = "What are you waiting for, if anything?"


async def write(page: Page, text: str) -> None:
    """Type something into the conversation and send it."""
    await page.locator('[data-composer="main"]').fill(text)
    await page.keyboard.press("Enter")


async def press(page: Page, button: str) -> None:
    """Press the newest button with this text in the conversation, when everything that was said is shown."""
    await caught_up(page)
    await page.locator("#main").get_by_role("button", name=button, exact=True).last.click()


async def send(page: Page, button: str) -> None:
    """Press a button of the form that is open."""
    await dialog(page).get_by_role("button", name=button, exact=True).click()


async def caught_up(page: Page) -> None:
    """Wait until the page shows everything that has happened so far."""
    happened = await read(page, "/sandbox/count")
    shows_it = "count => Number(document.documentElement.dataset.seen) >= count"
    await page.wait_for_function(shows_it, arg=happened["count"])


async def read(page: Page, path: str) -> dict[str, Any]:
    """What the sandbox answers."""
    answer: dict[str, Any] = await (await page.request.get(urljoin(page.url, path))).json()
    return answer


def dialog(page: Page) -> Locator:
    """The form that is open."""
    return page.get_by_role("dialog")


async def gone(page: Page) -> None:
    """Wait until no form is open: what was sent has been taken."""
    await expect(dialog(page)).to_have_count(0)


async def choose(page: Page, field: str, option: str) -> None:
    """Pick something from a menu of the form that is open."""
    await dialog(page).get_by_role("combobox", name=field).click()
    await page.get_by_role("option", name=option).click()


async def look_for(page: Page, field: str, typed: str, option: str) -> None:
    """Pick something from a menu that finds what is typed."""
    await dialog(page).get_by_role("combobox", name=field).click()
    await page.keyboard.type(typed)
    await page.get_by_role("option", name=option, exact=True).click()


async def tab_to(page: Page, target: Locator) -> None:
    """Go to something with the Tab key alone."""
    for _ in range(40):
        if await target.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with the Tab key")


async def no_rule_was_broken(page: Page) -> None:
    """Whatever was shown so far is as Slack takes it."""
    await expect(page.locator(".log-counts")).to_contain_text("0 violations")


def messages(page: Page) -> Locator:
    """The messages of the conversation."""
    return page.locator("#main .message")


def newest(page: Page) -> Locator:
    """The last message of the conversation."""
    return messages(page).last


def thread(page: Page) -> Locator:
    """The thread beside the conversation."""
    return page.get_by_role("complementary", name="Thread")


async def open_thread(page: Page, parent: Locator) -> Locator:
    """Open the thread of a message."""
    await parent.get_by_role("button", name=re.compile("repl(y|ies)")).click()
    return thread(page)


async def open_drumbeat(page: Page, tab: str = "Messages") -> None:
    """Go to the conversation with Drumbeat, or to its Home tab."""
    await page.get_by_role("button", name=re.compile("^Drumbeat, direct message")).click()
    await page.get_by_role("tab", name=tab).click()


async def act_as(page: Page, name: str) -> None:
    """Become somebody else."""
    await page.get_by_role("button", name=re.compile("^Acting as")).click()
    await page.get_by_role("menuitem", name=re.compile(name)).click()
    await expect(page.get_by_role("button", name=re.compile(f"^Acting as {name}"))).to_be_visible()


async def start_check_in(page: Page) -> None:
    """As the lead, in the channel: two clicks."""
    await write(page, "/checkin new")
    await send(page, "Start")
    await expect(page.get_by_role("dialog", name="All set")).to_be_visible()
    await send(page, "Done")
    await gone(page)


async def answer(page: Page, moved: str, plan: str, stuck: str = "", *, button: str = "Answer") -> None:
    """Answer the newest question, or edit what was said."""
    await press(page, button)
    await page.get_by_label(MOVED).fill(moved)
    await page.get_by_label(NEXT).fill(plan)
    await page.get_by_label(STUCK).fill(stuck)
    await send(page, "Save" if button.startswith("Edit") else "Send")
    await gone(page)


async def wind_to(page: Page, moment: str) -> None:
    """Wind the clock with the panel, to e.g. `2026-10-23T17:30` on the clock of whoever is acted."""
    toggle = page.get_by_role("button", name="Clock & log")
    await toggle.click()
    await page.get_by_label("Date and time to wind to").fill(moment)
    await page.get_by_role("button", name="Wind", exact=True).click()
    to = datetime.fromisoformat(moment)
    await until_wound(page, f"{to:%a} {to.day} {to:%b, %H:%M}")
    await toggle.click()


async def jump(page: Page, button: str, arrival: str) -> None:
    """Wind the clock with one of the buttons that are always there, e.g. to `Mon 26 Oct, 09:00`."""
    await page.locator(".dock-jumps").get_by_role("button", name=button).click()
    await until_wound(page, arrival)


DAYS_GO_BY = 90_000
"""Milliseconds: between now and then many people may answer, on a machine that has other things to do."""


async def until_wound(page: Page, arrival: str) -> None:
    """Wait until the clock has arrived on that day and stands still, and the page shows what came of it."""
    try:
        await expect(page.locator(".clock-line strong")).to_contain_text(arrival, timeout=DAYS_GO_BY)
        await expect(page.locator("#dock[data-winding]")).to_have_count(0, timeout=DAYS_GO_BY)
    except AssertionError as late:
        late.add_note(f"The clock: {json.dumps(await read(page, '/sandbox/clock'), indent=1)}")
        raise
    await caught_up(page)
