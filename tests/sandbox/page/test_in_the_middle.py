"""The world changes while somebody is in the middle of something: nothing they do or write is lost."""

import asyncio

from playwright.async_api import Page, Route, expect

from sandbox.model import Message
from sandbox.server import Sandbox
from tests.chromium import IN_THE_BROWSER, Visit
from tests.sandbox.page.app import QUESTION

pytestmark = IN_THE_BROWSER

NEWS = {"type": "section", "text": {"type": "mrkdwn", "text": "Three have answered."}}


async def asked(slack: Sandbox) -> Message:
    """The question in the channel."""
    await slack.person("ben").command("/standup", "ask", channel="checkout")
    return slack.channel("checkout").in_order[-1]


def change(slack: Sandbox, question: Message) -> None:
    """The app changes what it asked: all of it is drawn anew."""
    buttons = {**QUESTION[1], "block_id": question.blocks[1]["block_id"]}
    app = slack.workspace.app.bot_user
    slack.workspace.messages.update(question, text=None, blocks=[*QUESTION[:1], buttons, NEWS], by=app)


async def test_a_button_that_is_drawn_anew_under_a_finger_is_pressed(slack: Sandbox, visit: Visit) -> None:
    question, page = await asked(slack), await visit()
    await page.get_by_role("button", name="Well").hover()
    await page.mouse.down()
    async with page.expect_response(lambda answer: "/sandbox/messages" in answer.url):
        change(slack, question)
    await page.mouse.up()
    await expect(page.locator(".message").last).to_contain_text("@Ana Alves says it goes well.")


async def test_a_search_goes_on_in_a_menu_that_is_drawn_anew(slack: Sandbox, visit: Visit) -> None:
    question, page = await asked(slack), await visit()
    menu = page.get_by_label("Or pick a word")
    await menu.click()
    await page.keyboard.type("Ru")
    await expect(page.get_by_role("option")).to_have_text(["Rushed"])
    change(slack, question)
    await expect(page.locator(".message").last).to_contain_text("Three have answered.")
    await expect(menu).to_have_value("Ru")
    await expect(page.get_by_role("option")).to_have_text(["Rushed"])
    await page.keyboard.press("Enter")
    await expect(page.locator("#main .replies")).to_contain_text("1 reply")
    assert slack.channel("checkout").in_order[-1].text == "Picked Rushed"


async def test_the_next_message_may_be_sent_before_the_last_has_been_taken(
    slack: Sandbox, visit: Visit
) -> None:
    page, taken = await visit(), asyncio.Event()

    async def slowly(route: Route) -> None:
        await taken.wait()
        await route.continue_()

    await page.route("**/sandbox/do", slowly)
    for words in ("First", "Second"):
        await page.locator('[data-composer="main"]').fill(words)
        await page.keyboard.press("Enter")
    taken.set()
    await expect(page.locator(".message").last).to_contain_text("Second")
    assert [message.text for message in slack.channel("checkout").in_order] == ["First", "Second"]


async def test_who_writes_goes_on_where_they_were_when_somebody_joins(slack: Sandbox, visit: Visit) -> None:
    page = await visit(channel="leads")
    area = page.locator('[data-composer="main"]')
    await area.fill("Hello everybody")
    await area.evaluate("area => area.setSelectionRange(5, 5)")
    await slack.invite("ben", "leads")
    count = len(slack.channel("leads").members)
    await expect(page.locator(".main-detail")).to_contain_text(f"{count} members")
    await page.keyboard.type(" to")
    await expect(area).to_have_value("Hello to everybody")


async def test_what_happens_while_the_page_opens_is_shown(slack: Sandbox, visit: Visit) -> None:
    page = await visit()
    looks = await says_something_between_looking_and_showing(page, slack)
    await page.reload()
    await expect(page.get_by_role("button", name="general, channel, 1 unread")).to_be_visible()
    assert looks


async def says_something_between_looking_and_showing(page: Page, slack: Sandbox) -> list[str]:
    """Ben says something after the second look at how things stand was answered, and before the page has it."""
    looks: list[str] = []

    async def look(route: Route) -> None:
        answer = await route.fetch()
        looks.append(route.request.url)
        if len(looks) == 2:
            await slack.person("ben").say("Have you seen this?", channel="general")
        await route.fulfill(response=answer)

    await page.route("**/sandbox/state?*", look)
    return looks
