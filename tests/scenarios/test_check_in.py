"""A check-in from the first command to the wrap-up, as a lead and her team live it, on each database."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import (
    ONLY_REMINDER,
    answer,
    asked,
    boards,
    hours,
    skip,
    start_check_in,
    texts,
    thread,
    words_of,
)


async def test_a_team_on_three_continents_lives_through_its_first_two_rounds(scene: Scene) -> None:
    slack = scene.slack
    ana, ben, chi, dev = (slack.person(name) for name in ("ana", "ben", "chi", "dev"))
    await start_check_in(scene)

    # Monday: in Tokyo and Kolkata nine o'clock is over, in Berlin and New York it is ahead.
    await slack.wind(to=at("2026-11-23 08:00"))
    assert hours(asked(ana), ana) == ["Mon 09:00"]
    assert (asked(ben), asked(chi), asked(dev)) == ([], [], [])
    assert "0 of 2 answered" in boards(ana)[-1].text

    await answer(scene, "ana", "The refund API", "Tests & <docs>", "<!channel> the legal team")
    assert "ana, you answered" not in ana.direct_messages[-1].text
    assert "you answered" in ana.direct_messages[-1].text
    assert "1 of 2 answered" in boards(ana)[-1].text
    assert thread(ben) == [
        "*ana* · 09:00 their time\n_What moved since last time?_\nThe refund API\n\n_What will you move next?_\n"
        "Tests &amp; &lt;docs&gt;\n\n_What are you waiting for, if anything?_\n&lt;!channel&gt; the legal team"
    ]

    await slack.wind(to=at("2026-11-23 14:00"))
    assert hours(asked(ben), ben) == ["Mon 09:00"]
    await skip(scene, "ben", "Travelling")
    await answer(scene, "ana", "The refund API, and its docs", "Tests", "", button="Edit my answer")
    assert "1 of 2 answered · 1 skipped" in boards(ana)[-1].text
    assert len(thread(chi)) == 2
    assert "and its docs" in thread(chi)[0]
    assert thread(chi)[1] == "*ben* skips this one: Travelling"

    # Tuesday begins in Tokyo while New York's Monday is still open.
    await slack.wind(to=at("2026-11-24 01:00"))
    assert hours(asked(chi), chi) == ["Tue 09:00"]
    assert [board.text.splitlines()[0] for board in boards(ana)] == [
        "*Daily check-in* · Checkout · Mon 23 Nov",
        "*Daily check-in* · Checkout · Tue 24 Nov",
    ]
    assert thread(ana, back=1)[-1] == (
        "That was this round: 1 of 2 answered · 1 skipped. Nobody said they are waiting on someone."
    )
    assert "This round is closed" in boards(ana)[0].text

    await answer(scene, "chi", "Sketches", "Screens", "Copy from Ana")
    await slack.wind(to=at("2026-11-24 22:30"))
    assert [hours(asked(person), person) for person in (ana, ben, chi, dev)] == [
        ["Mon 09:00", "Tue 09:00"],
        ["Mon 09:00", "Tue 09:00"],
        ["Tue 09:00"],
        ["Tue 09:00"],
    ]
    assert thread(ana)[-1].endswith("*1 person is waiting on someone else:*\n•  *chi*: Copy from Ana")
    reminders = [text for text in texts(dev.sees_thread(asked(dev)[-1])) if ONLY_REMINDER in text]
    assert len(reminders) == 1
    assert not [text for text in texts(chi.sees_thread(asked(chi)[-1])) if ONLY_REMINDER in text]


async def test_weekends_are_quiet_and_last_time_is_offered_on_monday(scene: Scene) -> None:
    slack = scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await slack.wind(to=at("2026-11-26 20:00"))
    await start_check_in(scene)
    await slack.wind(to=at("2026-11-27 09:00"))
    await answer(scene, "ana", "The refund API", "Rollout to 5 %", "Payments' sandbox")
    await slack.wind(to=at("2026-11-30 08:30"))
    assert hours(asked(ana), ana) == ["Fri 09:00", "Mon 09:00"]
    assert hours(asked(ben), ben) == ["Fri 09:00"]
    await ana.press("Answer")
    shown = words_of(ana.modal)
    assert "You planned: Rollout to 5 %" in shown
    assert ana.modal is not None
    filled_in = {key: value["value"]["value"] for key, value in ana.modal.state.items() if "question:" in key}
    assert filled_in == {
        "question:progress": "Rollout to 5 %",
        "question:plan": None,
        "question:stuck": "Payments' sandbox",
    }
