"""When a DM knocks: once an hour, not at night, and not while somebody's notifications are paused."""

from datetime import time

from sandbox.model import Message
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import answer, asked, boards, hours, settle, start_check_in, texts, words_of

AT = "Time, in each person's own zone"


def calls(scene: Scene, method: str) -> int:
    """How often Slack was asked for this."""
    return sum(call.method == method for call in scene.slack.calls)


def reminders(scene: Scene, name: str) -> list[Message]:
    """The reminders in the threads of the DMs that asked somebody."""
    person = scene.slack.person(name)
    return [reply for dm in asked(person) for reply in person.sees_thread(dm)[1:]]


async def test_what_falls_due_later_in_the_hour_stands_in_the_dm_that_asked_and_knocks_nowhere(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, dev = slack.person("ana"), slack.person("dev")
    await start_check_in(small_scene)
    await start_check_in(small_scene, fields={"Name": "Launch check-in", AT: time(9, 20)})
    await slack.wind(to=at("2026-11-23 08:10"))
    (dm,) = asked(ana)
    assert "Launch" not in words_of(dm)
    await answer(small_scene, "ana")
    await slack.wind(to=at("2026-11-23 08:30"))
    (dm,) = asked(ana)
    assert "you answered" in words_of(dm)
    assert "Launch check-in" in words_of(dm)
    await answer(small_scene, "ana", "The launch page")
    assert texts(asked(ana))[0].count("you answered") == 2

    # In the next hour another one comes in a DM of its own.
    await start_check_in(small_scene, fields={"Name": "Support check-in", AT: time(10, 0)})
    await slack.wind(to=at("2026-11-23 09:10"))
    assert hours(asked(ana), ana) == ["Mon 09:00", "Mon 10:00"]
    assert asked(dev) == [], "it was afternoon in Kolkata when it was set up"


async def test_who_is_asked_something_new_is_not_reminded_of_something_else_first(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene)
    await start_check_in(small_scene, "product", {"Name": "Launch check-in", AT: time(16, 0)})
    await slack.wind(to=at("2026-11-23 16:30"))
    assert hours(asked(ana), ana) == ["Mon 09:00", "Mon 16:00"], "that is when the first one would remind her"
    assert reminders(small_scene, "ana") == [], "there is no hour left for it before the round closes"


async def test_a_dm_that_slack_would_not_change_is_followed_by_another_one_in_the_next_hour(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene)
    await start_check_in(small_scene, fields={"Name": "Launch check-in", AT: time(9, 20)})
    await slack.wind(to=at("2026-11-23 08:10"))
    slack.faults.add(
        "chat.update",
        "refused",
        error="edit_window_closed",
        times=5,
        match=lambda args: args["channel"].startswith("D"),
    )
    await slack.wind(to=at("2026-11-23 09:10"))
    assert hours(asked(ana), ana) == ["Mon 09:00", "Mon 10:00"]
    assert "Launch check-in" in words_of(asked(ana)[1])
    await answer(small_scene, "ana", "The launch page")
    assert "1 of 2 answered" in next(board.text for board in boards(ana) if "Launch" in board.text)


async def test_a_question_waits_for_the_end_of_do_not_disturb_and_a_reminder_is_dropped(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 07:55"))
    await ana.snooze(minutes=100)
    await slack.wind(to=at("2026-11-23 09:30"))
    assert asked(ana) == []
    await slack.wind(to=at("2026-11-23 12:00"))
    assert hours(asked(ana), ana) == ["Mon 10:35"]
    asked_slack = calls(small_scene, "dnd.teamInfo")
    assert asked_slack <= 3, "not again at every beat"

    await slack.wind(to=at("2026-11-23 14:45"))
    await ana.snooze(minutes=60)
    await slack.wind(to=at("2026-11-23 23:30"))
    assert reminders(small_scene, "ana") == []
    assert len(reminders(small_scene, "ben")) == 1, "Ben is awake"
    assert len(asked(ben)) == 1


async def test_who_pauses_for_the_whole_day_is_asked_while_there_is_still_time_to_answer(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 07:55"))
    await ana.snooze(minutes=3 * 24 * 60)
    await slack.wind(to=at("2026-11-23 15:30"))
    assert hours(asked(ana), ana) == ["Mon 16:00"], "an hour before it closes; Slack keeps it silent"
    await slack.wind(to=at("2026-11-24 15:30"))
    assert hours(asked(ana), ana) == ["Mon 16:00", "Tue 16:00"]


async def test_without_the_scope_nothing_is_known_and_everybody_is_asked_in_time(small_scene: Scene) -> None:
    slack = small_scene.slack
    slack.workspace.app.scopes -= {"dnd:read"}
    ana = slack.person("ana")
    await start_check_in(small_scene)
    await ana.snooze(minutes=600)
    await slack.wind(to=at("2026-11-23 09:30"))
    assert hours(asked(ana), ana) == ["Mon 09:00"]


async def test_asked_again_means_reminded_again(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 08:30"))
    await ana.press("Not for me")
    await settle(small_scene)
    await ana.press("Ask me again")
    await settle(small_scene)
    await slack.wind(to=at("2026-11-23 16:30"))
    assert len(reminders(small_scene, "ana")) == 1


async def test_whoever_sends_a_picture_is_told_that_only_words_are_kept(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await ana.share("board.png")
    await settle(small_scene)
    assert texts(ana.direct_messages)[-1].startswith("I can't look at pictures or files")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 08:30"))
    await ana.share("board.png", "The refund API works")
    await settle(small_scene)
    reply = ana.direct_messages[-1]
    assert "I did not keep that one. Is that your answer for *Daily check-in*?" in reply.text
    await ana.press("Answer", message=reply)
    assert ana.modal is not None
    assert "The refund API works" in str(ana.modal.definition)
