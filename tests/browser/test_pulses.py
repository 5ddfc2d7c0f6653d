"""Asking in groups, shown in the browser: a pulse over three weeks, and feedback rounds by name and in confidence."""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from sandbox.company import PersonSeed
from tests.browser.living import (
    choose,
    dialog,
    gone,
    jump,
    messages,
    newest,
    no_rule_was_broken,
    open_drumbeat,
    open_thread,
    press,
    send,
    wind_to,
    write,
)
from tests.chromium import IN_THE_BROWSER, Visit, visits
from tests.scenarios.conftest import Scene, play
from tests.scenarios.pulsing import company

pytestmark = IN_THE_BROWSER

TUESDAY = datetime(2026, 10, 20, 6, 30, tzinfo=UTC)
"""Half past eight in Berlin, five days before Europe's clocks go back."""

WEEK = "How was your week so far?"
PACE = "Could you keep this pace for the next three months?"
GOAL = "Do you know what our top goal is right now?"
SEVEN = ("ana", "hal", "ida", "jon", "kim", "lea", "max")
CHANGE = "What is the one thing you would change?"


@pytest_asyncio.fixture(loop_scope="session")
async def payments(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """A team of seven, on a Tuesday morning in Berlin."""
    async with play(sqlite_database_url, one_by_one=True, company=company(SEVEN), clock=TUESDAY) as playing:
        yield playing


@pytest_asyncio.fixture(loop_scope="session")
async def visit(payments: Scene, browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as one of them."""
    async with visits(payments.slack, browser) as opened:
        yield opened


async def test_a_pulse_over_three_weeks_with_a_joiner_and_a_leaver(payments: Scene, visit: Visit) -> None:
    slack = payments.slack
    ana = await visit("ana", "payments")
    await sets_the_pulse_up(ana)
    await has_a_digest(ana)

    await wind_to(ana, "2026-10-21T10:30")
    hal = await visit("hal", "payments", color_scheme="dark")
    await reads_the_promise_answers_and_changes_it(hal)
    kim = await visit("kim", "payments")
    await is_not_for_her_this_time(kim)
    await answer_in_the_background(payments, ("ana", "ida", "jon", "lea", "max"))
    await wind_to(ana, "2026-10-22T08:30")
    await expect(messages(hal)).to_have_count(1)
    await wind_to(ana, "2026-10-22T12:00")
    await press(hal, "Answer")
    await expect(dialog(hal)).to_contain_text("The round of Wed 21 Oct closed today at 10:00")
    await expect(dialog(hal)).to_contain_text("stands in #payments, if enough people answered")
    await send(hal, "Close")
    report = await the_report(ana, "Wed 21 Oct")
    await expect(report).to_contain_text("That was this round: 6 of 7 people answered.")
    await expect(report).to_contain_text("About 3.5 on a scale from 1 (hard) to 5 (great) · 6 answered")
    await expect(report).to_contain_text("Who said what is gone for good.")
    await expect(report).not_to_contain_text(re.compile(r"\bhal\b"))

    await slack.add_person(PersonSeed("nia", "Nia New"))
    await slack.invite("nia", "payments")
    await wind_to(ana, "2026-10-28T10:30")
    await expect(digest(ana)).to_contain_text("Team health pulse (anonymous): 6 of 7 people answered")
    await expect(digest(ana)).to_contain_text(f"“{WEEK}” about 3.5 of 5")
    nia = await visit("nia", "payments")
    await open_drumbeat(nia)
    await expect(newest(nia)).to_contain_text("Nobody can tell afterwards who answered, or what.")
    await answer_in_the_background(payments, ("ana", "hal", "ida", "jon", "kim", "lea", "nia"))
    await wind_to(ana, "2026-10-29T11:00")
    report = await the_report(ana, "Wed 28 Oct")
    await expect(report).to_contain_text("7 of 8 people answered.")

    await slack.remove("lea", "payments")
    await wind_to(ana, "2026-11-04T10:30")
    await answer_in_the_background(payments, ("ana", "hal", "ida", "nia"))
    await wind_to(ana, "2026-11-05T09:00")
    await expect(messages(hal).last).to_contain_text("Wed 4 Nov")
    jon = await visit("jon", "payments")
    await open_drumbeat(jon)
    await reminded_without_a_count(jon)
    await wind_to(ana, "2026-11-05T11:00")
    report = await the_report(ana, "Wed 4 Nov")
    await expect(report).to_have_text(
        re.compile("Fewer than 5 people answered, so nothing is shown, and nothing of it was kept.$")
    )
    await jump(ana, "Next Monday 9:00", "Mon 9 Nov, 09:00")
    await expect(digest(ana)).to_contain_text("none of what they said can be shown")
    await expect(digest(ana)).to_contain_text("Answers to Team health pulse: too few people gave one.")
    await no_rule_was_broken(ana)


async def test_a_round_on_a_launch_shows_at_its_close_who_said_what_and_a_confidential_pulse_never(
    payments: Scene, visit: Visit
) -> None:
    ana = await visit("ana", "payments", color_scheme="dark")
    await write(ana, "/checkin new")
    await choose(ana, "Start from", "Feedback on a launch")
    await dialog(ana).get_by_label("What is it about?").fill("our June launch")
    await expect(dialog(ana).get_by_role("radio", name="Named")).to_be_checked()
    await send(ana, "Start")
    await expect(dialog(ana)).to_contain_text("is set up for #payments: once, on Wed 21 Oct 2026 at 10:00")
    await send(ana, "Done")
    await gone(ana)
    await expect(newest(ana)).to_contain_text("the answers come together here, in one thread, once it closes")
    await write(ana, "/checkin new")
    await choose(ana, "Start from", "Workload pulse")
    await dialog(ana).get_by_role("radio", name="Confidential").check()
    await expect(dialog(ana).get_by_role("combobox", name="Show results from")).to_have_value("5 people on")
    await choose(ana, "Each person is asked", "Exactly at that time")
    await send(ana, "Start")
    await expect(dialog(ana)).to_contain_text("so the questions that ask for words are left out")
    await send(ana, "Start")
    await expect(dialog(ana)).to_contain_text("an administrator could look up who said what")
    await send(ana, "Done")
    await gone(ana)
    await expect(newest(ana)).to_contain_text("Nobody in Slack is shown who said what.")

    await wind_to(ana, "2026-10-21T10:30")
    hal = await visit("hal", "payments")
    await open_drumbeat(hal)
    await expect(newest(hal)).to_contain_text("About our June launch")
    await expect(newest(hal)).to_contain_text("in its channel, under your name, once the round closes.")
    await press(hal, "Answer")
    await field(hal, "How did our June launch go for you?").get_by_role("radio", name="4").check()
    await dialog(hal).get_by_label("What got in the way?").fill("The contract came late")
    await send(hal, "Send")
    await gone(hal)
    await expect(newest(ana)).to_contain_text("1 of 7 answered.")
    await expect(newest(ana)).to_contain_text("The answers appear here once it closes.")
    await wind_to(ana, "2026-10-26T10:30")
    launch = messages(ana).filter(has_text=re.compile("Feedback on a launch · Payments"))
    beside = await open_thread(ana, launch)
    await expect(beside).to_contain_text("What got in the way?hal: The contract came late")
    await tells_the_team(ana, beside)

    await expect(newest(hal)).to_contain_text(
        "Confidential: your team sees group results only, from 5 people on"
    )
    await expect(newest(hal)).to_contain_text(
        "An admin of this Drumbeat's database could look up single answers."
    )
    for number, name in enumerate(("hal", "ida", "jon", "kim", "lea")):
        person = payments.slack.person(name)
        assert (await person.press("1–4" if number % 2 else "0")).ok, "one question is one tap"
    await expect(messages(hal).last).to_contain_text("You answered 0 at 10:30.")
    await wind_to(ana, "2026-10-27T11:00")
    pulse = messages(ana).filter(has_text=re.compile("Workload pulse · Payments · Mon 26 Oct"))
    report = (await open_thread(ana, pulse)).locator(".message").last
    await expect(report).to_contain_text("5 of 7 people answered.")
    await expect(report).to_contain_text("1–4: about half")
    await expect(report).to_contain_text("This will not change: late answers are not taken.")
    await no_rule_was_broken(ana)


async def tells_the_team(ana: Page, beside: Locator) -> None:
    """Whoever leads the team says under the report what comes of it."""
    await beside.get_by_role("button", name="Tell the team what comes of it").click()
    await dialog(ana).get_by_label("You said").fill("The contract came late")
    await dialog(ana).get_by_label("We did").fill("Legal joins the first planning")
    await send(ana, "Tell the team")
    await expect(dialog(ana)).to_contain_text("Payments reads it in its channel in a moment.")
    await send(ana, "Close")
    await gone(ana)
    told = messages(ana).filter(has_text="You said, we did").last
    await expect(told).to_contain_text("Legal joins the first planning")


async def sets_the_pulse_up(ana: Page) -> None:
    await write(ana, "/checkin new")
    await choose(ana, "Start from", "Team health pulse")
    await expect(dialog(ana)).to_contain_text(
        "what comes of it is shown there once it closes, for groups only"
    )
    await expect(dialog(ana).get_by_role("radio", name="Anonymous")).to_be_checked()
    await expect(dialog(ana)).to_contain_text("once it closes, nobody can tell who said what")
    await choose(ana, "Each person is asked", "Exactly at that time")
    await send(ana, "Start")
    await expect(dialog(ana)).to_contain_text(
        "what people write is shown from 10 on, so the questions that ask for words are left out"
    )
    await send(ana, "Start")
    await expect(dialog(ana)).to_contain_text("is set up for #payments: every Wed at 10:00")
    await expect(dialog(ana)).to_contain_text("🔒 Anonymous.")
    await send(ana, "Done")
    await gone(ana)
    await expect(newest(ana)).to_contain_text("7 people get a DM with 3 short questions")
    await expect(newest(ana)).to_contain_text("It is anonymous: the DM says exactly what that means.")


async def has_a_digest(ana: Page) -> None:
    await write(ana, "/digest setup")
    await send(ana, "Save")
    await gone(ana)
    await expect(newest(ana)).to_contain_text("I post a weekly digest here, every Monday at 09:00")


async def reads_the_promise_answers_and_changes_it(hal: Page) -> None:
    await open_drumbeat(hal)
    await expect(newest(hal)).to_contain_text(
        "ana set this up. Nobody can tell afterwards who answered, or what."
    )
    await expect(newest(hal)).to_contain_text("results for groups of 5 or more people")
    asked = await newest(hal).inner_text()
    await press(hal, "Answer")
    await expect(dialog(hal)).to_contain_text("If fewer than 5 answer, nothing is kept or shown.")
    await expect(dialog(hal)).to_contain_text("What this does not protect from.")
    await send(hal, "Send")
    await expect(hal.locator(".field-error:not(:empty)")).to_have_count(3)
    await ticks(hal, "2", "No", "Yes")
    await send(hal, "Send")
    await expect(dialog(hal)).to_contain_text("Thank you, your answer is in.")
    await expect(dialog(hal)).to_contain_text("You can change it until tomorrow at 10:00.")
    await send(hal, "Change my answer")
    await expect(field(hal, WEEK).get_by_role("radio", name="2")).to_be_checked()
    await field(hal, WEEK).get_by_role("radio", name="3").check()
    await expect(dialog(hal).get_by_label(CHANGE)).to_have_count(0)
    await send(hal, "Save")
    await expect(dialog(hal)).to_contain_text("Thank you, your answer is in.")
    await send(hal, "Close")
    await gone(hal)
    assert await newest(hal).inner_text() == asked, "the message does not tell that somebody answered"


async def is_not_for_her_this_time(kim: Page) -> None:
    await open_drumbeat(kim)
    await press(kim, "Not this time")
    sure = kim.get_by_role("alertdialog", name="Not this time?")
    await expect(sure).to_contain_text("If you have answered it, your answer is taken out.")
    await sure.get_by_role("button", name="Not this time").click()
    await expect(dialog(kim)).to_contain_text("nothing of you is in it. Nobody is told.")
    await send(kim, "Close")
    await gone(kim)


async def reminded_without_a_count(jon: Page) -> None:
    beside = await open_thread(jon, newest(jon))
    said = beside.locator(".message").last
    await expect(said).to_contain_text(
        "There is time for Team health pulse until Thu 5 Nov, 10:00 your time."
    )
    await expect(said).to_contain_text("It is anonymous. This is the only reminder.")


async def answer_in_the_background(scene: Scene, names: Sequence[str]) -> None:
    """Others answer, too, half of them with a 3 and half with a 4."""
    for number, name in enumerate(names):
        person = scene.slack.person(name)
        await person.press("Answer")
        answers = {WEEK: str(3 + number % 2), PACE: "yes" if number % 3 else "no", GOAL: "yes"}
        assert (await person.submit(answers)).ok
        await person.close_modal()


async def the_report(page: Page, day: str) -> Locator:
    """What stands in the thread of a round."""
    board = messages(page).filter(has_text=re.compile(f"Team health pulse · Payments · {day}"))
    await expect(board).to_contain_text("This round is closed. What it brought is in the thread.")
    return (await open_thread(page, board)).locator(".message").last


def digest(page: Page) -> Locator:
    """The newest weekly digest of the channel."""
    return messages(page).filter(has_text="Weekly digest · week").last


def field(page: Page, question: str) -> Locator:
    """The choices of one question of the form that is open."""
    return dialog(page).get_by_role("radiogroup", name=question)


async def ticks(page: Page, week: str, pace: str, goal: str) -> None:
    for question, choice in ((WEEK, week), (PACE, pace), (GOAL, goal)):
        await field(page, question).get_by_role("radio", name=choice).check()
