"""Feedback from giving to the end, as people live it: by name, with the name withheld, and where it cannot be."""

from datetime import date

from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.giving import WHOM, hand_in, news, two_teams
from tests.scenarios.living import settle, words_of

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
    assert "*You said*\n&gt;Too many syncs" in words_of(told).replace(">Too", "&gt;Too")
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
