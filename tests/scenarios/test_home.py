"""The Home tab, as a first visitor, a member and somebody who opted out see it."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import MOVED, NEXT, answer, settle, words_of


async def test_home_grows_with_what_a_person_has(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await ana.open_home()
    first = words_of(ana.home)
    assert "pick a channel, and the people in it are asked at 09:00 on weekdays" in first
    await ana.press("Start the first check-in")
    assert ana.modal is not None
    assert (await ana.submit({"Channel": "checkout"})).ok
    await ana.close_modal()
    await settle(small_scene)

    await ana.open_home()
    home = words_of(ana.home)
    assert "*Open for you*\nNothing right now. Enjoy the quiet." in home
    assert "*You are asked next*\nDaily check-in: <!date^" in home
    assert "Start the first check-in" not in home

    await slack.wind(to=at("2026-11-23 15:00"))
    await ben.open_home()
    assert "*Daily check-in* · Checkout · Mon 23 Nov: open until 17:00 your time" in words_of(ben.home)
    await ben.press("Not for me", message=ben.direct_messages[-1])
    await ben.open_home()
    assert "Daily check-in: not for you, as you wished." in words_of(ben.home)
    await ben.press("Ask me again")
    assert "not for you" not in words_of(ben.home), "Home shows at once what was done there"
    assert "Mon 23 Nov: open" in words_of(ben.home)
    await answer(small_scene, "ben")
    assert "Mon 23 Nov: answered" in words_of(ben.home)

    await ben.press("Set up the digest")
    assert ben.modal is not None
    await ben.close_modal()
    await ben.open_home("messages")


async def test_home_that_cannot_be_refreshed_loses_no_answer(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.submit({"Channel": "checkout"})
    await ana.close_modal()
    await slack.wind(to=at("2026-11-23 08:10"))
    await ana.open_home()
    await ana.press("Answer")
    slack.faults.add("views.publish", "refused", error="not_enabled")
    result = await ana.submit({MOVED: "The refund API", NEXT: "Its tests"})
    assert result.closed
    await settle(small_scene)
    assert "you answered" in ana.direct_messages[-1].text
