"""Being away, in words and with a form: who is away is asked nothing, and is back the moment they say so."""

from datetime import date

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import asked, settle, start_check_in, texts, words_of


async def test_whoever_is_away_is_asked_nothing_until_they_are_back(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    said = await ben.command("/drumbeat", "away tomorrow until Thursday")
    assert said.text == (
        "Away from Tue 24 Nov to Thu 26 Nov, both included. Nobody asks you anything then, and you are not counted as"
        " missing."
    )
    await slack.wind(to=at("2026-11-25 23:00"))
    assert len(asked(ben)) == 1, "Monday only"
    assert len(asked(ana)) == 3
    boards = [text for text in texts(ana.sees("checkout")) if "Tue 24 Nov" in text]
    assert boards, "the others are asked as ever"
    assert "of 4 answered" not in boards[0], "who is away is not missing"

    again = await ben.command("/drumbeat", "away Thursday")
    assert again.text.startswith("I knew that already: away from Tue 24 Nov to Thu 26 Nov, both included.")
    back = await ben.command("/drumbeat", "away off")
    assert back.text == "Welcome back: Tue 24 Nov to Thu 26 Nov is taken back. You are asked as usual."
    await slack.wind(to=at("2026-11-26 15:00"))
    assert len(asked(ben)) == 2, "back on Thursday"
    nothing = await ben.command("/drumbeat", "away none")
    assert nothing.text == "I know of no day you are away, so there is nothing to take back."


async def test_going_away_excuses_what_is_open_and_taking_it_back_opens_it(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 14:10"))
    assert len(asked(ben)) == 1
    said = await ben.command("/drumbeat", "away today", channel="checkout")
    await settle(small_scene)
    status = await ana.command("/checkin", "status")
    assert "0 of 1 answered" in status.text
    assert [message.text for message in said.messages] == [said.text]
    await ben.press("Take back", channel="checkout")
    await settle(small_scene)
    status = await ana.command("/checkin", "status")
    assert "0 of 2 answered" in status.text
    assert len(asked(ben)) == 1, "a question that stands in the conversation is not sent twice"


async def test_the_form_lists_what_is_known_and_takes_it_back(small_scene: Scene) -> None:
    slack = small_scene.slack
    ben = slack.person("ben")
    await start_check_in(small_scene)
    await ben.command("/drumbeat", "away 20 Dec – 3 Jan")
    await ben.command("/drumbeat", "away 2 Dec")
    await ben.command("/drumbeat", "away")
    form = words_of(ben.modal)
    assert "*You told me about*\nWed 2 Dec\n" in form
    assert "America/New York time" in form
    refused = await ben.submit({"First day away": date(2026, 12, 30), "Last day away": date(2026, 12, 28)})
    assert refused.errors["Last day away"].startswith("Wed 30 Dec to Mon 28 Dec ends before it begins.")
    await ben.press("Take back")
    assert "*You told me about*\nSun 20 Dec to Sun 3 Jan" in words_of(ben.modal)
    overlapping = {"First day away": date(2026, 12, 30), "Last day away": date(2027, 1, 6)}
    assert (await ben.submit(overlapping)).ok
    assert "Together with what you told me before: away from Sun 20 Dec to Wed 6 Jan" in words_of(ben.modal)
    await ben.close_modal()
    for text, answer in (
        ("away soonish", "I can't read “soonish” as days. Try `20 Dec – 3 Jan`, `tomorrow`"),
        ("away 12/6", "could be a day in December or in June"),
        ("away 2027-01-03 to 2026-12-20", "ends before it begins"),
    ):
        assert answer in (await ben.command("/drumbeat", text)).text


async def test_days_are_those_of_the_person_and_home_shows_them(small_scene: Scene) -> None:
    slack = small_scene.slack
    chi = slack.person("chi")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 16:00"))
    said = await chi.command("/drumbeat", "away today")
    assert said.text.startswith("Away on Tue 24 Nov."), "it is Tuesday already in Tokyo"
    await chi.open_home()
    assert "You are away: Tue 24 Nov." in words_of(chi.home)
    await chi.press("Take back")
    assert "You are away" not in words_of(chi.home)
    await chi.press("I'm away…")
    assert (await chi.submit({"First day away": date(2026, 12, 1)})).ok
    assert "Away next: Tue 1 Dec." in words_of(chi.home)
