"""What a lead adds to a digest before it goes out: a note above it, and weeks that were out of the ordinary."""

from sqlalchemy import update

from bot.store.tables import delivery
from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, words_of
from tests.scenarios.test_digest import digests, live_a_week

WORDS = "What should readers know?"
KIND, IN_WORDS, WEEK = "What was it?", "In a few words", "Which week?"


async def preview(person: Person) -> Message:
    """What somebody reads after `/digest` in #checkout."""
    await person.command("/digest", channel="checkout")
    return person.sees("checkout")[-1]


async def write(person: Person, words: str, *, button: str) -> str:
    """Somebody writes a note from their preview; what they are told."""
    await person.press(button, channel="checkout")
    before = words_of(person.modal)
    await person.submit({WORDS: words})
    told = words_of(person.modal)
    await person.close_modal()
    return f"{before}\n{told}"


async def test_a_lead_writes_above_the_digest_before_it_goes_out_and_after(small_scene: Scene) -> None:
    slack, ana, ben = small_scene.slack, small_scene.slack.person("ana"), small_scene.slack.person("ben")
    await live_a_week(small_scene)
    await slack.wind(to=at("2026-11-26 10:00"))
    assert "Add a note" not in words_of(await preview(ben))

    await preview(ana)
    told = await write(ana, "<!channel> Frozen since *Wednesday*.", button="Add a note")
    assert "It goes out on Mon 30 Nov at 09:00 (Europe/Berlin time)." in told
    assert "Add a note" not in words_of(await preview(ana))
    await write(ana, "Releases are frozen.\nAsk <@U1>.", button="Change the note")
    assert "From *ana*: Releases are frozen." in (await preview(ana)).text

    await slack.wind(to=at("2026-11-30 08:01"))
    (digest,) = digests(ana, "checkout")
    assert digest.text.splitlines()[1:3] == ["From *ana*: Releases are frozen.", "Ask &lt;@U1&gt;."]
    assert digest.blocks[1]["text"]["text"] == "From *ana*: Releases are frozen.\nAsk &lt;@U1&gt;."

    await preview(ana)
    told = await write(ana, "They are open again.", button="Change the note")
    assert "That is out already: the posted message changes when you save." in told
    await settle(small_scene)
    (digest,) = digests(ana, "checkout")
    assert "From *ana*: They are open again.\n" in digest.text
    assert "frozen" not in words_of(digest)
    assert "1 of 4 people answered" in digest.text

    await preview(ana)
    told = await write(ana, "", button="Change the note")
    assert "has no note any more. The posted message changes in a moment." in told
    await settle(small_scene)
    (digest,) = digests(ana, "checkout")
    assert "From *ana*" not in words_of(digest)

    await preview(ana)
    await ana.press("Add a note", channel="checkout")
    async with small_scene.drumbeat.house.store.transaction() as tx:
        # As when somebody is erased whom the digest names.
        await tx.execute(update(delivery).where(delivery.c.kind == "digest").values(emptied=True))
    late = await ana.submit({WORDS: "Too late"})
    assert "This digest is out and can no longer be changed." in str(late.errors)
    await ana.close_modal()
    await ana.press("Add a note", channel="checkout")
    assert "is out and can no longer be changed, so a note would not appear." in words_of(ana.modal)
    await ana.close_modal()
    assert "Add a note" in words_of(await preview(ana)), "nothing was kept"

    await slack.wind(to=at("2026-12-03 10:00"))
    await preview(ana)
    told = await write(ana, "For the next one.", button="Add a note")
    assert "It goes out on Mon 7 Dec at 09:00" in told
    await ana.command("/digest", "pause", channel="checkout")
    await preview(ana)
    told = await write(ana, "Whenever it is.", button="Change the note")
    assert "It is not posted by itself: `/digest post` in that channel posts it." in told


async def test_weeks_are_marked_for_the_team_of_the_channel_and_the_digest_says_so(
    small_scene: Scene,
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await live_a_week(small_scene)
    await slack.wind(to=at("2026-11-26 10:00"))
    await preview(ana)
    await ana.press("Mark this week", channel="checkout")
    assert "It is marked for Checkout." in words_of(ana.modal)
    refused = await ana.submit({})
    assert refused.errors != {}
    await ana.submit({KIND: "Launch", IN_WORDS: "Checkout <2.0>"})
    assert "Week 48 (23–29 Nov) is marked as a launch for Checkout: Checkout &lt;2.0&gt;." in words_of(
        ana.modal
    )
    await ana.close_modal()

    said = "Marked as a launch: Checkout &lt;2.0&gt;. Numbers of this week are not compared."
    assert said in (await preview(ana)).text
    await ana.press("Change the mark", channel="checkout")
    await ana.choose(WEEK, "Week 45, 2–8 Nov")
    assert "take the mark away" not in words_of(ana.modal)
    await ana.submit({KIND: "Holiday"})
    assert "Week 45 (2–8 Nov) is marked as a holiday for Checkout." in words_of(ana.modal)
    await ana.close_modal()

    await slack.wind(to=at("2026-11-30 08:01"))
    (digest,) = digests(ana, "checkout")
    assert said in digest.text
    details = "\n".join(reply.text for reply in ana.sees_thread(digest))
    assert "• Week 48 (23–29 Nov), marked as a launch: Checkout &lt;2.0&gt;." in details
    assert "• Week 45 (2–8 Nov), marked as a holiday." in details

    await preview(ana)
    await ana.press("Change the mark", channel="checkout")
    await ana.submit({KIND: "Nothing unusual: take the mark away"})
    assert "is an ordinary week again for Checkout" in words_of(ana.modal)
    await ana.close_modal()
    shown = await preview(ana)
    assert "Marked as" not in shown.text
    assert "Mark this week" in words_of(shown)
