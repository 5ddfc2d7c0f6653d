"""People are left in peace: at night, on days off and holidays, when away; and asked again when that is over."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.rituals.tending.running import run_now, skip_next, take_back_skip
from bot.values.errors import Unusable
from bot.values.questions import Question
from bot.values.rest import Quiet, Rest
from bot.values.rituals import RitualPlan
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import answer, asked, boards, hours, settle, start_check_in, texts, words_of
from tests.scenarios.resting import ALWAYS, change, come_back, go_away, live_in, member_of, rest, states


async def test_holidays_days_off_and_absences_leave_people_in_peace(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, chi, dev = (slack.person(name) for name in ("ana", "ben", "chi", "dev"))
    await start_check_in(small_scene)
    await live_in(small_scene, "US")
    await rest(small_scene, "ana", Rest(country="DE"))
    await rest(small_scene, "chi", Rest(working_days=frozenset({0, 1, 2})))
    await go_away(small_scene, "dev", date(2026, 11, 25), date(2026, 11, 26))
    await slack.wind(to=at("2026-11-28 12:00"))
    # Thursday is Thanksgiving where the team is, and an ordinary day where Ana lives.
    assert hours(asked(ana), ana) == [f"{day} 09:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    assert hours(asked(ben), ben) == [f"{day} 09:00" for day in ("Mon", "Tue", "Wed", "Fri")]
    # It was set up on Monday afternoon in Tokyo.
    assert hours(asked(chi), chi) == ["Tue 09:00", "Wed 09:00"]
    assert hours(asked(dev), dev) == ["Tue 09:00", "Fri 09:00"]
    board = texts(boards(ana))[-2]
    assert "Thu 26 Nov" in board
    assert "0 of 1 answered" in board, "who is at rest is not missing"

    await slack.wind(to=at("2026-12-24 12:00"))
    await rest(small_scene, "ana", Rest())
    before = len(boards(ana))
    await slack.wind(to=at("2026-12-26 12:00"))
    assert len(boards(ana)) == before, "on Christmas Day nobody is asked, and no round is opened"


async def test_at_night_a_question_waits_for_the_morning_and_keeps_its_whole_window(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ben, chi = slack.person("ben"), slack.person("chi")

    def in_berlin(plan: RitualPlan) -> RitualPlan:
        return replace(plan, schedule=replace(plan.schedule, zone="Europe/Berlin", at=time(10)))

    await start_check_in(small_scene)
    await change(small_scene, in_berlin)
    await rest(small_scene, "chi", Rest(quiet=Quiet(time(18), time(8, 30))))
    await slack.wind(to=at("2026-11-24 16:00"))
    # Ten in Berlin is four at night in New York, and six in the evening in Tokyo.
    assert hours(asked(ben), ben) == ["Mon 07:00", "Tue 07:00"]
    assert hours(asked(chi), chi) == ["Tue 08:30"]
    assert (await states(small_scene))["chi"] == ("planned", None)
    await slack.wind(to=at("2026-11-28 12:00"))
    # Friday evening's waits for Saturday, which is no working day.
    assert (await states(small_scene))["chi"] == ("excused", "It is not one of your working days.")
    assert hours(asked(chi), chi)[-1] == "Fri 08:30"


async def test_what_is_open_follows_when_somebody_goes_away_and_comes_back(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 09:00"))
    assert "0 of 2 answered" in texts(boards(ana))[-1]
    mondays = [
        await go_away(small_scene, who, date(2026, 11, 23), date(2026, 11, 23)) for who in ("ana", "ben")
    ]
    assert "You are away until 23 Nov." in words_of(ana.direct_messages[-1])
    assert "0 of 0 answered" not in texts(boards(ana))[-1]
    assert {name: state for name, (state, _) in (await states(small_scene)).items()}["ben"] == "excused"
    await slack.wind(to=at("2026-11-23 15:00"))
    assert asked(ben) == [], "nine o'clock has passed in New York"

    for who, away in zip(("ana", "ben"), mondays, strict=True):
        await come_back(small_scene, who, away)
    assert hours(asked(ben), ben) == ["Mon 10:00"], "asked as soon as he is back"
    await answer(small_scene, "ana", "Back again")
    assert "1 of 2 answered" in texts(boards(ana))[-1]
    reminders = [text for text in texts(ana.direct_messages) if "only reminder" in text]
    assert reminders == []


async def test_who_moves_in_mid_round_is_asked_once_at_the_hour_of_the_new_place(small_scene: Scene) -> None:
    slack = small_scene.slack
    ben, dev = slack.person("ben"), slack.person("dev")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 12:00"))
    await slack.change_timezone("ben", "America/Los_Angeles")
    await slack.change_timezone("dev", "America/New_York")
    await slack.wind(to=at("2026-11-23 23:00"))
    assert hours(asked(ben), ben) == ["Mon 09:00"]
    await slack.wind(to=at("2026-11-24 02:00"))
    # Over the date line: Tuesday's round is open there already, and his Monday is not asked twice.
    await slack.change_timezone("ben", "Pacific/Auckland")
    await slack.wind(to=at("2026-11-25 03:00"))
    assert hours(asked(ben), ben)[1:] == ["Tue 15:00", "Wed 09:00"]
    await slack.change_timezone("ben", "Pacific/Honolulu")
    await slack.wind(to=at("2026-11-25 21:00"))
    # Tuesday evening again there, and then a Wednesday he was asked for in Auckland.
    assert hours(asked(ben), ben)[3:] == []
    days = [text.split(", ")[2][:10] for text in texts(asked(ben))]
    assert days == ["Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov"]
    assert hours(asked(dev), dev) == ["Tue 09:00", "Wed 09:00"]


async def test_observers_are_not_asked_and_a_round_for_nobody_is_not_opened(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene)
    week = date(2026, 11, 24), date(2026, 11, 25)
    for who in ("ana", "ben", "chi", "dev"):
        await go_away(small_scene, who, *week)
    await slack.wind(to=at("2026-11-26 12:00"))
    titles = texts(boards(ana))
    assert ["Mon 23 Nov" in titles[0], "Thu 26 Nov" in titles[1]] == [True, True], titles
    assert len(titles) == 2


async def test_run_now_heeds_the_night_and_takes_the_place_of_todays_round(small_scene: Scene) -> None:
    slack, house = small_scene.slack, small_scene.drumbeat.house
    ana, ben, chi = (slack.person(name) for name in ("ana", "ben", "chi"))
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-24 22:30"))
    async with house.store.transaction() as tx:
        owner = await member_of(small_scene, tx, "ana")
    ritual = await change(small_scene, lambda plan: plan)
    with pytest.raises(Unusable):
        await run_now(house.store, house.wording, house.ports, owner, ritual.id, house.now())
    skipped = await skip_next(house.store, owner, ritual.id, house.now())
    assert skipped.ritual.skips == date(2026, 11, 25)
    await slack.wind(to=at("2026-11-25 10:30"))
    assert hours(asked(ana), ana) == ["Mon 09:00", "Tue 09:00"], "Wednesday's is left out"
    await take_back_skip(house.store, owner, ritual.id, house.now())
    await run_now(house.store, house.wording, house.ports, owner, ritual.id, house.now())
    await settle(small_scene)
    assert hours(asked(ana), ana)[-1] == "Wed 11:30"
    assert hours(asked(chi), chi)[-1] == "Wed 19:30"
    await slack.wind(to=at("2026-11-25 20:00"))
    assert hours(asked(ben), ben)[-1] == "Wed 07:00", "half past five is night in New York"
    assert len([text for text in texts(boards(ana)) if "Wed 25 Nov" in text]) == 1
    await slack.wind(to=at("2026-11-26 08:00"))
    assert hours(asked(ana), ana)[-1] == "Thu 09:00"


async def test_a_ritual_starts_and_ends_on_its_days_and_a_pool_takes_turns(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene, fields={})
    await rest(small_scene, "ana", ALWAYS)
    pool = tuple(Question(f"q{number}", f"Question {number}?", pool="turns") for number in range(3))

    def bounded(plan: RitualPlan) -> RitualPlan:
        schedule = replace(plan.schedule, starts_on=date(2026, 11, 25), ends_on=date(2026, 12, 1))
        return replace(plan, questions=(Question("always", "Always?"), *pool), schedule=schedule)

    await change(small_scene, bounded)
    found = []
    for day in range(23, 34):
        now = at("2026-11-23 12:00").replace(day=day) if day <= 30 else at(f"2026-12-{day - 30:02} 12:00")
        before = len(asked(ana))
        await slack.wind(to=now)
        if len(asked(ana)) > before:
            await ana.press("Answer")
            words = words_of(ana.modal)
            assert "Always?" in words
            found.append((now.day, [number for number in range(3) if f"Question {number}?" in words]))
            await ana.close_modal()
    assert found == [(25, [0]), (26, [1]), (27, [2]), (30, [0]), (1, [1])]
