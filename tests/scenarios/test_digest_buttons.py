"""Every button of a digest does what it says, for whoever may, and tells everybody else who can."""

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import MOVED, NEXT, STUCK, settle, start_check_in, words_of


def _digest(person: Person, channel: str = "checkout") -> Message:
    return [each for each in person.sees(channel) if each.text.startswith("Weekly digest")][-1]


def _row(digest: Message, about: str) -> str:
    return next(line for line in words_of(digest).split("\n") if line.startswith("• ") and about in line)


async def _modal_says(scene: Scene, person: Person, words: str) -> None:
    assert words in words_of(person.modal)
    await person.close_modal()
    await settle(scene)


async def _live_to_the_digest(scene: Scene) -> None:
    """Ben raises what waits on Product, and nobody says a word; chi says twice that something is in the way."""
    slack = scene.slack
    ben, chi = slack.person("ben"), slack.person("chi")
    await start_check_in(scene, fields={"Weekly digest": ["yes"]})
    await start_check_in(scene, "product", by="eve")
    await ben.command("/bottleneck", "Refund API", channel="checkout")
    await ben.choose("Who are you waiting for?", "Product")
    await ben.submit({})
    await ben.close_modal()
    for day in (24, 25):
        await slack.wind(to=at(f"2026-11-{day} 10:00"))
        await chi.press("Answer")
        await chi.submit({MOVED: "Receipts", NEXT: "Refunds", STUCK: "A designer for the new page"})
        await settle(scene)
    await slack.wind(to=at("2026-11-30 08:05"))


async def test_from_raised_to_unblocked_by_the_buttons_of_the_digest_alone(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, chi, dev = (slack.person(name) for name in ("ana", "ben", "chi", "dev"))
    await _live_to_the_digest(small_scene)
    # Whoever may not is told who can, and nothing changes.
    await chi.press("Assign…", message=_digest(chi))
    await _modal_says(small_scene, chi, "#1 waits on Product. They, their lead or an admin can do this")
    assert "nobody is on it yet" in _row(_digest(ana), "Refund API")
    # Chi keeps a look at it as it stands now, with all of its buttons.
    await chi.command("/digest", channel="checkout")
    old = chi.sees("checkout")[-1]

    await ana.press("Assign…", message=_digest(ana))
    await ana.choose("Who is to get it moving?", "dev")
    await ana.submit({})
    await _modal_says(small_scene, ana, "Handed over: it waits on dev now.")
    assert _row(_digest(ana), "Refund API") == "• #1 Refund API: handed to dev by ana on Mon 30 Nov."

    await dev.press("Open", message=_digest(ana))
    await dev.press("I'm on it…")
    await dev.submit({"This day": at("2026-12-02 00:00").date()})
    await _modal_says(small_scene, dev, "You are on it, and say more by Wed 2 Dec.")
    assert _row(_digest(ana), "Refund API") == "• #1 Refund API: dev is on it, next word Wed 2 Dec."

    # The day passes without a word. Only those it concerns can ask for another one, and dev is asked once.
    await slack.wind(to=at("2026-12-14 08:05"))
    assert "word was due Wed 2 Dec, 12 days ago" in _row(_digest(ana), "Refund API")
    await chi.press("Ask for a day", message=_digest(chi))
    await _modal_says(
        small_scene, chi, "ben, those #1 hits, the leads of both sides and admins can ask for a day."
    )
    asked = await ben.press("Ask for a day", message=_digest(ben))
    assert "Asked. dev hears of it" in asked.messages[-1].text
    await settle(small_scene)
    assert "ben asks: by which day will there be word?" in words_of(dev.direct_messages[-1])
    assert _row(_digest(ana), "Refund API") == "• #1 Refund API: ben asked dev for a day on Mon 14 Dec."
    asked = await ana.press("Ask for a day", message=_digest(ana))
    assert "dev was asked already" in asked.messages[-1].text
    await dev.press("Ask for a day", message=_digest(dev))
    assert dev.modal is not None
    assert dev.modal.title == "Another day"
    await dev.close_modal()

    await dev.press("Unblocked…", message=_digest(dev))
    await dev.submit({"What is the answer?": "It is in production"})
    await _modal_says(small_scene, dev, "Answered. ben is told, and says whether that did it.")
    answered = "• #1 Refund API: answered by dev on Mon 14 Dec; ben says whether that helped."
    assert _row(_digest(ana), "Refund API") == answered
    assert "Unblocked…" not in words_of(_digest(ana))

    # A button that was kept since then says how it stands, and for whoever raised it, what is theirs to say.
    await chi.press("Unblocked…", message=old)
    await _modal_says(small_scene, chi, "#1 has moved on meanwhile: it has been answered.")
    await ben.press("Open", message=_digest(ben))
    await ben.press("That did it")
    await _modal_says(small_scene, ben, "Good to hear: #1 is unblocked.")
    assert _row(_digest(ana), "Refund API") == "• #1 Refund API: unblocked by dev on Mon 14 Dec."
    await chi.press("Assign…", message=old)
    await _modal_says(small_scene, chi, "#1 has moved on meanwhile: it is done.")


async def test_what_was_only_said_is_raised_once_by_somebody_of_its_team(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, chi, dev, eve = (slack.person(name) for name in ("ana", "chi", "dev", "eve"))
    await _live_to_the_digest(small_scene)
    await chi.command("/digest", channel="checkout")
    old = chi.sees("checkout")[-1]
    await eve.command("/digest", channel="general")
    await eve.press("Raise it", channel="general")
    await _modal_says(small_scene, eve, "This was said in Checkout: somebody of that team")

    await ana.press("Raise it", message=_digest(ana))
    await dev.press("Raise it", message=_digest(dev))
    await ana.submit({})
    if ana.modal is not None and ana.modal.title == "Is it one of these?":
        await ana.submit({})
    await _modal_says(small_scene, ana, "Raised as #2.")
    # Whoever had the form open meanwhile raises nothing a second time.
    await dev.submit({})
    await _modal_says(small_scene, dev, "#2 A designer for the new page")
    assert "#3" not in words_of(_digest(ana))
    raised = "• #2 A designer for the new page: raised by ana on Mon 30 Nov."
    assert _row(_digest(ana), "A designer") == raised
    await chi.press("Raise it", message=old)
    await _modal_says(small_scene, chi, "It is raised already, as #2.")

    # Whoever raised it says that it is out of the way, with the same button that others answer with.
    await ana.press("Unblocked: #2 A designer for the new page", message=_digest(ana))
    assert "It is yours to say whether this is out of the way" in words_of(ana.modal)
    await ana.press("It is solved")
    await _modal_says(small_scene, ana, "Good to hear: #2 is unblocked.")
    assert (
        _row(_digest(ana), "A designer")
        == "• #2 A designer for the new page: unblocked by ana on Mon 30 Nov."
    )
