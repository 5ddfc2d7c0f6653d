"""Living in the workspace through the browser."""

import re

from playwright.async_api import Page, expect

from sandbox.server import Sandbox
from tests.chromium import IN_THE_BROWSER, Visit
from tests.sandbox.page import gallery

pytestmark = IN_THE_BROWSER


async def type_and_send(page: Page, text: str) -> None:
    await page.locator('[data-composer="main"]').fill(text)
    await page.keyboard.press("Enter")


async def test_a_command_is_completed_and_sent(visit: Visit) -> None:
    page = await visit()
    area = page.locator('[data-composer="main"]')
    await area.press_sequentially("/sta")
    offers = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(offers).to_have_count(2)
    await expect(offers.first).to_contain_text("/standup [new | gallery | whisper]")
    await expect(offers.first).to_contain_text("Answer today's question")
    await page.keyboard.press("Tab")
    await expect(area).to_have_value("/standup ")
    await area.press_sequentially("new")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Stand-up")).to_be_visible()


async def test_what_is_missing_is_said_beside_its_field_before_the_app_is_asked(
    slack: Sandbox, visit: Visit
) -> None:
    page = await visit()
    await open_form(page)
    await send_form(page)
    field = page.locator('[data-block="moved"]')
    await expect(field.locator(".field-error")).to_have_text("Please complete this required field.")
    await expect(page.get_by_label("What moved?")).to_be_focused()
    await expect(page.get_by_label("What moved?")).to_have_attribute("aria-invalid", "true")
    assert not [each for each in slack.deliveries if each.body.get("type") == "view_submission"]


async def test_an_error_of_the_app_stands_beside_its_field_and_the_form_keeps_what_was_entered(
    slack: Sandbox, visit: Visit
) -> None:
    page = await visit()
    await open_form(page)
    await page.get_by_label("What moved?").fill("nothing")
    await choose(page, "How confident are you?", "High")
    await send_form(page)
    await expect(page.locator('[data-block="moved"] .field-error')).to_have_text("Something always moves.")
    await page.get_by_label("What moved?").fill("The API")
    await expect(page.locator('[data-block="moved"] .field-error')).to_be_empty()
    await expect(page.get_by_label("How confident are you?")).to_have_value("High")
    await send_form(page)
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await slack.until(lambda: said_to_ana(slack) == "Noted: The API")


def said_to_ana(slack: Sandbox) -> str:
    """What the app said last; it closes a form before it says anything."""
    return "".join(message.text for message in slack.person("ana").direct_messages[-1:])


async def open_form(page: Page) -> None:
    await type_and_send(page, "/standup new")
    await expect(page.get_by_role("dialog", name="Stand-up")).to_be_visible()


async def send_form(page: Page) -> None:
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()


async def choose(page: Page, label: str, option: str) -> None:
    await page.get_by_label(label).click()
    await page.get_by_role("option", name=option).click()


async def test_a_modal_pushes_another_and_escape_goes_back_to_what_was_typed(visit: Visit) -> None:
    page = await visit()
    await open_form(page)
    await page.get_by_label("What moved?").fill("deeper")
    await choose(page, "How confident are you?", "Low")
    await send_form(page)
    await expect(page.get_by_role("dialog", name="Everything else")).to_be_visible()
    await page.get_by_label("How many?").fill("12")
    await page.get_by_role("button", name="Done").click()
    await expect(page.locator('[data-block="n"] .field-error')).to_have_text("Please enter 9 or less.")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Stand-up")).to_be_visible()
    await expect(page.get_by_label("What moved?")).to_have_value("deeper")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator('[data-composer="main"]')).to_be_focused()


