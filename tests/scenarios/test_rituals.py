"""What somebody who looks after a ritual does with it in Slack: its page, its buttons, its forms."""

from datetime import date, time
from typing import Any

from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import asked, hours, settle, start_check_in, texts, words_of

TIME = "Time, in each person's own zone"


async def _open_page(person: Person, name: str = "Daily check-in") -> str:
    """Open the page of a ritual, and read it."""
    if person.modal is not None:
        await person.close_modal(everything=True)
    await person.command("/drumbeat", f"rituals {name}")
    return words_of(person.modal)


async def _change(person: Person, part: str) -> None:
    """From the page of a ritual to the form for one of its parts."""
    await person.press("Edit")
    await person.press(f"Change: {part}")


async def _pick(person: Person, field: str, value: Any) -> None:
    """Choose something a form reacts to."""
    assert (await person.choose(field, value)).ok


async def _save(person: Person, fields: dict[str, Any]) -> str:
    """Submit a form and read what is there afterwards."""
    result = await person.submit(fields)
    assert result.ok, result.errors
    return words_of(person.modal)


async def test_a_page_tells_how_a_ritual_stands_and_its_buttons_do_what_they_say(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    overview = await ana.command("/drumbeat", "rituals")
    assert "*Daily check-in*  ·  every weekday at 09:00" in overview.messages[0].text
    assert "no round yet" in overview.messages[0].text
    await ana.press("Open Daily check-in")
    page = words_of(ana.modal)
    assert "Next: Mon 23 Nov, Tue 24 Nov and Wed 25 Nov, at 09:00 wherever each person is." in page
    assert "Checkout (4 people)" in page
    assert "8 hours to answer, one reminder 1 hour before it closes, not on public holidays" in page

    await ana.press("Skip the next one")
    page = words_of(ana.modal)
    assert "leaves out Mon 23 Nov: nobody is asked then, and the next one is on Tue 24 Nov" in page
    assert "Next: Tue 24 Nov, Wed 25 Nov and Thu 26 Nov" in page
    await ana.press("Undo: ask on that day")
    assert "Next: Mon 23 Nov" in words_of(ana.modal)
    await ana.press("Skip the next one")
    await slack.wind(to=at("2026-11-24 09:00"))
    assert hours(asked(ana), ana) == ["Tue 09:00"], "Monday was left out"

    page = await _open_page(ana)
    assert "Newest: Tue 24 Nov, 0 of 4 people answered, open until" in page
    await ana.press("Pause")
    page = words_of(ana.modal)
    assert "is paused: nobody is asked until" in page
    assert "The round of Tue 24 Nov goes on" in page
    await slack.wind(to=at("2026-11-26 12:00"))
    assert hours(asked(ana), ana) == ["Tue 09:00"]
    await _open_page(ana)
    await ana.press("Resume")
    assert "asks again. The next round opens" in words_of(ana.modal)

    await ana.press("History")
    assert "*Tue 24 Nov*: 0 of 4 people answered" in words_of(ana.modal)
    await ana.close_modal()
    await ana.press("End")
    assert "has ended: nobody is asked any more. Its rounds and answers stay" in words_of(ana.modal)
    await ana.close_modal()
    await slack.wind(to=at("2026-11-30 12:00"))
    assert len(asked(ana)) == 1
    assert (await start_check_in(small_scene)).ok, "its name is free again"
    refused = await ben.command("/drumbeat", "rituals Daily check-in", channel="checkout")
    assert "ana set up Daily check-in" in refused.messages[0].text
    guessed = await ben.command("/drumbeat", "rituals Daily", channel="checkout")
    assert "ana" not in guessed.messages[0].text, "who only guesses a name learns none"


async def test_run_now_asks_everybody_at_once_and_takes_the_place_of_todays_round(small_scene: Scene) -> None:
    slack, ana, chi = small_scene.slack, small_scene.slack.person("ana"), small_scene.slack.person("chi")
    await start_check_in(small_scene, fields={TIME: time(18, 0)})
    await slack.wind(to=at("2026-11-23 08:30"))
    run = await ana.command("/checkin", "run daily")
    assert "*Daily check-in* runs now: 4 people in Checkout are asked" in run.messages[0].text
    assert "It takes the place of the one that was to come today." in run.messages[0].text
    await settle(small_scene)
    assert hours(asked(ana), ana) == ["Mon 09:30"]
    assert hours(asked(chi), chi) == ["Mon 17:30"]
    again = await ana.command("/checkin", "run Daily check-in")
    assert "there is one round a day at most" in again.messages[0].text
    await slack.wind(to=at("2026-11-24 11:00"))
    assert hours(asked(chi), chi) == ["Mon 17:30", "Tue 18:00"]
    assert hours(asked(ana), ana) == ["Mon 09:30"]
    forward = await ana.command("/checkin", "run")
    assert (
        "was open already where the day is further on. 2 people who would have been asked later are asked"
        in (forward.messages[0].text)
    ), "Ben is asleep"
    await slack.wind(to=at("2026-11-25 01:00"))
    assert hours(asked(ana), ana) == ["Mon 09:30", "Tue 12:00"]
    unknown = await ana.command("/checkin", "run Retro")
    assert "I don't know a check-in called “Retro”" in unknown.messages[0].text
    assert "`Daily check-in`" in unknown.messages[0].text


async def test_another_rhythm_is_shown_as_dates_and_saved_after_a_yes(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene)
    await _open_page(ana)
    await _change(ana, "When it asks")
    await _pick(ana, "How often", "In my own words")
    refused = await ana.submit({"Your words": "now and then", "Time": time(14, 0)})
    assert "every other Tuesday at 14:00" in refused.errors["Your words"]
    await _pick(ana, "How often", "Every week, on days I choose")
    await _pick(ana, "How often", "In my own words")
    assert ana.modal is not None
    assert ana.modal.state["words"]["value"]["value"] == "now and then", "what was typed is still there"

    assert "Tue 24 Nov, Tue 8 Dec and Tue 22 Dec, at 14:00" in await _save(
        ana, {"Your words": "every other Tuesday at 14:00"}
    )
    await ana.close_modal()
    assert ana.modal is not None
    assert ana.modal.state["words"]["value"]["value"] == "every other Tuesday at 14:00"
    await _pick(ana, "How often", "Every week, on days I choose")
    page = await _save(
        ana, {"Days": ["Wednesday", "Saturday"], "Time": time(6, 30), "Not after": date(2026, 12, 2)}
    )
    assert "*The next two dates*\nWed 25 Nov and Wed 2 Dec, at 06:30" in page
    assert "Everybody there has quiet hours at that time, and is asked when they end." in page
    assert "Nobody there works on Saturdays, so nobody is asked then." in page
    await ana.close_modal()
    page = await _save(ana, {"Days": ["Wednesday"], "Time": time(10, 30)})
    assert "*The next two dates*\nWed 25 Nov and Wed 2 Dec, at 10:30" in page
    assert "After that it is over." in page
    assert "asks every Wed at 10:30" in await _save(ana, {})
    assert (await ana.close_modal()).closed
    await slack.wind(to=at("2026-12-10 12:00"))
    assert hours(asked(ana), ana) == ["Wed 10:30", "Wed 10:30"]


async def test_questions_are_added_changed_moved_and_removed_for_the_next_round(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 08:30"))
    await _open_page(ana)
    await _change(ana, "Questions")
    await ana.press("Add a question")
    await _pick(ana, "How it is answered", "One of several options")
    refused = await ana.submit({"Question": "How is the mood?", "Options": "Good"})
    assert refused.errors == {"Options": "List 2 to 100 options, one in each line."}
    await _pick(ana, "How it is answered", "A scale")
    await _pick(ana, "How it is answered", "One of several options")
    assert ana.modal is not None
    assert ana.modal.state["options"]["value"]["value"] == "Good", "looking at another type loses nothing"
    page = await _save(ana, {"Options": "Good\nFair\nBad", "Required": []})
    assert "4.  How is the mood?  _3 options, may stay empty_" in page

    await ana.choose("ritual_question:how_is_the_mood", "Move up")
    assert "3.  How is the mood?" in words_of(ana.modal)
    await ana.choose("ritual_question:progress", "Edit")
    page = await _save(ana, {"Question": "What did you finish?"})
    assert "1.  What did you finish?" in page
    await ana.choose("ritual_question:stuck", "Remove")
    assert "What was answered so far stays" in words_of(ana.modal)
    page = await _save(ana, {})
    assert "What are you waiting for" not in page
    await ana.close_modal()

    await ana.press("Answer")
    assert "What moved since last time?" in words_of(ana.modal), "the open round keeps its wording"
    await ana.close_modal()
    await slack.wind(to=at("2026-11-24 08:30"))
    await ana.press("Answer")
    form = words_of(ana.modal)
    assert (
        form.index("What did you finish?")
        < form.index("What will you move next?")
        < form.index("How is the mood?")
    )


async def test_questions_of_a_template_take_the_place_of_all(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene)
    await _open_page(ana)
    await _change(ana, "Questions")
    await ana.press("Take those of a template")
    assert "What moved since last time?" in words_of(ana.modal)
    await _pick(ana, "Template", "Sprint retro")
    assert "What worked well enough to keep?" in words_of(ana.modal)
    page = await _save(ana, {})
    assert "1.  What worked well enough to keep?" in page
    await ana.close_modal()
    await slack.wind(to=at("2026-11-23 08:30"))
    await ana.press("Answer")
    assert "What worked well enough to keep?" in words_of(ana.modal)


async def test_two_leads_at_once_and_the_second_one_loses_nothing(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, eve = slack.person("ana"), slack.person("eve")
    await start_check_in(small_scene)
    for lead in (ana, eve):
        await _open_page(lead)
        await _change(lead, "Time to answer")
    assert ":white_check_mark: Saved." in await _save(ana, {"How long people can answer": "4 hours"})
    shown = await _save(eve, {"How long people can answer": "2 days"})
    assert "Somebody else changed this while you had it open. It is now: 4 hours to answer" in shown
    assert eve.modal is not None
    assert eve.modal.state["window"]["value"]["selected_option"]["value"] == "2880"
    assert "2 days to answer" in await _save(eve, {})

    for lead in (ana, eve):
        await _open_page(lead)
        await _change(lead, "When it asks")
        await lead.submit({"Time": time(10 if lead is ana else 11, 0)})
    assert "at 10:00" in await _save(ana, {})
    assert "It is now: every weekday at 10:00" in await _save(eve, {})
    assert "at 11:00" in await _save(eve, {})

    for lead in (ana, eve):
        await _open_page(lead)
        await _change(lead, "Questions")
        await lead.choose("ritual_question:plan", "Edit")
    await _save(ana, {"Question": "What comes next?"})
    shown = await _save(eve, {"Question": "What now?"})
    assert "It is now: What comes next?" in shown
    assert "2.  What now?" in await _save(eve, {})


async def test_who_may_not_is_told_who_can_also_when_the_right_was_lost_meanwhile(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    none = await ben.command("/drumbeat", "rituals")
    assert "None yet. Start one for a channel you are in" in none.messages[0].text
    await _open_page(ana)
    await _change(ana, "Name")
    await slack.person("eve").command("/drumbeat", "rituals Daily")
    await slack.person("eve").press("End")
    lost = await ana.submit({"Name": "Morning round"})
    assert lost.errors == {"Name": "That ritual has ended. `/checkin new` starts another one."}


async def test_name_people_and_results_are_changed_and_answers_stay_where_their_people_are(
    small_scene: Scene,
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await slack.invite("app", "leads", by="ana")
    await start_check_in(small_scene)
    await start_check_in(small_scene, "product", {"Name": "Product round"})
    await _open_page(ana)
    await _change(ana, "Name")
    assert (await ana.submit({"Name": "product ROUND"})).errors["Name"].startswith("There is a ritual called")
    assert "Morning round" in await _save(ana, {"Name": "Morning round"})
    await ana.press("Change: Who is asked")
    page = await _save(ana, {"Teams": ["Checkout", "Product"]})
    assert "Checkout and Product (5 people)" in page
    await ana.press("Change: Who is asked")
    refused = await ana.submit({"Everyone": ["everyone"]})
    assert "it takes an admin" in refused.errors["Teams"]
    await ana.close_modal()
    await ana.press("Change: Results")
    refused = await ana.submit({"Where the answers are read": "In another channel, a thread for each team"})
    assert refused.errors == {"The other channel": "Pick the channel, or choose another place above."}
    page = await _save(
        ana, {"The other channel": "leads", "How the thread is ordered": "A reply for each question"}
    )
    assert "a thread for each team, a reply for each question" in page
    await settle(small_scene)
    assert any("*Morning round* for this channel" in text for text in texts(ana.sees("product")))
