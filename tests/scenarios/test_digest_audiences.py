"""One week, told to three audiences: each in its channel, once, and each without what is not theirs."""

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import MOVED, NEXT, STUCK, settle, start_check_in, words_of


def _digests(person: Person, channel: str) -> list[Message]:
    return [each for each in person.sees(channel) if each.text.startswith("Weekly digest")]


def _whole(person: Person, channel: str) -> str:
    """A channel's digest with its thread, as its readers see it."""
    [digest] = [each for each in _digests(person, channel) if "week 48" in each.text]
    return "\n".join(map(words_of, [digest, *person.sees_thread(digest)]))


async def _set_up(scene: Scene, who: Person, channel: str, written_for: str) -> None:
    await who.command("/digest", "setup", channel=channel)
    result = await who.submit({"Written for": written_for})
    assert result.errors == {}
    await settle(scene)


async def test_each_audience_reads_its_own_digest_of_the_week_once(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, chi, eve = (slack.person(name) for name in ("ana", "ben", "chi", "eve"))
    await start_check_in(small_scene, fields={"Weekly digest": ["yes"]})
    await slack.invite("app", "leads")
    await _set_up(small_scene, eve, "leads", "Leadership")
    assert "a weekly digest for leadership here, every Monday" in eve.sees("leads")[-1].text
    await _set_up(small_scene, eve, "general", "Partners")
    assert "a weekly digest for partners here" in eve.sees("general")[-1].text
    assert "The next weekly digest for partners is posted in" in eve.direct_messages[-1].text

    await ben.command("/bottleneck", "Sandbox keys", channel="checkout")
    await ben.choose("Who are you waiting for?", "Acme Bank")
    await ben.submit({})
    await ben.close_modal()
    for day in (24, 25):
        await slack.wind(to=at(f"2026-11-{day} 10:00"))
        await chi.press("Answer")
        await chi.submit({MOVED: "Receipts are live", NEXT: "Refunds", STUCK: "A designer for the page"})
        await settle(small_scene)
    await slack.wind(to=at("2026-11-30 08:05"))
    await slack.wind(to=at("2026-11-30 20:00"))

    team = _whole(ana, "checkout")
    leadership, partners = _whole(eve, "leads"), _whole(eve, "general")
    assert "Receipts are live" in team
    assert "A designer for the page" in team
    assert "Weekly digest for leadership · week 48 (23–29 Nov)" in leadership
    assert "#1 Sandbox keys" in leadership
    assert "Checkout waits on Acme Bank" in leadership
    assert "Receipts" not in leadership
    assert "designer" not in leadership
    assert "• Checkout waits on Acme Bank: Sandbox keys, since 23 Nov (7 days), no date yet." in partners
    assert not any(name in partners.lower() for name in ("ana", "ben", "chi", "dev", "receipts", "answered"))

    # A preview is written for whoever reads the channel, and shows on demand how others would read it.
    await eve.command("/digest", channel="leads")
    assert (
        "Only you see this preview. The next digest for leadership is posted here"
        in eve.sees("leads")[-1].text
    )
    await eve.command("/digest", "partners", channel="leads")
    other = eve.sees("leads")[-1].text
    assert (
        "This is how it would read for partners. The digest of this channel is written for leadership"
        in other
    )
    assert "Weekly digest for partners" in other
    await ana.command("/digest", "setup", channel="leads")
    assert ana.modal is not None
    await ana.submit({"Written for": "The team"})
    assert len(_digests(eve, "leads")) == 2, "one when it was set up on a Monday morning, one a week later"