async def test_every_kind_of_field_arrives_as_slack_sends_it(slack: Sandbox, visit: Visit) -> None:
    page = await visit()
    await open_form(page)
    await page.get_by_label("What moved?").fill("deeper")
    await choose(page, "How confident are you?", "Low")
    await send_form(page)
    await page.get_by_label("How many?").fill("7")
    await page.get_by_label("Whom to tell?").fill("ana@example.com")
    await page.get_by_label("Where is it?").fill("https://example.com")
    await page.get_by_label("By when?").fill("2026-12-24")
    await page.get_by_label("At what time?").fill("09:30")
    await page.get_by_label("Exactly?").fill("2026-12-24T09:30")
    await choose(page, "With whom?", "Ben Brooks")
    await choose(page, "With whom?", "Chi Chiba")
    await page.get_by_label("Remove Ben Brooks").click()
    await choose(page, "In which channel?", "#product")
    await page.get_by_label("Large", exact=True).check()
    await page.get_by_label("API", exact=True).check()
    await page.get_by_label("Tell more").fill("It is *bold*\n• and listed")
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    sent = [each for each in slack.deliveries if each.body.get("type") == "view_submission"][-1]
    values = sent.body["view"]["state"]["values"]
    assert values["n"]["n"] == {"type": "number_input", "value": "7"}
    assert values["mail"]["mail"]["value"] == "ana@example.com"
    assert values["day"]["day"]["selected_date"] == "2026-12-24"
    assert values["hour"]["hour"]["selected_time"] == "09:30"
    assert values["moment"]["moment"]["selected_date_time"] == 1798101000  # 09:30 in Berlin
    assert values["who"]["who"]["selected_users"] == [slack.person("chi").id]
    assert values["where"]["where"]["selected_channel"] == slack.channel("product").id
    assert values["talk"]["talk"]["selected_conversation"] is None
    assert values["size"]["size"]["selected_option"]["value"] == "large"
    assert [each["value"] for each in values["parts"]["parts"]["selected_options"]] == ["api"]
    rich = values["story"]["story"]["rich_text_value"]["elements"]
    assert rich[0]["elements"][1] == {"type": "text", "text": "bold", "style": {"bold": True}}
    assert rich[1]["type"] == "rich_text_list"


async def test_an_external_select_asks_the_app_while_somebody_types(visit: Visit) -> None:
    page = await visit()
    await open_form(page)
    field = page.get_by_label("From where?")
    await field.press_sequentially("ber")
    await expect(page.get_by_role("option")).to_have_text(["Berlin", "Bern", "Bergen"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("Bern")


async def test_a_button_is_pressed_and_the_message_changes(slack: Sandbox, visit: Visit) -> None:
    await slack.person("ben").command("/standup", "ask", channel="checkout")
    page = await visit()
    await page.get_by_role("button", name="Well").click()
    await expect(page.locator(".message").last).to_contain_text("@Ana Alves says it goes well.")


async def test_a_dangerous_button_asks_first(slack: Sandbox, visit: Visit) -> None:
    await slack.person("ben").command("/standup", "ask", channel="checkout")
    page = await visit()
    await page.get_by_role("button", name="Badly").click()
    question = page.get_by_role("alertdialog", name="Really?")
    await expect(question).to_contain_text("Somebody will come and help.")
    await page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    assert not [each for each in slack.deliveries if each.body.get("type") == "block_actions"]


async def test_a_menu_in_a_message_tells_the_app_and_the_thread_shows_the_answer(
    slack: Sandbox, visit: Visit
) -> None:
    await slack.person("ben").command("/standup", "ask", channel="checkout")
    page = await visit()
    await choose(page, "Or pick a word", "Rushed")
    await page.get_by_role("button", name=re.compile("1 reply")).click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.locator(".message").last).to_contain_text("Picked Rushed")
    await thread.get_by_label("Reply to this thread").fill("Me too")
    await page.keyboard.press("Enter")
    await expect(thread.locator(".message").last).to_contain_text("Me too")
    await expect(page.locator("#main .replies")).to_contain_text("2 replies")
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def test_an_ephemeral_is_seen_by_one_person_and_its_markup_is_only_text(visit: Visit) -> None:
    ana, ben = await visit("ana"), await visit("ben")
    await type_and_send(ana, "/standup whisper")
    shown = ana.locator(".message-ephemeral")
    await expect(shown).to_contain_text("Only visible to you")
    await expect(shown).to_contain_text("<script>alert(1)</script>")
    await expect(shown.locator("strong").last).to_have_text("whisper")
    await type_and_send(ana, "Anybody there?")
    await expect(ben.locator(".message").last).to_contain_text("Anybody there?")
    await expect(ben.locator(".message-ephemeral")).to_have_count(0)


async def test_what_a_person_writes_can_never_become_markup(visit: Visit) -> None:
    page = await visit()
    await type_and_send(page, '<img src=x onerror="document.title=1"> [x](javascript:alert(1)) & <@nobody>')
    message = page.locator(".message").last
    await expect(message).to_contain_text('<img src=x onerror="document.title=1">')
    await expect(message.locator("img, a")).to_have_count(0)


async def test_acting_as_another_person_shows_their_world(slack: Sandbox, visit: Visit) -> None:
    await slack.person("ana").say("For leads only", channel="leads")
    page = await visit("ana", "leads")
    await expect(page.locator(".message").last).to_contain_text("For leads only")
    await page.get_by_role("button", name=re.compile("^Acting as Ana")).click()
    await expect(page.get_by_role("menuitem", name=re.compile("Chi Chiba"))).to_contain_text("16:00 · Tokyo")
    await page.keyboard.press("c")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=re.compile("^Acting as Chi"))).to_be_visible()
    await expect(page.get_by_role("navigation").get_by_text("leads")).to_have_count(0)
    await expect(page.locator(".message", has_text="For leads only")).to_have_count(0)
    await type_and_send(page, "Hello from Tokyo")
    await expect(page.locator(".message").last.locator("time")).to_have_text("16:00")
    assert slack.channel("checkout").in_order[-1].user == slack.person("chi").id


