"""Seven weeks told to three audiences, shown in the browser: once each, in pictures, and every button pressed."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from sandbox.person import Person
from tests.browser.living import (
    dialog,
    gone,
    messages,
    newest,
    no_rule_was_broken,
    open_drumbeat,
    open_thread,
    press,
    send,
    write,
)
from tests.chromium import IN_THE_BROWSER, Visit, visits
from tests.scenarios.conftest import Scene, play
from tests.scenarios.living import MOVED, NEXT, STUCK, settle, start_check_in

pytestmark = IN_THE_BROWSER

BEGIN = datetime(2026, 10, 5, 6, 30, tzinfo=UTC)
"""Half past eight in Berlin, a Monday."""

MONDAY = BEGIN + timedelta(weeks=7, hours=1, minutes=35)
"""Five past nine, seven weeks later, after the clocks went back."""

SURE = "How confident are you that we reach this week's goal?"
OLD = (("Refund API", "The bank"), ("Keys for staging", "dev"))
YOUNG = (("A contract for next year", "The bank"), ("Copy for the receipt", "Product"), ("Fares", "Product"))


@pytest_asyncio.fixture(loop_scope="session")
async def lived(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """A small company after seven weeks, on the Monday morning on which the digests are out."""
    async with play(sqlite_database_url, one_by_one=True, clock=BEGIN) as playing:
        await live(playing)
        yield playing


@pytest_asyncio.fixture(loop_scope="session")
async def visit(lived: Scene, browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as one of them."""
    async with visits(lived.slack, browser) as opened:
        yield opened


async def live(scene: Scene) -> None:
    """Six weeks of one question a week; in the seventh they are asked daily, and somebody waits for somebody else."""
    slack = scene.slack
    ana, chi, eve = (slack.person(name) for name in ("ana", "chi", "eve"))
    await ana.command("/checkin", "new", channel="checkout")
    await ana.choose("Start from", "Weekly confidence")
    assert (await ana.submit({"Channel": "checkout"})).ok
    await ana.close_modal()
    await slack.invite("app", "leads")
    for person, channel, whom in (
        (ana, "checkout", "The team"),
        (eve, "leads", "Leadership"),
        (eve, "general", "Partners"),
    ):
        await person.command("/digest", "setup", channel=channel)
        assert (await person.submit({"Written for": whom})).errors == {}
    for week in (1, 3):
        await slack.wind(to=BEGIN + timedelta(weeks=week, days=2, hours=-4))
        await chi.press("Answer")
        assert (await chi.submit({SURE: "4"})).ok
    await slack.wind(to=BEGIN + timedelta(weeks=5, hours=1))
    for title, whom in OLD:
        await raises(scene, title, whom)
    await slack.wind(to=BEGIN + timedelta(weeks=5, days=1, hours=-1))
    await slack.person("dev").press("I'm on it…")
    assert (await slack.person("dev").submit({"This day": date(2026, 11, 12)})).ok
    await slack.wind(to=BEGIN + timedelta(weeks=6, hours=1))
    await start_check_in(scene)
    await start_check_in(scene, "product", by="eve")
    await slack.wind(to=BEGIN + timedelta(weeks=6, days=1, hours=-4))
    await says(scene, chi, "A designer for the new page")
    await slack.wind(to=BEGIN + timedelta(weeks=6, days=3, hours=-4))
    await says(scene, chi, "A designer for the new page")
    for title, whom in YOUNG:
        await raises(scene, title, whom)
    await slack.wind(to=MONDAY)


async def says(scene: Scene, person: Person, stuck: str) -> None:
    await person.press("Answer")
    assert (await person.submit({MOVED: "Receipts are live", NEXT: "Refunds", STUCK: stuck})).ok
    await settle(scene)


async def raises(scene: Scene, title: str, whom: str) -> None:
    ben = scene.slack.person("ben")
    await ben.command("/bottleneck", title, channel="checkout")
    await ben.choose("Who are you waiting for?", whom)
    await ben.submit({})
    if ben.modal is not None and ben.modal.title == "Is it one of these?":
        await ben.submit({})
    await ben.close_modal()
    await settle(scene)


async def test_three_audiences_read_the_week_once_and_in_pictures(lived: Scene, visit: Visit) -> None:
    ana = await visit("ana")
    digest = the_digest(ana)
    await expect(digests(ana)).to_have_count(8)
    await expect(digest).to_contain_text("week 47 (16–22 Nov)")
    await expect(digest.locator("table")).to_contain_text("Owner and next word")
    await has_a_chart_and_its_details(await open_thread(ana, digest))

    for colours in ("light", "dark"):
        eve = await visit("eve", "leads", color_scheme=colours)
        await expect(digests(eve)).to_have_count(8)
        await expect(the_digest(eve)).to_contain_text("Needs you")
        await expect(the_digest(eve)).not_to_contain_text("Receipts")
        await has_a_chart_and_its_details(await open_thread(eve, the_digest(eve)))
    hal = await visit("eve", "general", width=390, height=844)
    await expect(digests(hal)).to_have_count(8)
    await expect(the_digest(hal)).to_contain_text("Checkout waits on The bank: Refund API, since 9 Nov (")
    await expect(the_digest(hal)).not_to_contain_text(re.compile(r"\b(ana|ben|chi|dev|eve)\b", re.IGNORECASE))
    assert await hal.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await no_rule_was_broken(ana)
    await presses_every_button(ana)
    await looks_at_it_before_it_goes_out(ana)
    await reads_trends(ana, lived)
    await no_rule_was_broken(ana)


