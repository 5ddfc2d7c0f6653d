"""What has no room in a digest: pressed in the thread as it is above, and looked at before there is a thread."""

from datetime import date

from bot.loops import stepping
from bot.values.loops import NewStep, Step
from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.digesting import digest_of, modal_says, raised_and_stuck, row_about
from tests.scenarios.living import words_of
from tests.scenarios.resting import member_of

TITLES = ("Refund API", "Fares for next summer", "Copy on the receipt", "Keys to staging", "An invoice")


def _details(person: Person) -> Message:
    """The page of the thread that tells of more that needs somebody."""
    thread = person.sees_thread(digest_of(person))
    return next(each for each in thread if "More that needs somebody" in each.text)


async def _live_to_the_digest(scene: Scene) -> None:
    """Ben raises five things that wait on Product; leads are told. Eve takes on one of them for a day that passes.
    Chi says twice what is in the way."""
    slack = scene.slack
    await raised_and_stuck(scene, TITLES)
    await slack.wind(to=at("2026-11-27 18:00"))
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        eve = await member_of(scene, tx, "eve")
        on_it = NewStep(Step.ACKNOWLEDGED, on=date(2026, 11, 27))
        await stepping.take_in(tx, house.loop_wording, eve, 4, on_it, house.now())
    await slack.wind(to=at("2026-11-30 08:05"))


async def test_what_needs_somebody_is_moved_from_the_thread_and_found_before_there_is_one(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben, chi, eve = (slack.person(name) for name in ("ana", "ben", "chi", "eve"))
    await _live_to_the_digest(small_scene)
    assert "… and 3 more in the thread." in digest_of(ana).text
    assert "Keys to staging" not in words_of(digest_of(ana)).partition("*Bottlenecks*")[0]

    await chi.press("Assign: #5 An invoice", message=_details(chi))
    await modal_says(small_scene, chi, "#5 waits on Product. They, their lead or an admin can do this")
    await ana.press("Assign: #5 An invoice", message=_details(ana))
    await ana.choose("Who is to get it moving?", "dev")
    await ana.submit({})
    await modal_says(small_scene, ana, "Handed over: it waits on dev now.")
    assert row_about(_details(ana), "#5") == "• #5 An invoice: handed to dev by ana on Mon 30 Nov."

    # Whoever is on it is asked once; whoever asks reads that where they are, which is not the channel.
    for person, words in ((ben, "Asked. eve hears of it"), (ana, "eve was asked already")):
        await person.press("Ask for a day: #4 Keys to staging", message=_details(person))
        await modal_says(small_scene, person, words)
    assert row_about(_details(ana), "#4") == "• #4 Keys to staging: ben asked eve for a day on Mon 30 Nov."
    await eve.press("Unblocked: #4 Keys to staging", message=_details(ana))
    await eve.submit({"What is the answer?": "They are in the vault"})
    await modal_says(small_scene, eve, "Answered. ben is told, and says whether that did it.")
    answered = "• #4 Keys to staging: answered by eve on Mon 30 Nov; ben says whether that helped."
    assert row_about(_details(ana), "#4") == answered

    await ana.press("Raise it: A designer for the new page", message=_details(ana))
    await ana.submit({})
    if ana.modal is not None and ana.modal.title == "Is it one of these?":
        await ana.submit({})
    await modal_says(small_scene, ana, "Raised as #6.")
    raised = "• #6 A designer for the new page: raised by ana on Mon 30 Nov."
    assert row_about(_details(ana), "A designer") == raised
    assert "Unblocked: #6 A designer" not in words_of(digest_of(ana))

    # What is not out yet has no thread: its details are a button away, with all of their own, and so is the way back.
    await chi.command("/digest", channel="checkout")
    preview = chi.sees("checkout")[-1]
    assert "in the thread" not in words_of(preview)
    await chi.press("Details", message=preview)
    shown = words_of(chi.sees("checkout")[-1])
    assert shown.startswith("Only you see these details. Weekly digest · week 48")
    await chi.press("Back to the digest", channel="checkout")
    assert words_of(chi.sees("checkout")[-1]) == words_of(preview)
    await chi.command("/digest", "partners", channel="checkout")
    assert "Details" not in words_of(chi.sees("checkout")[-1])