async def test_unread_channels_stand_out_until_they_are_read(slack: Sandbox, visit: Visit) -> None:
    page = await visit("ana", "checkout")
    await slack.person("ben").say("Have you seen this?", channel="general")
    entry = page.get_by_role("button", name="general, channel, 1 unread")
    await entry.click()
    await expect(page.get_by_role("button", name="general, channel", exact=True)).to_be_visible()
    assert slack.workspace.messages.unread(slack.channel("general"), slack.person("ana").id) == 0


async def test_the_clock_is_wound_to_the_next_morning_of_the_person_acted(
    slack: Sandbox, visit: Visit
) -> None:
    page = await visit("chi")
    await page.locator(".dock-jumps").get_by_role("button", name="Next morning 9:00").click()
    await expect(page.locator(".clock-line")).to_contain_text("Tue 24 Nov, 09:00")
    await expect(page.locator(".clock-line")).to_contain_text("00:00 UTC")
    assert slack.clock.now().isoformat() == "2026-11-24T00:00:00+00:00"


async def test_a_time_somebody_chose_stands_until_it_is_wound_to_whatever_happens_meanwhile(
    slack: Sandbox, visit: Visit
) -> None:
    page = await visit()
    await page.get_by_role("button", name="Clock & log").click()
    target = page.get_by_label("Date and time to wind to")
    await target.fill("2026-11-24T12:00")
    await page.get_by_role("button", name="Wind", exact=True).focus()
    slack.clock.look_again()
    await type_and_send(page, "The world moves on")
    await expect(target).to_have_value("2026-11-24T12:00")
    await page.get_by_role("button", name="Wind", exact=True).click()
    await expect(page.locator(".clock-line")).to_contain_text("Tue 24 Nov, 12:00")
    await page.locator(".clock-controls").get_by_role("button", name="+1 hour").click()
    await expect(target).to_have_value("2026-11-24T13:00")


async def test_a_long_wind_shows_how_far_it_is_and_can_be_cancelled(slack: Sandbox, visit: Visit) -> None:
    page = await visit()
    await slack.clock.follow("slow", slack.clock.tick, idle=False)
    await page.locator(".dock-jumps").get_by_role("button", name="+1 hour").click()
    await expect(page.get_by_role("progressbar", name="Winding")).to_be_visible()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("progressbar", name="Winding")).to_have_count(0)
    assert slack.clock.now().isoformat() == "2026-11-23T07:00:00+00:00"


