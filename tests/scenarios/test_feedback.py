"""Feedback from giving to the end, as people live it: by name, with the name withheld, and where it cannot be."""

from datetime import date

from bot.views.feedback.buttons import MORE
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.giving import (
    ABOUT,
    NAME,
    WHOM,
    WITHHELD,
    give,
    hand_in,
    keys_out_of_reach,
    news,
    two_teams,
)
from tests.scenarios.living import apply_rituals, settle, words_of
from tests.scenarios.pulsing import CLOSED, OPENS, PULSE, company, everybody_answers

FRIDAY = date(2026, 11, 27)


async def _open(person: Person, button: str, window: str) -> None:
    await person.press(button, message=news(person)[-1])
    assert person.modal is not None
    assert person.modal.title == window, words_of(person.modal)


async def test_feedback_by_name_is_acknowledged_asked_back_answered_and_settled(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = (slack.person(name) for name in ("ana", "ben", "eve"))
    await two_teams(small_scene)

    # One line and to whom are needed; what is wrong stands beside its field, and nothing is lost.
    await ben.command(
        "/give-feedback", "Too many syncs\nThree a day, and half of us listen only", channel="checkout"
    )
    assert "never sees your name" in words_of(ben.modal)
    assert "less than anonymous" in words_of(ben.modal)
    nobody = await ben.submit({})
    assert nobody.errors
    await ben.choose(WHOM, "ana")
    wrong = await ben.submit({"Link": "somewhere"})
    assert wrong.errors == {"Link": "Paste a whole link, such as https://example.com/page."}
    await hand_in(small_scene, ben, {"Link": "https://example.com/calendar"})
    assert "*Thank you.* ana hears of it" in words_of(ben.modal)
    await ben.press("Open it")
    assert "From you, for ana" in words_of(ben.modal)
    assert "Three a day, and half of us listen only" in words_of(ben.modal)
    await ben.close_modal()
    await ben.close_modal()

    # Whoever it is for hears of it, and sees it through; nobody else finds it.
    await slack.wind(to=at("2026-11-23 20:00"))
    assert "feedback from ben, for you" in words_of(news(ana)[-1])
    await _open(ana, "I have it…", "I have it")
    late = await ana.submit({"This day": date(2026, 11, 20)})
    assert late.errors == {"This day": "That day has passed. Pick today or a later one."}
    await hand_in(small_scene, ana, {"This day": FRIDAY, "A first word": "Thank you for saying so"})
    assert "You have it, and say more by Fri 27 Nov. ben is told." in words_of(ana.modal)
    await ana.press("Ask back…")
    await hand_in(small_scene, ana, {"What do you want to know?": "Which ones?"})
    assert "You asked back. “Which ones?”" in words_of(ana.modal)
    await ana.close_modal()
    assert "You have it, next word Fri 27 Nov" in words_of(news(ana)[-1])
    await eve.command("/give-feedback", "list")
    assert "Nothing is for you." in words_of(eve.modal)
    await eve.close_modal()

    # The giver replies from the news, reads the answer, and says whether that settles it.
    await slack.wind(to=at("2026-11-24 20:00"))
    assert "ana asked back. “Which ones?”" in words_of(news(ben)[-1])
    await _open(ben, "Reply…", "Reply")
    assert "Which ones?" in words_of(ben.modal)
    await hand_in(small_scene, ben, {"Your reply": "The daily one & the weekly one"})
    await ben.close_modal()
    await ana.command("/give-feedback", "list")
    assert "1 open" in words_of(ana.modal)
    await ana.press("Open")
    assert "ben replied. “The daily one &amp; the weekly one”" in words_of(ana.modal)
    await ana.press("Answer…")
    assert not (await ana.submit({})).ok
    await hand_in(small_scene, ana, {"What do you decide or do?": "The daily one goes"})
    assert "answered by you; ben says whether that settles it" in words_of(ana.modal)

    # The team is told what came of it, in the words of whoever did it.
    await ana.press("You said, we did…")
    await hand_in(small_scene, ana, {"Which team?": "Checkout", "We did": "No daily sync from December on"})
    assert "Checkout reads it in its channel in a moment." in words_of(ana.modal)
    told = ana.sees("checkout")[-1]
    assert "*You said, we did* · ana\nYou told us:\n&gt;Too many syncs" in words_of(told)
    assert "No daily sync from December on" in words_of(told)
    assert "ben" not in words_of(told)
    await ana.close_modal()
    await ana.close_modal()

    await slack.wind(to=at("2026-11-25 20:00"))
    await _open(ben, "Not yet…", "Not yet")
    await hand_in(small_scene, ben, {"What is still missing?": "The weekly one"})
    assert "open again, and waiting for a word" in words_of(ben.modal)
    await ben.close_modal()
    await ana.open_home()
    assert "*Feedback*" in words_of(ana.home)
    await ana.press("Answer…", message=news(ana)[-1])
    await hand_in(small_scene, ana, {"What do you decide or do?": "That one goes, too"})
    await ana.close_modal()
    await slack.wind(to=at("2026-11-26 20:00"))
    await ben.press("That settles it", message=news(ben)[-1])
    await settle(small_scene)
    assert "You: that settles it." in words_of(news(ben)[-1])
    assert "That settles it" not in words_of(news(ben)[-1])


async def test_feedback_with_the_name_withheld_is_handed_on_asked_back_decided_and_told(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben, chi, eve = (slack.person(name) for name in ("ana", "ben", "chi", "eve"))
    await two_teams(small_scene)
    # It waits for the morning; until then nobody finds it, and it can be taken back.
    await give(small_scene, "ben", "Checkout", "Nobody says no to sales", withheld=True)
    assert "It waits, locked away, and goes to Checkout on Tue 24 Nov" in words_of(ben.modal)
    await ben.press("What I gave")
    assert "1 piece of feedback, your name withheld" in words_of(ben.modal)
    await ben.close_modal()
    await give(small_scene, "chi", "Checkout", "I take this back", withheld=True)
    await chi.press("What I gave")
    await chi.press("Take back")
    assert "Taken back. Nothing of it is left." in words_of(chi.modal)
    await chi.close_modal()
    await ana.command("/give-feedback", "list")
    assert "Nothing is for you." in words_of(ana.modal)
    await ana.close_modal()

    await slack.wind(to=at("2026-11-24 20:00"))
    [dm] = news(ana)
    assert "feedback from somebody who withheld their name, for Checkout" in words_of(dm)
    assert "ben" not in words_of(dm)
    await _open(ana, "Open", "Feedback")
    assert "They withheld their name. You can ask back" in words_of(ana.modal)
    await ana.press("Ask back…")
    await hand_in(small_scene, ana, {"What do you want to know?": "When did it last happen?"})
    assert "Whoever gave it hears that there is news on the next working morning." in words_of(ana.modal)
    await ana.close_modal()
    assert news(ben) == [], "no message follows a step at once"

    # The giver hears the next morning that there is something, and not what; another one who looks finds nothing.
    await slack.wind(to=at("2026-11-25 20:00"))
    [word] = news(ben)
    assert "There is news on feedback you gave." in words_of(word)
    assert "sales" not in words_of(word)
    await ben.press("See it", message=word)
    assert "ana asked back. “When did it last happen?”" in words_of(ben.modal)
    await ben.press("Open")
    assert "From you, with your name withheld, for Checkout" in words_of(ben.modal)
    await ben.press("Reply…")
    assert "your name stays withheld" in words_of(ben.modal)
    await hand_in(small_scene, ben, {"Your reply": "Twice last week"})
    assert "You replied. “Twice last week”" in words_of(ben.modal)
    await ben.close_modal()
    await ben.close_modal()
    await ben.press("See it", message=word)
    assert "You have read it all." in words_of(ben.modal)
    await ben.close_modal()
    await ben.open_home()
    assert "sales" not in words_of(ben.home)
    await eve.command("/give-feedback", "list")
    assert "Nothing is for you." in words_of(eve.modal), "an admin is none whom it is for"
    await eve.close_modal()

    await slack.wind(to=at("2026-11-26 20:00"))
    _, replied, nudged = news(ana)
    assert "Somebody who withheld their name replied. “Twice last week”" in words_of(replied)
    assert "A day by which you say more will do." in words_of(nudged)
    await ana.press("Answer…", message=nudged)
    await hand_in(small_scene, ana, {"What do you decide or do?": "From now on I do"})
    await ana.press("You said, we did…")
    assert "Don't quote:" in words_of(ana.modal)
    empty = await ana.submit({"We did": "From now on the lead says no"})
    assert empty.errors
    assert "You said" in empty.errors
    await hand_in(small_scene, ana, {"You said": "We promise too much", "We did": "The lead says no"})
    await ana.close_modal()
    assert "We promise too much" in words_of(ana.sees("checkout")[-1])

    # Once they say that it is settled nobody can find them any more, they themselves neither.
    await slack.wind(to=at("2026-11-27 20:00"))
    await ben.press("See it", message=news(ben)[-1])
    await ben.press("Open")
    await ben.press("That settles it")
    await settle(small_scene)
    assert "What led from it to you is deleted for good" in words_of(ben.modal)
    await ben.close_modal()
    await ben.close_modal()
    await ben.command("/give-feedback", "mine")
    assert "You gave nothing lately." in words_of(ben.modal)
    await slack.wind(to=at("2026-11-28 20:00"))
    assert "Somebody who withheld their name: that settles it." in words_of(news(ana)[-1])
    await ana.press("Open", message=news(ana)[-1])
    assert "settled" in words_of(ana.modal)


async def test_feedback_is_declined_taken_down_handed_over_and_taken_back(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = (slack.person(name) for name in ("ana", "ben", "eve"))
    await two_teams(small_scene)
    await give(small_scene, "ben", "Leadership", "No budget for tests")
    await ben.press("Open it")
    await ben.press("Change…")
    await hand_in(small_scene, ben, {ABOUT: "No budget for testing", "Details": "Since May"})
    assert "No budget for testing" in words_of(ben.modal)
    page = words_of(ben.modal)
    assert "From you, for leadership" in page
    await ben.close_modal()
    await ben.close_modal()
    await give(small_scene, "ben", "ana", "You are a fool", withheld=True)
    await ben.close_modal()
    await slack.wind(to=at("2026-11-24 20:00"))

    # What is for leadership is for its admins, and can be handed on to whoever can do something about it.
    await eve.command("/give-feedback", "list")
    await eve.press("Open")
    await eve.choose(MORE, "Hand over…")
    await eve.choose("Who can do something about it?", "Checkout")
    await hand_in(small_scene, eve, {"What should they know?": "You have the budget"})
    assert "From now on it is theirs to read" in words_of(eve.modal)
    await eve.close_modal()
    await eve.close_modal()

    # Moderation deletes the words and keeps the name withheld, also from then on where that is wanted.
    await ana.press("Open", message=news(ana)[0])
    await ana.choose(MORE, "Take it down…")
    assert "You are a fool" in words_of(ana.modal)
    muted = {"What is out of line?": "An insult", "And from now on": ["For 30 days, by name only"]}
    await hand_in(small_scene, ana, muted)
    assert "Taken down: what was written is gone." in words_of(ana.modal)
    assert "fool" not in words_of(ana.modal)
    await ana.close_modal()
    await slack.wind(to=at("2026-11-25 20:00"))
    assert any("eve handed it to Checkout" in words_of(each) for each in news(ben))
    [word] = [each for each in news(ben) if "There is news on feedback you gave." in words_of(each)]
    await ben.press("See it", message=word)
    assert "ana took its words down. “An insult”" in words_of(ben.modal)
    await ben.close_modal()
    again = await give(small_scene, "ben", "ana", "And lazy", withheld=True)
    assert again.errors
    assert "by name alone" in again.errors[NAME]
    await ben.close_modal()

    # Whoever gave it takes it back: its words are gone for both, and a form that was open says so.
    await ana.command("/give-feedback", "list")
    await ana.press("Open", message=None)
    await ana.press("I have it…")
    await ben.command("/give-feedback", "mine")
    await ben.press("Open")
    await ben.press("Take it back…")
    await hand_in(small_scene, ben, {})
    assert "Taken back. What you wrote is gone." in words_of(ben.modal)
    overtaken = await ana.submit({})
    assert "moved on" in "".join((overtaken.errors or {}).values())


async def test_a_message_becomes_feedback_whose_author_is_not_named(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, dev = (slack.person(name) for name in ("ana", "ben", "dev"))
    await two_teams(small_scene)
    await dev.say("The refund form is a maze\nI gave up twice", channel="checkout")
    message = dev.sees("checkout")[-1]
    await ben.shortcut("turn_into_feedback", message=message)
    assert "dev" not in words_of(ben.modal)
    nobody = await ben.submit({})
    assert nobody.errors, "whom it is for is not guessed"
    await ben.choose(WHOM, "Product")
    await hand_in(small_scene, ben, {})
    await ben.press("Open it")
    said = words_of(ben.modal)
    assert "The refund form is a maze" in said
    assert "I gave up twice" in said
    assert "The message it came from" in said
    await ben.close_modal()
    await ben.close_modal()

    await ana.say("Between us", channel="leads")
    await ana.shortcut("turn_into_feedback", message=ana.sees("leads")[-1])
    assert "This comes from a conversation not everybody can read." in words_of(ana.modal)
    assert "You wrote this message yourself." in words_of(ana.modal), "her words would tell whose they are"
    await ana.choose(WHOM, "ben")
    await hand_in(small_scene, ana, {})
    await ana.press("Open it")
    assert "The message it came from" not in words_of(ana.modal), "a link to it has to be asked for"


async def test_too_much_a_day_is_said_beside_the_field_and_by_every_way_it_is_given(
    small_scene: Scene,
) -> None:
    ben = small_scene.slack.person("ben")
    await two_teams(small_scene)
    await ben.shortcut("give_feedback")
    await ben.choose(WHOM, "ana")
    await hand_in(small_scene, ben, {ABOUT: "Number 0"})
    await ben.close_modal()
    await ben.open_home()
    await ben.press("Give feedback")
    await ben.choose(WHOM, "ana")
    await hand_in(small_scene, ben, {ABOUT: "Number 1"})
    await ben.close_modal()
    assert "Number 1" in words_of(ben.home)
    for number in (2, 3, 4):
        assert (await give(small_scene, "ben", "ana", f"Number {number}")).ok
        await ben.close_modal()
    much = await give(small_scene, "ben", "ana", "Number 5")
    assert "That makes 5 today" in (much.errors or {})[ABOUT]
    await ben.close_modal()
    for text in ("feedback mine", "give-feedback mine"):
        await ben.command("/drumbeat", text)
        assert "Number 4" in words_of(ben.modal)
        await ben.close_modal()
    # From one window to the next, and no more of them than Slack stacks.
    await ben.command("/give-feedback", "mine")
    await ben.press("Give feedback")
    assert ben.modal is not None
    assert ben.modal.title == "Give feedback"
    await ben.close_modal()
    usage = await ben.command("/give-feedback", "help")
    assert "`/give-feedback list`" in usage.text
    await ben.command("/give-feedback", "list prices are wrong")
    assert ben.modal is not None
    assert ben.modal.title == "Give feedback"


async def test_without_a_place_for_keys_names_cannot_be_withheld_and_why_is_said(small_scene: Scene) -> None:
    slack = small_scene.slack
    ben = slack.person("ben")
    await two_teams(small_scene)
    await give(small_scene, "ben", "ana", "While there are keys", withheld=True)
    await ben.close_modal()
    await ben.command("/give-feedback", "Keys go while I write")
    await ben.choose(WHOM, "ana")
    with keys_out_of_reach(small_scene):
        lost = await ben.submit({NAME: WITHHELD})
        assert list(lost.errors or {}) == [NAME], lost
        await ben.close_modal()
        await ben.command("/give-feedback", "After they are gone")
        assert "Withholding your name is not possible now." in words_of(ben.modal)
        await ben.choose(WHOM, "ana")
        await hand_in(small_scene, ben, {})
        assert "*Thank you.*" in words_of(ben.modal)
        await ben.press("What I gave")
        assert "What you gave with your name withheld can't be shown just now." in words_of(ben.modal)
        assert "After they are gone" in words_of(ben.modal)
    await ben.press("What is for me")
    await ben.press("What I gave")
    assert "While there are keys" in words_of(ben.modal)


async def test_a_team_is_told_what_comes_of_a_pulse_by_whoever_leads_it(sqlite_database_url: str) -> None:
    async with play(sqlite_database_url, company=company()) as scene:
        ana, hal, dev = (scene.slack.person(name) for name in ("ana", "hal", "dev"))
        await apply_rituals(scene, PULSE)
        await scene.slack.wind(to=OPENS)
        await everybody_answers(scene)
        await scene.slack.wind(to=CLOSED)
        [report] = ana.sees_thread(ana.sees("payments")[-1])[1:]
        await hal.press("Tell the team what comes of it", message=report)
        assert "A note to a team is for its lead, an admin, or whoever answered feedback." in words_of(
            hal.modal
        )
        await hal.close_modal()
        await ana.press("Tell the team what comes of it", message=report)
        await hand_in(scene, ana, {"You said": "The pace is too high", "We did": "One project less"})
        assert "Payments reads it in its channel in a moment." in words_of(ana.modal)
        told = words_of(ana.sees("payments")[-1])
        assert (
            "You told us in *Team pulse*:\n&gt;The pace is too high\nWhat came of it:\n&gt;One project less"
            in told
        )
        assert dev.modal is None
