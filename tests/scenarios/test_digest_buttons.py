"""Every button of a digest does what it says, for whoever may, and tells everybody else who can."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.digesting import digest_of, modal_says, raised_and_stuck, row_about
from tests.scenarios.living import settle, words_of


async def _live_to_the_digest(scene: Scene) -> None:
    await raised_and_stuck(scene, ["Refund API"])
    await scene.slack.wind(to=at("2026-11-30 08:05"))


async def test_from_raised_to_unblocked_by_the_buttons_of_the_digest_alone(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, chi, dev = (slack.person(name) for name in ("ana", "ben", "chi", "dev"))
    await _live_to_the_digest(small_scene)
    # Whoever may not is told who can, and nothing changes.
    await chi.press("Assign…", message=digest_of(chi))
    await modal_says(small_scene, chi, "#1 waits on Product. They, their lead or an admin can do this")
    assert "nobody is on it yet" in row_about(digest_of(ana), "Refund API")
    # Chi keeps a look at it as it stands now, with all of its buttons.
    await chi.command("/digest", channel="checkout")
    old = chi.sees("checkout")[-1]

    await ana.press("Assign…", message=digest_of(ana))
    await ana.choose("Who is to get it moving?", "dev")
    await ana.submit({})
    await modal_says(small_scene, ana, "Handed over: it waits on dev now.")
    assert row_about(digest_of(ana), "Refund API") == "• #1 Refund API: handed to dev by ana on Mon 30 Nov."

    await dev.press("Open", message=digest_of(ana))
    await dev.press("I'm on it…")
    await dev.submit({"This day": at("2026-12-02 00:00").date()})
    await modal_says(small_scene, dev, "You are on it, and say more by Wed 2 Dec.")
    assert row_about(digest_of(ana), "Refund API") == "• #1 Refund API: dev is on it, next word Wed 2 Dec."

    # The day passes without a word. Only those it concerns can ask for another one, and dev is asked once.
    await slack.wind(to=at("2026-12-14 08:05"))
    assert "word was due Wed 2 Dec, 12 days ago" in row_about(digest_of(ana), "Refund API")
    await chi.press("Ask for a day", message=digest_of(chi))
    await modal_says(
        small_scene, chi, "ben, those #1 hits, the leads of both sides and admins can ask for a day."
    )
    asked = await ben.press("Ask for a day", message=digest_of(ben))
    assert "Asked. dev hears of it" in asked.messages[-1].text
    await settle(small_scene)
    assert "ben asks: by which day will there be word?" in words_of(dev.direct_messages[-1])
    assert (
        row_about(digest_of(ana), "Refund API") == "• #1 Refund API: ben asked dev for a day on Mon 14 Dec."
    )
    asked = await ana.press("Ask for a day", message=digest_of(ana))
    assert "dev was asked already" in asked.messages[-1].text
    await dev.press("Ask for a day", message=digest_of(dev))
    assert dev.modal is not None
    assert dev.modal.title == "Another day"
    await dev.close_modal()

    await dev.press("Unblocked…", message=digest_of(dev))
    await dev.submit({"What is the answer?": "It is in production"})
    await modal_says(small_scene, dev, "Answered. ben is told, and says whether that did it.")
    answered = "• #1 Refund API: answered by dev on Mon 14 Dec; ben says whether that helped."
    assert row_about(digest_of(ana), "Refund API") == answered
    assert "Unblocked…" not in words_of(digest_of(ana))

    # A button that was kept since then says how it stands, and for whoever raised it, what is theirs to say.
    await chi.press("Unblocked…", message=old)
    await modal_says(small_scene, chi, "#1 has moved on meanwhile: it has been answered.")
    await ben.press("Open", message=digest_of(ben))
    await ben.press("That did it")
    await modal_says(small_scene, ben, "Good to hear: #1 is unblocked.")
    assert row_about(digest_of(ana), "Refund API") == "• #1 Refund API: unblocked by dev on Mon 14 Dec."
    await chi.press("Assign…", message=old)
    await modal_says(small_scene, chi, "#1 has moved on meanwhile: it is done.")


async def test_what_was_only_said_is_raised_once_by_somebody_of_its_team(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, chi, dev, eve = (slack.person(name) for name in ("ana", "chi", "dev", "eve"))
    await _live_to_the_digest(small_scene)
    await chi.command("/digest", channel="checkout")
    old = chi.sees("checkout")[-1]
    await eve.command("/digest", channel="general")
    await eve.press("Raise it", channel="general")
    await modal_says(small_scene, eve, "This was said in Checkout: somebody of that team")

    await ana.press("Raise it", message=digest_of(ana))
    await dev.press("Raise it", message=digest_of(dev))
    await ana.submit({})
    if ana.modal is not None and ana.modal.title == "Is it one of these?":
        await ana.submit({})
    await modal_says(small_scene, ana, "Raised as #2.")
    # Whoever had the form open meanwhile raises nothing a second time.
    await dev.submit({})
    await modal_says(small_scene, dev, "#2 A designer for the new page")
    assert "#3" not in words_of(digest_of(ana))
    raised = "• #2 A designer for the new page: raised by ana on Mon 30 Nov."
    assert row_about(digest_of(ana), "A designer") == raised
    await chi.press("Raise it", message=old)
    await modal_says(small_scene, chi, "It is raised already, as #2.")

    # Whoever raised it says that it is out of the way, with the same button that others answer with.
    await ana.press("Unblocked: #2 A designer for the new page", message=digest_of(ana))
    assert "It is yours to say whether this is out of the way" in words_of(ana.modal)
    await ana.press("It is solved")
    await modal_says(small_scene, ana, "Good to hear: #2 is unblocked.")
    assert (
        row_about(digest_of(ana), "A designer")
        == "• #2 A designer for the new page: unblocked by ana on Mon 30 Nov."
    )