async def test_the_log_lists_requests_and_marks_violations(slack: Sandbox, visit: Visit) -> None:
    page = await visit()
    slack.record.note("chat.postMessage", "too_long", "This text is too long for Slack.")
    await slack.person("ben").command("/standup", "ask", channel="checkout")
    await page.get_by_role("button", name="Clock & log").click()
    await expect(page.locator(".log-call").first).to_contain_text("chat.postMessage")
    await expect(page.locator(".log-violation")).to_contain_text("This text is too long for Slack.")
    await expect(page.locator(".log-counts")).to_contain_text("1 violation")
    await page.get_by_label("Filter the log").fill("postMessage")
    await expect(page.locator(".log-call")).to_have_count(1)
    await page.locator(".log-call").click()
    await expect(page.locator(".log-call pre")).to_contain_text('"action_id": "well"')
    await page.get_by_label("Show").select_option("violations")
    await expect(page.locator(".log-call")).to_have_count(0)


async def test_shortcuts_of_the_manifest_are_offered_on_messages_and_everywhere(
    slack: Sandbox, visit: Visit
) -> None:
    await slack.person("ben").say("The export is slow", channel="checkout")
    page = await visit()
    await page.locator(".message").last.hover()
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name=re.compile("Note this")).click()
    await expect(
        page.get_by_role("button", name=re.compile("^Metronome, direct message, 1 unread"))
    ).to_be_visible()
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name=re.compile("Answer now")).click()
    await expect(page.get_by_role("dialog", name="Stand-up")).to_be_visible()


async def test_the_home_tab_is_published_when_it_is_opened(visit: Visit) -> None:
    page = await visit()
    await page.get_by_role("button", name=re.compile("^Metronome, direct")).click()
    await expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("tabpanel")).to_contain_text("You have one open question.")
    await page.get_by_role("tab", name="Messages").click()
    await expect(page.get_by_label("Message to Metronome")).to_be_visible()


async def test_every_block_is_drawn(visit: Visit) -> None:
    page = await visit()
    await type_and_send(page, "/standup gallery")
    message = page.locator(".message").last
    await expect(message.locator(".block-data_visualization svg")).to_be_visible()
    await expect(message.locator(".block-markdown input, .block-markdown .task-mark")).to_have_count(2)
    await expect(page.locator(".not-drawn")).to_have_count(0)
    await expect(message.get_by_role("link", name="the thread")).to_have_attribute(
        "href", "https://example.com/a?b=1&c=2"
    )
    await expect(message.locator(".block-table td").nth(2)).to_have_class(re.compile("align-right"))


async def test_charts_and_tables_with_long_names_are_read_on_a_phone_and_aloud(
    slack: Sandbox, visit: Visit
) -> None:
    names = ("Customer onboarding…", "usual from")
    lines = [gallery.series(name, 3.1, 3.4, 3.2, 3.8, 4.0) for name in names]
    long = "Refunds of more than 1,000 € fail since the release"
    cells = [["What waits", "Since"], [long, "23 days"]]
    table = {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in cells],
        "column_settings": [{"is_wrapped": True}],
    }
    blocks = [table, gallery.chart("line", "Mood", *lines)]
    app = slack.workspace.app
    slack.workspace.messages.post(
        slack.workspace.channel("checkout"), app.bot_user, "All of it", blocks=blocks, bot_id=app.bot_id
    )
    page = await visit(width=390, height=900)
    await expect(page.get_by_role("region", name="Table: What waits, Since")).to_contain_text(long)
    assert (await page.get_by_role("cell", name="23 days").inner_text()) == "23 days"
    await expect(page.get_by_role("img", name="Mood")).to_be_visible()
    scale = "node => node.getBoundingClientRect().width / node.viewBox.baseVal.width"
    assert await page.get_by_role("img", name="Mood").evaluate(scale) > 0.9, "letters keep their size"
    await page.get_by_text("Numbers").click()
    await expect(page.get_by_role("table", name="Mood").get_by_role("rowheader").first).to_have_text("12 Oct")
    overflow = (
        "node => [...node.querySelectorAll('figure')].some(each => each.scrollWidth > node.clientWidth)"
    )
    assert not await page.locator(".message").last.evaluate(overflow)