async def has_a_chart_and_its_details(beside: Locator) -> None:
    await expect(beside).to_contain_text("Week by week")
    await expect(beside.locator("figure svg").first).to_be_visible()
    await expect(beside.locator(".message").last).to_contain_text("Details")


async def presses_every_button(ana: Page) -> None:
    """Assign, Ask for a day, Unblocked, Open, Raise it, How we compute."""
    digest = the_digest(ana)
    await digest.get_by_role("button", name="Assign: #1 Refund API").click()
    await dialog(ana).get_by_role("combobox", name="Who is to get it moving?").click()
    await ana.keyboard.type("dev")
    await ana.get_by_role("group", name="People").get_by_role("option", name="dev").click()
    await dialog(ana).locator("button[type=submit]").click()
    await reads(ana, "Handed over: it waits on dev now.")
    await expect(digest).to_contain_text("#1 Refund API: handed to dev by ana on Mon 23 Nov.")

    await digest.get_by_role("button", name="Raise it: A designer for the new page").click()
    await send(ana, "Raise it")
    await reads(ana, "Raised as #6.")
    await expect(digest).to_contain_text("#6 A designer for the new page: raised by ana on Mon 23 Nov.")
    await digest.get_by_role("button", name="Ask for a day: #2 Keys for staging").click()
    await expect(digest).to_contain_text("#2 Keys for staging: ana asked dev for a day on Mon 23 Nov.")
    await digest.get_by_role("button", name="Unblocked: #1 Refund API").click()
    await expect(dialog(ana)).to_contain_text("Refund API")
    await close(ana)
    await digest.get_by_role("button", name="Open: #1", exact=True).click()
    await reads(ana, "Refund API")
    await digest.get_by_role("button", name=re.compile("^How we compute")).click()
    await reads(ana, "The usual range is the average of earlier weeks")


async def looks_at_it_before_it_goes_out(ana: Page) -> None:
    """Add a note, and Mark this week."""
    await write(ana, "/digest")
    await expect(newest(ana)).to_contain_text("Only you see this preview.")
    await press(ana, "Add a note")
    await dialog(ana).get_by_label("What should readers know?").fill("We froze releases on Wednesday.")
    await send(ana, "Save")
    await reads(ana, "The posted message changes in a moment.")
    await expect(the_digest(ana)).to_contain_text("From ana: We froze releases on Wednesday.")
    await press(ana, "Mark this week")
    await dialog(ana).get_by_role("radio", name="Launch").check()
    await dialog(ana).get_by_label("In a few words").fill("Checkout 2.0")
    await send(ana, "Save")
    await reads(ana, "Week 47 (16–22 Nov) is marked as a launch for Checkout: Checkout 2.0.")
    await write(ana, "/digest")
    await expect(newest(ana)).to_contain_text("Marked as a launch: Checkout 2.0.")
    await expect(newest(ana).get_by_role("button", name="Change the mark")).to_be_visible()


async def reads_trends(ana: Page, lived: Scene) -> None:
    """All teams, one in full, another one, a file, and the same from Home."""
    await write(ana, "/trends")
    await expect(newest(ana)).to_contain_text("Trends · week 47 (16–22 Nov)")
    await newest(ana).get_by_role("button", name="Trends of Checkout in full").click()
    await expect(newest(ana)).to_contain_text("Trends of Checkout")
    await expect(newest(ana)).to_contain_text("Answered in time, week by week")
    await newest(ana).get_by_role("combobox").click()
    await ana.get_by_role("option", name="Product").click()
    await expect(newest(ana)).to_contain_text("Trends of Product")
    await write(ana, "/trends export")
    await expect(newest(ana)).to_contain_text("direct message")
    await lived.slack.wind(hours=0)
    await open_drumbeat(ana)
    await expect(newest(ana)).to_contain_text("Drumbeat exportZIP")
    await open_drumbeat(ana, "Home")
    await expect(ana.locator("#main")).to_contain_text("Teams last week · week 47 (16–22 Nov)")
    await ana.locator("#main").get_by_role("button", name="Trends of Checkout").click()
    await reads(ana, "Taking part")


async def reads(page: Page, words: str) -> None:
    """What the window says, before it is closed."""
    await expect(dialog(page)).to_contain_text(words)
    await close(page)


async def close(page: Page) -> None:
    await dialog(page).get_by_role("button", name=re.compile("^(Close|Cancel|Done)$")).last.click()
    await gone(page)


def digests(page: Page) -> Locator:
    """The digests of the channel, without previews."""
    return messages(page).filter(
        has_text=re.compile(r"^(?!.*Only you).*Weekly digest( for \w+)? · week", re.S)
    )


def the_digest(page: Page) -> Locator:
    """The newest of them."""
    return digests(page).last
