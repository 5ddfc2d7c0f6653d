"""What the weekly digest tells of bottlenecks, and that it tells it once."""

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import MOVED, NEXT, STUCK, settle, start_check_in, words_of


async def _raise(scene: Scene, who: str, title: str, waits_on: str, **more: object) -> None:
    person = scene.slack.person(who)
    await person.command("/bottleneck", title, channel="checkout")
    await person.choose("Who are you waiting for?", waits_on)
    await person.submit(dict(more))
    if person.modal is not None and person.modal.title == "Is it one of these?":
        await person.submit({})
    await person.close_modal()
    await settle(scene)


def _digest(person: Person, channel: str) -> Message:
    return [each for each in person.sees(channel) if each.text.startswith("Weekly digest")][-1]


def _part(message: Message, heading: str) -> str:
    return message.text.split(f"*{heading}*\n")[1].split("\n\n")[0]


async def test_on_monday_what_waits_is_told_once_and_can_be_opened_from_there(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, chi, eve = (slack.person(name) for name in ("ana", "chi", "eve"))
    await start_check_in(small_scene, fields={"Weekly digest": ["yes"]})
    await start_check_in(small_scene, "product", by="eve")
    await _raise(small_scene, "ben", "Refund API", "Product", Details="Since Friday")
    await _raise(small_scene, "chi", "Keys for staging", "The bank")
    await _raise(
        small_scene,
        "chi",
        "A private matter",
        "Product",
        **{"Your team's channel": ["Keep it out of the channel"]},
    )
    for day in (24, 25):
        await slack.wind(to=at(f"2026-11-{day} 10:00"))
        await chi.press("Answer")
        await chi.submit({MOVED: "Receipts", NEXT: "Refunds", STUCK: "A designer for the new page"})
        await settle(small_scene)
    # Of the first two nobody says a word for three working days, and a lead is told: on Monday they need somebody.
    await slack.wind(to=at("2026-11-30 07:00"))
    await _raise(small_scene, "chi", "Prices", "Product")
    await slack.wind(to=at("2026-11-30 08:05"))
    digest = _digest(ana, "checkout")
    needs, bottlenecks = _part(digest, "Needs you"), _part(digest, "Bottlenecks")
    assert "• Checkout waits on Product: #1 Refund API, 7 days, nobody is on it yet." in needs
    assert "“A designer for the new page”" in needs
    assert bottlenecks.startswith("Opened 3 · cleared 0 · open 4 · too few to tell how long they take")
    assert "• Checkout waits on The bank: #2 Keys for staging, 7 days, nobody is on it yet." in needs
    assert "• Checkout waits on Product: #4 Prices, today, nobody is on it yet." in bottlenecks
    assert "Checkout on Product 14 · Checkout on somebody outside 7" in bottlenecks
    assert "#1" not in bottlenecks
    assert "A private matter" not in digest.text
    assert "1 open bottleneck kept out of channels" in digest.text
    assert "A private matter" not in "".join(reply.text for reply in ana.sees_thread(digest))

    await ana.press("Open", message=digest)
    assert ana.modal is not None
    assert ana.modal.title == "Bottleneck #1"
    assert "ben raised it, waiting on Product." in words_of(ana.modal)
    await ana.close_modal()

    # Both sides read the same story, each from where they stand.
    await eve.command("/digest", channel="product")
    preview = eve.sees("product")[-1].text
    assert (
        "Others wait on Product for 1 thing:" in preview
        or "Checkout waits on Product: #1 Refund API" in preview
    )
    assert "A private matter" not in preview
    assert "Keys for staging" not in preview