async def test_the_whole_way_by_keyboard(slack: Sandbox, visit: Visit) -> None:
    page = await visit(channel="general")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip-link")).to_be_focused()
    await page.locator('.side-item[aria-current="page"]').focus()
    await page.keyboard.press("Home")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("checkout")
    await page.get_by_role("feed").focus()
    await page.keyboard.press("Tab")
    await expect(page.locator('[data-composer="main"]')).to_be_focused()
    await page.keyboard.type("/standup new")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("What moved?")).to_be_focused()
    await page.keyboard.type("By keyboard")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("How confident are you?")).to_have_value("Middling")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator('[data-composer="main"]')).to_be_focused()
    assert await slack.until(lambda: said_to_ana(slack) == "Noted: By keyboard")


async def test_new_messages_are_said_to_a_screen_reader(slack: Sandbox, visit: Visit) -> None:
    page = await visit()
    await slack.person("ben").say("first", channel="checkout")
    await expect(page.locator(".message").last).to_contain_text("first")
    await slack.person("chi").say("It is *done*", channel="checkout")
    await expect(page.locator("#announcer")).to_contain_text("Chi Chiba: It is done")


async def test_dark_follows_the_system_and_a_choice_outlives_the_page(visit: Visit) -> None:
    page = await visit(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert await page.evaluate(background) == "rgb(23, 27, 28)"
    await page.get_by_role("button", name="Use light colours").click()
    assert await page.evaluate(background) == "rgb(255, 255, 255)"
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    assert await page.evaluate(background) == "rgb(255, 255, 255)"


async def test_a_narrow_screen_shows_everything_without_scrolling_sideways(
    slack: Sandbox, visit: Visit
) -> None:
    await slack.person("ben").command("/standup", "gallery", channel="checkout")
    page = await visit(width=400, height=800)
    await expect(page.locator(".block-data_visualization svg")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 400
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await page.get_by_role("button", name="Channels and messages").click()
    await page.get_by_role("button", name=re.compile("^product")).click()
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_have_text("product")


async def test_a_first_visitor_reads_three_sentences_once(visit: Visit) -> None:
    page = await visit(hint=True)
    card = page.get_by_role("complementary", name="Welcome")
    await expect(card.locator("p")).to_have_count(3)
    await expect(card).to_contain_text("Keeps the team in time: one short question a day.")
    await page.get_by_role("button", name="Got it").click()
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    await expect(card).to_have_count(0)


async def test_long_history_arrives_a_page_at_a_time(slack: Sandbox, visit: Visit) -> None:
    ben = slack.person("ben")
    for number in range(120):
        await ben.say(f"Line {number}", channel="checkout")
    page = await visit()
    await expect(page.locator(".message")).to_have_count(50)
    await expect(page.get_by_text("Line 119", exact=True)).to_be_in_viewport()
    await page.locator("#main .message-list").evaluate("list => list.scrollTop = 0")
    await expect(page.locator(".message")).to_have_count(100)
    await expect(page.get_by_text("Line 20", exact=True)).to_be_attached()


async def test_an_app_that_does_not_answer_is_named_in_a_notice(slack: Sandbox, visit: Visit) -> None:
    await slack.person("ben").command("/standup", "ask", channel="checkout")
    page = await visit()
    await page.get_by_role("button", name="Badly").click()
    await page.get_by_role("button", name="Yes, badly").click()
    await expect(page.get_by_role("status").filter(has_text="did not respond")).to_be_visible()
