"""The weekly digest as people live it: set up, read, looked into, mended."""

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at

ANSWERS = {
    "What moved since last time?": "The refund API & its <docs>",
    "What will you move next?": "Tests",
    "What are you waiting for, if anything?": "<!channel> keys from Payments",
}


async def live_a_week(scene: Scene) -> None:
    """Ana starts a check-in for #checkout on a Monday and answers on three days; the others are silent."""
    ana = scene.slack.person("ana")
    await ana.command("/checkin", "new", channel="checkout")
    await ana.submit({"Channel": "checkout"})
    await ana.close_modal()
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        await scene.slack.wind(to=at(f"{day} 09:00"))
        await ana.press("Answer")
        await ana.submit(ANSWERS)


def digests(person: Person, channel: str) -> list[Message]:
    """The digests somebody sees in a channel."""
    return [message for message in person.sees(channel) if message.text.startswith("Weekly digest")]


async def test_on_monday_the_team_reads_its_week_on_one_screen_with_the_details_in_the_thread(
    scene: Scene,
) -> None:
    ana = scene.slack.person("ana")
    await live_a_week(scene)
    await scene.slack.wind(to=at("2026-11-30 08:01"))
    (digest,) = digests(ana, "checkout")
    assert "week 48 (23–29 Nov)" in digest.text
    assert "“&lt;!channel&gt; keys from Payments”, said in 3 check-ins running, since 23 Nov." in digest.text
    assert "“The refund API &amp; its &lt;docs&gt;”" in digest.text
    assert "1 of 4 people answered" in digest.text
    assert any(reply.text.startswith("Details") for reply in ana.sees_thread(digest))
    await ana.press("How we compute", channel="checkout")
    assert ana.modal is not None
    assert ana.modal.title == "How we compute"


async def test_a_digest_is_set_up_for_another_channel_introduced_and_posted(scene: Scene) -> None:
    slack, ana = scene.slack, scene.slack.person("ana")
    await live_a_week(scene)
    await ana.command("/digest", "setup", channel="product")
    result = await ana.submit({"Day": "Friday", "Time": "16:00"})
    assert result.errors == {}
    await slack.wind(hours=0)
    assert "every Friday at 16:00" in ana.sees("product")[-1].text
    assert "on Fri 27 Nov at 16:00" in ana.direct_messages[-1].text
    await slack.wind(to=at("2026-11-27 15:01"))
    (digest,) = digests(ana, "product")
    assert "week 48 so far (23–27 Nov)" in digest.text


async def test_somebody_else_reads_a_preview_and_may_not_change_it(small_scene: Scene) -> None:
    ben = small_scene.slack.person("ben")
    await live_a_week(small_scene)
    await ben.command("/digest", channel="checkout")
    assert ben.sees("checkout")[-1].text.startswith("Only you see this preview.")
    await ben.command("/digest", "pause", channel="checkout")
    assert "They, the team's lead or an admin can change or post it." in ben.sees("checkout")[-1].text
    assert not digests(ben, "checkout")


async def test_it_is_posted_twice_only_when_asked_to(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await live_a_week(small_scene)
    await slack.wind(to=at("2026-11-30 08:01"))
    await ana.command("/digest", "post", channel="checkout")
    await slack.wind(hours=0)
    assert len(digests(ana, "checkout")) == 1
    await ana.press("Post again", channel="checkout")
    await slack.wind(hours=0)
    assert len(digests(ana, "checkout")) == 2


async def test_when_the_channel_is_archived_the_lead_is_told_and_moves_it(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await live_a_week(small_scene)
    await ana.command("/digest", "setup", channel="product")
    await ana.submit({})
    await slack.archive("product")
    await slack.wind(to=at("2026-11-30 09:01"))
    (notice,) = [message for message in ana.direct_messages if "could not post" in message.text]
    assert "is archived" in notice.text
    await ana.press("Choose another channel", message=notice)
    result = await ana.submit({"Where": "general"})
    assert result.errors == {}
    await ana.press("Try again now", message=notice)
    await slack.wind(hours=0)
    assert len(digests(ana, "general")) == 1


async def test_when_its_owner_leaves_an_admin_can_look_after_it(small_scene: Scene) -> None:
    slack, ana, eve = small_scene.slack, small_scene.slack.person("ana"), small_scene.slack.person("eve")
    await live_a_week(small_scene)
    await ana.command("/digest", "setup", channel="product")
    await ana.submit({})
    await slack.deactivate("ana")
    await slack.wind(to=at("2026-11-30 09:01"))
    assert len(digests(eve, "product")) == 1
    await eve.press("Look after it")
    assert "You look after the weekly digest" in eve.direct_messages[-1].text
