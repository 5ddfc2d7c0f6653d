"""Who is asked, when, and how it stops."""

from datetime import time

from sandbox.company import PersonSeed
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import (
    answer,
    asked,
    boards,
    hours,
    settle,
    start_check_in,
    texts,
    words_of,
)

AT = "Time, in each person's own zone"


async def test_everybody_is_asked_at_nine_on_their_own_clock_and_only_people_are(small_scene: Scene) -> None:
    slack = small_scene.slack
    await slack.wind(to=at("2026-11-23 15:00"))
    await start_check_in(small_scene, "general", by="eve")
    await slack.wind(to=at("2026-11-24 15:00"))
    for name in ("ana", "ben", "chi", "dev", "eve"):
        assert hours(asked(slack.person(name)), slack.person(name)) == ["Tue 09:00"], name
    assert "3 of 5" not in boards(slack.person("ana"), "general")[-1].text
    assert "0 of 5 answered" in boards(slack.person("ana"), "general")[-1].text
    gus, fay = slack.person("gus"), slack.workspace.user("fay")
    assert gus.direct_messages == [], "guests are not asked"
    recipients = {call.args["channel"] for call in slack.calls if call.method == "chat.postMessage"}
    assert not recipients & {fay.id, slack.workspace.user("otherbot").id}


async def test_the_first_dm_introduces_itself_and_later_ones_keep_the_way_out_in_a_menu(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 15:00"))
    first = words_of(asked(ben)[0])
    assert (
        ":wave: Hello! *ana* set this up so that the Checkout team sees what moved and who waits on whom"
        in first
    )
    assert "*You* set this up" in words_of(asked(ana)[0])
    assert "Not for me" in first
    assert "Stop asking you?" in first, "one is asked to confirm"

    await slack.wind(to=at("2026-11-24 15:00"))
    assert "Hello!" not in words_of(asked(ben)[1])
    await ben.choose("prompt_more", "Not for me")
    await settle(small_scene)
    assert texts(ben.direct_messages)[-1] == (
        "Daily check-in, Checkout, Tue 24 Nov: you won't be asked. You said it is not for you."
    )
    assert "0 of 3 answered" in boards(ana)[-1].text, "who does not want to be asked is not missing"

    result = await ben.press("Ask me again")
    assert result.text == (
        "Good to have you back. *Daily check-in* asks you again, and this round is open for you again."
    )
    await settle(small_scene)
    assert "0 of 4 answered" in boards(ana)[-1].text
    await answer(small_scene, "ben")
    assert "1 of 4 answered" in boards(ana)[-1].text


async def test_not_for_me_holds_until_one_asks_again(small_scene: Scene) -> None:
    slack = small_scene.slack
    ben = slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 15:00"))
    await ben.press("Not for me")
    await slack.wind(to=at("2026-11-25 15:00"))
    assert len(asked(ben)) == 1
    result = await ben.press("Ask me again")
    assert result.text == "Good to have you back. *Daily check-in* asks you again, from its next round on."
    await slack.wind(to=at("2026-11-26 15:00"))
    assert hours(asked(ben), ben) == ["Mon 09:00", "Thu 09:00"]


async def test_moving_before_being_asked_moves_the_prompt_and_moving_after_does_not(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-24 00:30"))
    await slack.change_timezone("ben", "Europe/Berlin")
    await slack.wind(to=at("2026-11-24 08:30"))
    assert hours(asked(ben)[1:], ben) == ["Tue 09:00"]
    assert [hours(asked(ana), ana)[-1], len(asked(ana))] == ["Tue 09:00", 2]
    await slack.change_timezone("ana", "America/New_York")
    await slack.wind(to=at("2026-11-24 15:00"))
    assert len(asked(ana)) == 2, "nobody is asked twice for one round"
    await slack.wind(to=at("2026-11-25 14:30"))
    assert hours(asked(ana), ana)[-1] == "Wed 09:00"


async def test_joiners_leavers_and_the_deactivated_count_from_the_next_round_on(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-24 08:30"))
    zoe = await slack.add_person(PersonSeed("zoe", "Zoe Zimmer", "Europe/Lisbon"))
    await slack.invite("zoe", "checkout")
    await slack.remove("dev", "checkout")
    await slack.deactivate("chi")
    await slack.wind(to=at("2026-11-24 15:00"))
    assert asked(zoe) == [], "the round was open already"
    assert "0 of 3 answered" in boards(ana)[-1].text, "nobody waits for somebody who left the company"
    await slack.wind(to=at("2026-11-25 15:00"))
    assert hours(asked(zoe), zoe) == ["Wed 09:00"]
    assert len(asked(slack.person("dev"))) == 1
    assert "0 of 3 answered" in boards(ana)[-1].text


async def test_what_falls_due_in_one_hour_shares_a_dm_and_a_later_one_is_added_to_it(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await start_check_in(small_scene, fields={"Name": "Launch check-in"})
    await start_check_in(small_scene, fields={"Name": "Support check-in", AT: time(9, 30)})
    await slack.wind(to=at("2026-11-23 08:20"))
    (together,) = asked(ana)
    shown = words_of(together)
    assert shown.index("Daily check-in") < shown.index("Launch check-in")
    assert "Support" not in shown, "its round opens at half past nine"
    await answer(small_scene, "ana")
    await slack.wind(to=at("2026-11-23 08:45"))
    (together,) = asked(ana)
    shown = words_of(together)
    assert shown.index("you answered") < shown.index("Launch check-in") < shown.index("Support check-in")

    # For Ben all three are planned by now: they open together at the earliest of them, and he skips them all.
    await slack.wind(to=at("2026-11-23 14:15"))
    assert "Support check-in" in words_of(asked(ben)[0])
    await slack.wind(to=at("2026-11-23 14:45"))
    result = await ben.command("/checkin")
    assert "*Support check-in* · Checkout · Mon 23 Nov: open until 17:30 your time" in result.text
    for _ in range(3):
        await ben.command("/checkin", "skip Fully booked")
    await slack.wind(to=at("2026-11-23 15:30"))
    assert hours(asked(ben), ben) == ["Mon 09:00"]
    assert texts(asked(ben))[0].count("you skipped this one") == 3

    # Reminders do not knock together either, and go to nobody who answered or skipped.
    await slack.wind(to=at("2026-11-23 23:30"))
    assert hours(asked(ana), ana) == ["Mon 09:00"]
    knocks = [*ana.direct_messages, *(reply for dm in asked(ana) for reply in ana.sees_thread(dm)[1:])]
    heard = hours(knocks, ana)
    assert len({hour[:6] for hour in heard}) == len(heard), "at most one message an hour"
    assert [len(ben.sees_thread(dm)) for dm in asked(ben)] == [1]
