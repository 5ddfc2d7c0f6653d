"""A lead pauses a check-in and starts it again; others are told who can."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import asked, settle, start_check_in


async def test_a_paused_check_in_asks_nobody_and_a_resumed_one_starts_at_the_next_time_of_day(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    refused = await ben.command("/checkin", "pause", channel="checkout")
    assert "ana set up Daily check-in" in refused.messages[0].text
    paused = await ana.command("/checkin", "pause daily CHECK-IN", channel="general")
    assert "nobody is asked until" in paused.messages[0].text
    await slack.wind(to=at("2026-11-25 14:00"))
    assert asked(ana) == []
    resumed = await ana.command("/checkin", "resume", channel="checkout")
    assert "asks again" in resumed.messages[0].text
    await settle(small_scene)
    # Wednesday, three in the afternoon in Berlin: Ana's time is over for today, Ben's in New York is over too.
    assert asked(ana) == []
    await slack.wind(to=at("2026-11-26 08:00"))
    assert len(asked(ana)) == 1


async def test_what_cannot_be_paused_is_answered_with_what_can(small_scene: Scene) -> None:
    ana = small_scene.slack.person("ana")
    nothing = await ana.command("/checkin", "pause", channel="checkout")
    assert "no check-in you could change" in nothing.messages[0].text
    await start_check_in(small_scene)
    unknown = await ana.command("/checkin", "pause Retro", channel="checkout")
    assert "`Daily check-in`" in unknown.messages[0].text
