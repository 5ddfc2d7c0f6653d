"""What a team sees of a round: its parent message, its thread, and what happens when there is nowhere to show it."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import (
    answer,
    asked,
    boards,
    hours,
    settle,
    start_check_in,
    texts,
    thread,
    words_of,
)

MOST_IN_ONE_MESSAGE = 12_000


async def test_counts_never_name_who_is_missing_and_long_answers_fit(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-24 15:00"))
    for name in ("ana", "chi"):
        await answer(small_scene, name, "word " * 600, "w" * 3000, f"{name} waits " + "and waits " * 290)
    await slack.wind(to=at("2026-11-24 22:30"))
    board = boards(ana)[-1]
    assert board.text.splitlines() == [
        "*Daily check-in* · Checkout · Tue 24 Nov",
        "2 of 4 answered · 1 of them late. This round is closed. The answers are in the thread;"
        " late ones too, until the next round opens.",
    ]
    replies = ana.sees_thread(board)[1:]
    assert len(replies) == 3
    assert all(len(words_of(reply)) < MOST_IN_ONE_MESSAGE for reply in replies)
    wrap_up = replies[-1].text
    assert wrap_up.startswith(
        "That was this round: 2 of 4 answered · 1 of them late.\n*2 people are waiting on someone else:*"
    )
    assert "•  *ana*: ana waits and waits" in wrap_up
    assert wrap_up.count("…") == 2, "each is shown short; the whole of it stands above"
    everything = "\n".join(words_of(message) for message in [board, *replies])
    assert "ben" not in everything
    assert "dev" not in everything
    assert thread(ana, back=1) == [], "the parent message says it"
    assert (
        "closed. A late answer is welcome until the next round opens: type `/checkin`."
        in boards(ana)[-2].text
    )
    assert ben.sees("checkout") == ana.sees("checkout")


async def test_without_its_channel_people_are_asked_and_the_lead_is_told_how_to_mend_it(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 20:00"))
    await slack.remove("app", "checkout")
    await slack.wind(to=at("2026-11-24 10:30"))
    assert hours(asked(ana), ana) == ["Mon 09:00", "Tue 09:00"]
    await answer(small_scene, "ana")
    assert "you answered" in asked(ana)[-1].text
    trouble = [message for message in ana.direct_messages if "could not post" in message.text]
    assert len(trouble) == 1, "once, however much there would be to show"
    assert "Type `/invite @Drumbeat` in it, and the next round shows up there again" in trouble[0].text
    assert f"<#{slack.channel('checkout').id}>: I am not in it any more." in trouble[0].text

    await slack.invite("app", "checkout")
    await slack.wind(to=at("2026-11-25 08:30"))
    assert boards(ben)[-1].text.startswith("*Daily check-in* · Checkout · Wed 25 Nov")

    await slack.archive("checkout")
    await slack.wind(to=at("2026-11-26 08:30"))
    assert hours(asked(ana), ana)[-1] == "Thu 09:00"
    (archived,) = [text for text in texts(ana.direct_messages) if "it is archived." in text]
    assert "Unarchive it, and the next round shows up there again" in archived


async def test_a_channels_trouble_is_told_once_and_again_when_it_had_worked_in_between(
    small_scene: Scene,
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")

    def troubles() -> int:
        return len([text for text in texts(ana.direct_messages) if "could not post" in text])

    await start_check_in(small_scene)
    await start_check_in(small_scene, fields={"Name": "Weekly"})
    await slack.wind(to=at("2026-11-23 20:00"))
    await slack.remove("app", "checkout")
    await slack.wind(to=at("2026-11-26 16:00"))
    assert troubles() == 1, "however many rounds of however many rituals cannot be shown"
    assert len(asked(ana)) == 4, "people were asked all the same"

    await slack.invite("app", "checkout")
    await slack.wind(to=at("2026-11-27 16:00"))
    assert boards(slack.person("ben"))[-1].text.splitlines()[0].endswith("Fri 27 Nov")
    await slack.remove("app", "checkout")
    await slack.wind(to=at("2026-12-01 16:00"))
    assert troubles() == 2


async def test_when_the_lead_has_left_an_admin_is_told(small_scene: Scene) -> None:
    slack = small_scene.slack
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 20:00"))
    await slack.deactivate("ana")
    await slack.archive("checkout")
    await slack.wind(to=at("2026-11-24 16:00"))
    await settle(small_scene)
    assert "I could not post *Daily check-in*" in slack.person("eve").direct_messages[-1].text
    assert len(asked(slack.person("ben"))) == 2
